#include "room/token.hpp"

#include <gtest/gtest.h>

#include "base/crypto.hpp"

namespace codevoice::room {
namespace {

constexpr std::int64_t kNow = 1'795'386'404;
const ApiKey kKey{"devkey", "secret"};

Claims claims() {
  Claims made;
  made.identity = "human-candidate";
  made.name = "Zoë";
  made.not_before = kNow - 5;
  made.expires = kNow + 600;
  made.attributes = {{"a", "1"}};
  made.video.room = "interview-room-1";
  made.video.room_join = true;
  return made;
}
std::string forged(std::string_view header, std::string_view payload, std::string_view secret) {
  const auto encode = [](std::string_view text) { return crypto::to_base64(view_of(text), crypto::Base64::Url); };
  const auto head = encode(header) + "." + encode(payload);
  return head + "." + crypto::to_base64(crypto::hmac_sha256(view_of(secret), view_of(head)), crypto::Base64::Url);
}

TEST(Token, WhatWasSignedIsReadBack) {
  const auto read = verify_token(sign_token(claims(), kKey), kKey, kNow);

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->identity, "human-candidate");
  EXPECT_EQ(read->name, "Zoë");
  EXPECT_EQ(read->attributes.at("a"), "1");
  EXPECT_EQ(read->video.room, "interview-room-1");
  EXPECT_TRUE(read->video.can_publish);
  EXPECT_FALSE(read->video.can_update_own_metadata);
}

TEST(Token, ATokenOfTheOriginalSystemIsAccepted) {
  // made with another implementation: header {"alg":"HS256","typ":"JWT"}, grants left out default to true
  const auto token = forged(R"({"alg":"HS256","typ":"JWT"})",
                            R"({"iss":"devkey","sub":"x","exp":1795386999,"video":{"room":"r","roomJoin":true,"canPublishData":false}})", "secret");
  const auto read = verify_token(token, kKey, kNow);

  ASSERT_TRUE(read);
  EXPECT_TRUE(read->video.can_subscribe);
  EXPECT_FALSE(read->video.can_publish_data);
}

TEST(Token, RefusalsSayWhyAndNeverEchoTheToken) {
  auto expired = claims(), early = claims(), endless = claims();
  expired.expires = kNow - 61;
  early.not_before = kNow + 61;
  endless.expires = 0;
  const auto good = sign_token(claims(), kKey);
  const std::vector<std::pair<std::string, std::string>> bad{
      {"", "no valid token"},
      {"a.b", "no valid token"},
      {"a.b.c.d", "no valid token"},
      {std::string(20'000, 'a') + ".b.c", "no valid token"},
      {good + "A", "signature"},
      {sign_token(claims(), {"devkey", "other"}), "signature"},
      {sign_token(claims(), {"other", "secret"}), "unknown API key"},
      {sign_token(expired, kKey), "expired"},
      {sign_token(early, kKey), "not valid yet"},
      {sign_token(endless, kKey), "no expiry"},
      {forged(R"({"alg":"none"})", "{}", "secret"), "HS256"},
      {forged(R"({"alg":"HS256"})", "[]", "secret"), "claims"},
  };
  for (const auto& [token, words] : bad) {
    const auto read = verify_token(token, kKey, kNow);
    ASSERT_FALSE(read) << words;
    EXPECT_NE(read.error().message.find(words), std::string::npos) << read.error().message;
    EXPECT_EQ(read.error().kind, ErrorKind::Denied);
    EXPECT_LT(read.error().message.size(), 80U);
  }
}

TEST(Token, ClocksMayDifferByAMinute) {
  auto late = claims();
  late.expires = kNow - 59;
  EXPECT_TRUE(verify_token(sign_token(late, kKey), kKey, kNow));
}

TEST(Token, AJoinTokenOpensOneRoomForOneIdentity) {
  const auto read = read_unverified(make_join_token(kKey, "r1", "ai-interviewer", std::chrono::hours(6), true));

  ASSERT_TRUE(read);
  EXPECT_EQ(read->video.room, "r1");
  EXPECT_EQ(read->kind, "agent");
  EXPECT_TRUE(read->video.can_update_own_metadata);
  EXPECT_FALSE(read->video.room_create);
  EXPECT_NEAR(static_cast<double>(read->expires - read->not_before), 6 * 3600.0, 10.0);
}

TEST(Token, TimesAsLargeAsNumbersGetAreComparedNotAdded) {
  const auto header = R"({"alg":"HS256"})";
  const auto forever = R"({"iss":"devkey","exp":9223372036854775807,"nbf":-9223372036854775808})";
  const auto never = R"({"iss":"devkey","exp":-9223372036854775808,"nbf":9223372036854775807})";

  EXPECT_TRUE(verify_token(forged(header, forever, kKey.secret), kKey, kNow));
  EXPECT_FALSE(verify_token(forged(header, never, kKey.secret), kKey, kNow));
}

}  // namespace
}  // namespace codevoice::room
