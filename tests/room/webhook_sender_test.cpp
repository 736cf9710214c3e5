#include "room/webhook_sender.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "room/webhook.hpp"
#include "support/fake_clock.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::room {
namespace {

using namespace std::chrono_literals;

const ApiKey kKey{"devkey", "a-secret-of-at-least-32-characters"};

/// A receiver that answers by a script (200 when it has run out), and keeps what came.
struct Receiver {
  std::vector<unsigned> script;  // 0: nobody there
  std::vector<net::ClientRequest> requests;

  Awaitable<Result<net::Response>> take(net::ClientRequest request) {
    requests.push_back(std::move(request));
    const auto at = requests.size() - 1;
    const auto status = at < script.size() ? script[at] : 200U;
    if (status == 0) co_return fail(ErrorKind::Unavailable, "connection refused");
    net::Response response;
    response.status = status;
    co_return response;
  }
};

class Sender {
 public:
  explicit Sender(WebhookSenderConfig config = {}) {
    if (config.urls.empty()) config.urls = {"http://receiver/hook"};
    config.key = kKey;
    const auto post = [this](net::ClientRequest request) { return receiver.take(std::move(request)); };
    sender = std::make_unique<WebhookSender>(loop.get_executor(), config, clock, post);
  }
  ~Sender() { test::run(loop, sender->close(0ms)); }
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  void send(const std::string& name) {
    wire::WebhookEvent event;
    event.set_event(name);
    sender->send(std::move(event));
    clock.settle(loop);
  }
  void pass(Duration time) { clock.advance(loop, time); }
  /// What was taken, verified as a receiver does.
  std::vector<std::string> delivered() {
    WebhookInbox inbox(kKey);
    std::vector<std::string> names;
    for (const auto& request : receiver.requests) {
      const auto& token = request.headers.at(1).second;
      const auto event = inbox.take(request.body, token, clock.wall_us() / 1'000'000);
      names.push_back(event ? event->event() : event.error().message);
    }
    return names;
  }

  asio::io_context loop;
  test::FakeClock clock;
  Receiver receiver;
  std::unique_ptr<WebhookSender> sender;
};

TEST(WebhookSender, EachEventGoesOutSignedWithAnIdOfItsOwn) {
  Sender rig;

  rig.send("room_started");
  rig.send("participant_joined");

  EXPECT_EQ(rig.delivered(), (std::vector<std::string>{"room_started", "participant_joined"}));
  const auto& first = rig.receiver.requests.at(0);
  EXPECT_EQ(first.method, "POST");
  EXPECT_EQ(first.url, "http://receiver/hook");
  EXPECT_EQ(first.headers.at(0), (std::pair<std::string, std::string>("Content-Type", "application/webhook+json")));
  EXPECT_FALSE(first.headers.at(1).second.starts_with("Bearer"));
  EXPECT_EQ(rig.sender->queued(), 0U);
}

TEST(WebhookSender, WhileAUrlFailsItIsTriedAgainInOrderWithGrowingPauses) {
  Sender rig;
  rig.receiver.script = {0, 503, 429};

  rig.send("first");
  rig.send("second");
  EXPECT_EQ(rig.receiver.requests.size(), 1U);
  rig.pass(500ms);
  EXPECT_EQ(rig.receiver.requests.size(), 2U);
  rig.pass(999ms);
  EXPECT_EQ(rig.receiver.requests.size(), 2U);
  rig.pass(1ms);
  EXPECT_EQ(rig.receiver.requests.size(), 3U);
  rig.pass(2s);

  ASSERT_EQ(rig.receiver.requests.size(), 5U);
  EXPECT_EQ(rig.receiver.requests[3].body, rig.receiver.requests[0].body);  // the same event, the same id
  EXPECT_NE(rig.receiver.requests[4].body.find("second"), std::string::npos);
}

TEST(WebhookSender, WhatTheReceiverRefusesIsNotSentAgain) {
  Sender rig;
  rig.receiver.script = {404};

  rig.send("first");
  rig.pass(10min);

  EXPECT_EQ(rig.receiver.requests.size(), 1U);
  EXPECT_EQ(rig.sender->queued(), 0U);
}

TEST(WebhookSender, OneGivenUpIsCountedInTheNext) {
  WebhookSenderConfig config;
  config.attempts = 3;
  Sender rig(config);
  rig.receiver.script = {500, 500, 500};

  rig.send("lost");
  rig.pass(5s);
  rig.send("next");

  ASSERT_EQ(rig.receiver.requests.size(), 4U);
  EXPECT_NE(rig.receiver.requests[3].body.find("\"numDropped\":1"), std::string::npos) << rig.receiver.requests[3].body;
  rig.send("after");
  EXPECT_EQ(rig.receiver.requests[4].body.find("numDropped"), std::string::npos);
}

TEST(WebhookSender, TheQueueIsBoundedAndLosesTheOldestThatWaits) {
  WebhookSenderConfig config;
  config.most_queued = 3;
  Sender rig(config);
  rig.receiver.script = {500};

  for (const auto* name : {"e0", "e1", "e2", "e3", "e4"}) rig.send(name);
  EXPECT_EQ(rig.sender->queued(), 3U);
  rig.pass(1s);

  std::vector<std::string> names = rig.delivered();
  names.erase(names.begin());  // the attempt that failed
  EXPECT_EQ(names, (std::vector<std::string>{"this event is known", "e3", "e4"}));
  EXPECT_NE(rig.receiver.requests[2].body.find("\"numDropped\":2"), std::string::npos);
}

TEST(WebhookSender, EveryUrlGetsEverything) {
  WebhookSenderConfig config;
  config.urls = {"http://one/", "http://two/"};
  Sender rig(config);

  rig.send("room_started");

  ASSERT_EQ(rig.receiver.requests.size(), 2U);
  EXPECT_EQ(rig.receiver.requests[0].url, "http://one/");
  EXPECT_EQ(rig.receiver.requests[1].url, "http://two/");
}

TEST(WebhookSender, CloseWaitsForWhatIsQueuedButNotForEver) {
  Sender rig;
  rig.receiver.script.assign(100, 500);
  rig.send("never taken");

  bool closed = false;
  asio::co_spawn(rig.loop, rig.sender->close(3s), [&](std::exception_ptr) { closed = true; });
  rig.pass(2900ms);
  EXPECT_FALSE(closed);
  rig.pass(200ms);
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace codevoice::room
