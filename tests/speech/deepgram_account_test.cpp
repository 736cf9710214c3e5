#include "speech/deepgram_account.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

class DeepgramAccountTest : public testing::Test {
 protected:
  DeepgramAccount account(const std::string& url) {
    DeepgramConfig config;
    config.url = url;
    config.key = "top-secret";
    return DeepgramAccount(config, clock_);
  }
  SystemClock clock_;
};

TEST_F(DeepgramAccountTest, TheSchemeFitsTheUse) {
  EXPECT_EQ(account("wss://api.deepgram.com").socket_url("/v1/listen"), "wss://api.deepgram.com/v1/listen");
  EXPECT_EQ(account("wss://api.deepgram.com").request_url("/v1/speak"), "https://api.deepgram.com/v1/speak");
  EXPECT_EQ(account("http://127.0.0.1:1").socket_url("/v1/listen"), "ws://127.0.0.1:1/v1/listen");
  EXPECT_EQ(account("ws://127.0.0.1:1").request_url("/v1/speak"), "http://127.0.0.1:1/v1/speak");
}

TEST_F(DeepgramAccountTest, ARefusalOfTheKeyEndsItForBothServicesAndNamesTheSettingNotTheKey) {
  auto refused = account("wss://api.deepgram.com");
  EXPECT_FALSE(refused.refuse(500));
  EXPECT_FALSE(refused.refuse(429));
  EXPECT_TRUE(refused.listening.allows({}));

  EXPECT_TRUE(refused.refuse(401));

  EXPECT_FALSE(refused.listening.allows({}));
  EXPECT_FALSE(refused.speaking.allows({}));
  EXPECT_NE(refused.listening.refused()->find("DEEPGRAM_API_KEY"), std::string::npos);
  EXPECT_EQ(refused.listening.refused()->find("top-secret"), std::string::npos);
}

TEST_F(DeepgramAccountTest, NoCreditIsSaidAsSuch) {
  auto refused = account("wss://api.deepgram.com");
  refused.refuse(402);

  EXPECT_NE(refused.speaking.refused()->find("credit"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::speech
