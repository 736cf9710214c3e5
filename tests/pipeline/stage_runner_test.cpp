#include "pipeline/stage_runner.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "support/fake_clock.hpp"

namespace codevoice::pipeline {
namespace {

using namespace std::chrono_literals;

/// Emits from a task of its own, a second after each frame.
class LateStage final : public Stage {
 public:
  std::string_view name() const noexcept override { return "late"; }
  Result<void> start(StageContext context) override {
    context_ = context;
    return {};
  }
  Awaitable<void> process(Frame frame) override {
    context_.tasks->spawn("later", emit_later(context_, std::move(frame)));
    co_return;
  }

 private:
  static Awaitable<void> emit_later(StageContext context, Frame frame) {
    co_await context.clock->sleep_for(1s);
    co_await context.out->emit(std::move(frame));
  }
  StageContext context_;
};

class Sink final : public Router {
 public:
  Awaitable<void> forward(std::size_t, Frame) override {
    ++count;
    co_return;
  }
  void back(std::size_t, Frame) override {}
  int count = 0;
};

class StageRunnerTest : public ::testing::Test {
 protected:
  void put() {
    asio::co_spawn(loop, runner.inbox().put(Frame{MediaTime{}, 0, UserStartedSpeakingFrame{}}), [](std::exception_ptr) {});
    test::FakeClock::settle(loop);
  }
  void close() {
    asio::co_spawn(loop, runner.close(), [](std::exception_ptr) {});
    test::FakeClock::settle(loop);
  }
  asio::io_context loop;
  test::FakeClock clock;
  ReplyEpoch epoch{loop.get_executor()};
  Sink sink;
  StageRunner runner{std::make_unique<LateStage>(), 0, StageRunner::Surroundings{loop.get_executor(), clock, epoch, TimePoint{}, {}, sink}};
};

TEST_F(StageRunnerTest, AStageMayEmitLaterFromItsOwnTask) {
  ASSERT_TRUE(runner.start().has_value());
  put();
  EXPECT_EQ(sink.count, 0);

  clock.advance(loop, 1s);

  EXPECT_EQ(sink.count, 1);
  EXPECT_EQ(runner.health().frames_in, 1U);
  EXPECT_EQ(runner.health().frames_out, 1U);
  close();
}

TEST_F(StageRunnerTest, ClosingCancelsTheStagesTasks) {
  ASSERT_TRUE(runner.start().has_value());
  put();

  close();
  clock.advance(loop, 5s);

  EXPECT_EQ(sink.count, 0);
}

}  // namespace
}  // namespace codevoice::pipeline
