#include "http/live_hub.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/fake_clock.hpp"

namespace codevoice::http {
namespace {

using namespace std::chrono_literals;

class LiveHubTest : public testing::Test {
 protected:
  struct Seen {
    std::shared_ptr<LiveHub::Watcher> watcher = std::make_shared<LiveHub::Watcher>();
    std::vector<boost::json::object> events;
    std::string types() const {
      std::string all;
      for (const auto& event : events) all += std::string(event.at("type").as_string()) + " ";
      return all;
    }
  };
  std::unique_ptr<Seen> watch(std::uint64_t last_id = 0) {
    auto seen = std::make_unique<Seen>();
    seen->watcher->executor = loop_.get_executor();
    seen->watcher->take = [to = seen.get()](const std::string& text) { to->events.push_back(boost::json::parse(text).as_object()); };
    hub_.watch("i1", last_id, seen->watcher);
    settle();
    return seen;
  }
  void happen(const std::string& type) {
    hub_.on_event("i1", {type, {{"what", type}}});
    settle();
  }
  void settle() {
    loop_.restart();
    loop_.poll();
  }
  asio::io_context loop_;
  test::FakeClock clock_;
  LiveHub hub_{clock_};
};

TEST_F(LiveHubTest, EventsAreNumberedAndReachWhoWatches) {
  const auto seen = watch();
  happen("started");
  happen("caption");

  ASSERT_EQ(seen->types(), "started caption ");
  EXPECT_EQ(seen->events[0].at("id"), 1);
  EXPECT_EQ(seen->events[1].at("id"), 2);
  EXPECT_EQ(seen->events[1].at("what"), "caption");
  EXPECT_TRUE(seen->events[1].contains("at"));
}

TEST_F(LiveHubTest, WhoComesBackGetsWhatCameMeanwhile) {
  happen("started");
  happen("caption");
  happen("turn");

  EXPECT_EQ(watch()->types(), "started caption turn ");
  EXPECT_EQ(watch(2)->types(), "turn ");
  EXPECT_EQ(watch(3)->types(), "");
}

TEST_F(LiveHubTest, WhatIsGoneIsToldAsAGap) {
  for (int i = 0; i < 600; ++i) happen("caption");

  const auto seen = watch(5);

  ASSERT_EQ(seen->events.size(), 501U);
  EXPECT_EQ(seen->events[0].at("type"), "gap");
  EXPECT_EQ(seen->events[1].at("id"), seen->events[0].at("first_id"));
  EXPECT_EQ(watch(9'999)->events.front().at("type"), "gap");  // of a process before this one
}

TEST_F(LiveHubTest, WhoHasGoneIsNotCalled) {
  auto seen = watch();
  auto* const kept = seen.get();
  auto still = std::move(kept->watcher);
  still.reset();

  happen("started");

  EXPECT_TRUE(kept->events.empty());
}

TEST_F(LiveHubTest, AnInterviewOfAnotherNameIsAnother) {
  const auto seen = watch();
  hub_.on_event("i2", {"started", {}});
  settle();

  EXPECT_TRUE(seen->events.empty());
}

TEST_F(LiveHubTest, AnEndedInterviewIsForgottenAfterAWhile) {
  happen("started");
  happen("ended");
  while (clock_.move_to(clock_.now() + 16min)) {
  }
  hub_.on_event("i2", {"started", {}});
  hub_.on_event("i2", {"ended", {}});

  EXPECT_EQ(watch()->types(), "");
}

}  // namespace
}  // namespace codevoice::http
