#include "cli/doctor_language_model.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "emulators/llm_emulator.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::cli {
namespace {

constexpr auto kKey = "sk-very-secret-value";

/// The emulator on a thread of its own: doctor blocks the caller's.
class DoctorLanguageModelTest : public ::testing::Test {
 protected:
  DoctorLanguageModelTest() {
    server_ = emulators::EmulatorServer::create(loop_.get_executor(), clock_).value();
    emulators::LlmConfig config;
    config.key = kKey;
    config.model = "gpt-oss-120b";
    config.first_token = std::chrono::milliseconds{1};
    config.answer = [](const auto&) { return "ready"; };
    server_->add(std::make_unique<emulators::LlmEmulator>(clock_, server_->faults(), std::move(config)));
    settings.krutrim_api_key = kKey;
    settings.llm_url = "http://127.0.0.1:" + std::to_string(server_->port()) + "/v1";
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~DoctorLanguageModelTest() override {
    loop_.stop();
    thread_.join();
    test::run(loop_, server_->close());
  }

  asio::io_context loop_;
  SystemClock clock_;
  std::unique_ptr<emulators::EmulatorServer> server_;
  std::thread thread_;
  Settings settings = resolve_settings({}).value();
};

TEST_F(DoctorLanguageModelTest, AKeyThatWorksIsToldWithItsSpeed) {
  const auto found = check_language_model(settings);

  ASSERT_TRUE(found) << found.error().message;
  EXPECT_NE(found->find("gpt-oss-120b at http://127.0.0.1"), std::string::npos) << *found;
  EXPECT_NE(found->find("first word after"), std::string::npos) << *found;
}

TEST_F(DoctorLanguageModelTest, AWrongKeyIsOneLineWithoutTheKey) {
  settings.krutrim_api_key = "sk-wrong-value";

  const auto found = check_language_model(settings);

  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("401"), std::string::npos) << found.error().message;
  EXPECT_NE(found.error().message.find("KRUTRIM_API_KEY"), std::string::npos);
  EXPECT_EQ(found.error().message.find("sk-wrong"), std::string::npos);
}

TEST_F(DoctorLanguageModelTest, AServerThatIsNotThereIsNamed) {
  settings.llm_url = "http://127.0.0.1:1/v1";

  const auto found = check_language_model(settings);

  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("127.0.0.1:1"), std::string::npos);
}

TEST_F(DoctorLanguageModelTest, WithoutAKeyNothingIsAsked) {
  settings.krutrim_api_key.clear();

  EXPECT_TRUE(check_language_model(settings));
}

}  // namespace
}  // namespace codevoice::cli
