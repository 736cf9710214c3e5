#include "room/webhook.hpp"

#include <gtest/gtest.h>

namespace codevoice::room {
namespace {

const ApiKey kKey{"devkey", "a-secret-of-at-least-32-characters"};
constexpr std::int64_t kNow = 1'800'000'000;

wire::WebhookEvent event(std::string id = "EV_1", std::int64_t created = kNow) {
  wire::WebhookEvent made;
  made.set_event("participant_joined");
  made.set_id(std::move(id));
  made.set_created_at(created);
  made.mutable_room()->set_name("interview-room-1");
  made.mutable_participant()->set_identity("alice");
  return made;
}

TEST(Webhook, WhatWeSignIsTaken) {
  WebhookInbox inbox(kKey);
  const auto made = sign_webhook(event(), kKey, kNow);

  const auto taken = inbox.take(made.body, made.authorization, kNow + 3);

  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->room().name(), "interview-room-1");
  EXPECT_EQ(taken->participant().identity(), "alice");
}

TEST(Webhook, ABodyThatWasChangedIsRefused) {
  WebhookInbox inbox(kKey);
  auto made = sign_webhook(event(), kKey, kNow);
  made.body.replace(made.body.find("alice"), 5, "mally");

  const auto taken = inbox.take(made.body, made.authorization, kNow);

  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::Denied);
}

TEST(Webhook, AnotherKeyNoSignatureAndATokenWithoutHashAreRefused) {
  WebhookInbox inbox(kKey);
  const auto foreign = sign_webhook(event(), {"devkey", "another-secret-of-32-characters!!"}, kNow);
  Claims plain;  // a candidate's token is no webhook's
  plain.identity = "alice";
  plain.expires = kNow + 60;

  EXPECT_FALSE(inbox.take(foreign.body, foreign.authorization, kNow));
  EXPECT_FALSE(inbox.take(foreign.body, "", kNow));
  EXPECT_FALSE(inbox.take(foreign.body, sign_token(plain, kKey), kNow));
}

TEST(Webhook, AnOldOneIsRefusedBySignatureAndByEvent) {
  WebhookInbox inbox(kKey);
  const auto old = sign_webhook(event(), kKey, kNow);
  const auto resigned = sign_webhook(event("EV_2", kNow - 3600), kKey, kNow);
  const auto early = sign_webhook(event("EV_3", kNow + 3600), kKey, kNow);

  EXPECT_FALSE(inbox.take(old.body, old.authorization, kNow + 3600));
  EXPECT_FALSE(inbox.take(resigned.body, resigned.authorization, kNow));
  EXPECT_FALSE(inbox.take(early.body, early.authorization, kNow));
}

TEST(Webhook, OnePlayedBackIsKnownEvenMinutesLater) {
  WebhookInbox inbox(kKey);
  const auto made = sign_webhook(event(), kKey, kNow);
  ASSERT_TRUE(inbox.take(made.body, made.authorization, kNow));

  for (const int later : {0, 60, 350}) {
    const auto again = inbox.take(made.body, made.authorization, kNow + later);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::Conflict);
  }
  const auto other = sign_webhook(event("EV_9", kNow + 2000), kKey, kNow + 2000);
  EXPECT_TRUE(inbox.take(other.body, other.authorization, kNow + 2000));  // and what is forgotten by then is refused as old
  EXPECT_FALSE(inbox.take(made.body, made.authorization, kNow + 2000));
}

TEST(Webhook, SignedRubbishIsNoEvent) {
  WebhookInbox inbox(kKey);
  wire::WebhookEvent nameless = event();
  nameless.clear_event();
  const auto made = sign_webhook(nameless, kKey, kNow);

  const auto taken = inbox.take(made.body, made.authorization, kNow);

  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::Invalid);
}

}  // namespace
}  // namespace codevoice::room
