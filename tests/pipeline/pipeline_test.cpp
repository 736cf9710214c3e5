#include "pipeline/pipeline.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <functional>

#include "support/fake_clock.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::pipeline {
namespace {

using namespace std::chrono_literals;

/// Notes what it gets and passes it on after `work`.
class NotingStage final : public Stage {
 public:
  struct Notes {
    std::vector<std::string> got;
    std::vector<std::string> fed_back;
    StageContext context;
    bool finished = false;
    bool stopped = false;
  };
  NotingStage(Notes& notes, Duration work) : notes_(notes), work_(work) {}
  std::string_view name() const noexcept override { return "noting"; }
  Result<void> start(StageContext context) override {
    notes_.context = context;
    return {};
  }
  Awaitable<void> process(Frame frame) override {
    notes_.got.push_back(describe(frame.payload));
    if (describe(frame.payload) == "throw") throw std::runtime_error("broken stage");
    if (work_ > Duration{}) co_await notes_.context.clock->sleep_for(work_);
    co_await notes_.context.out->emit(std::move(frame));
  }
  Awaitable<void> on_feedback(Frame frame) override {
    notes_.fed_back.push_back(describe(frame.payload));
    co_return;
  }
  Awaitable<void> finish() override {
    notes_.finished = true;
    co_return;
  }
  Awaitable<void> stop() override {
    notes_.stopped = true;
    co_return;
  }
  static std::string describe(const Payload& payload) {
    const auto* text = std::get_if<TextFrame>(&payload);
    return text != nullptr ? text->text : std::string(name_of(payload));
  }

 private:
  Notes& notes_;
  Duration work_;
};

class RefusingStage final : public Stage {
 public:
  std::string_view name() const noexcept override { return "refusing"; }
  Result<void> start(StageContext) override { return fail(ErrorKind::Unavailable, "no model"); }
  Awaitable<void> process(Frame) override { co_return; }
};

class Recorder final : public Observer {
 public:
  void on_frame(std::string_view, const Frame& frame) override { seen.push_back(NotingStage::describe(frame.payload)); }
  void on_stall(std::string_view stage, Duration) override { stalls.emplace_back(stage); }
  std::vector<std::string> seen;
  std::vector<std::string> stalls;
};

class PipelineTest : public ::testing::Test {
 protected:
  void make(std::vector<Duration> work, PipelineConfig config = {}) {
    notes.resize(work.size());
    std::vector<std::unique_ptr<Stage>> stages;
    for (std::size_t i = 0; i < work.size(); ++i) stages.push_back(std::make_unique<NotingStage>(notes[i], work[i]));
    line = std::make_unique<Pipeline>(loop.get_executor(), clock, config, std::move(stages));
    line->observe(recorder);
    ASSERT_TRUE(test::run(loop, line->start()).has_value());
  }
  void TearDown() override {
    if (line) close();
  }
  void close() {
    bool done = false;
    asio::co_spawn(loop, line->close(), [&](std::exception_ptr) { done = true; });
    test::FakeClock::settle(loop);
    EXPECT_TRUE(done);
  }
  void push(Payload payload) {
    asio::co_spawn(loop, line->push(Frame{MediaTime{}, line->epoch().current(), std::move(payload)}), [](std::exception_ptr) {});
    test::FakeClock::settle(loop);
  }
  static TextFrame text(std::string words) {
    TextFrame frame;
    frame.text = std::move(words);
    return frame;
  }
  void emit_from(std::size_t stage, Payload payload) {
    auto frame = notes[stage].context.frame(std::move(payload));
    asio::co_spawn(loop, notes[stage].context.out->emit(std::move(frame)), [](std::exception_ptr) {});
    test::FakeClock::settle(loop);
  }

  asio::io_context loop;
  test::FakeClock clock;
  std::vector<NotingStage::Notes> notes;
  Recorder recorder;
  std::unique_ptr<Pipeline> line;
};

TEST_F(PipelineTest, FramesPassEveryStageInOrder) {
  make({0s, 0s, 0s});

  push(text("a"));
  push(text("b"));

  EXPECT_EQ(notes[2].got, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(recorder.seen, (std::vector<std::string>{"a", "a", "a", "b", "b", "b"}));
}

TEST_F(PipelineTest, InterruptionReachesLaterStagesAtOnceAndKillsOlderReplies) {
  make({0s, 10s, 0s});
  push(text("being worked on"));
  push(text("queued"));

  notes[0].context.epoch->raise();
  emit_from(0, InterruptionFrame{});
  EXPECT_EQ(notes[2].got, (std::vector<std::string>{"InterruptionFrame"}));
  clock.advance(loop, 30s);
  push(text("fresh"));
  clock.advance(loop, 30s);

  EXPECT_EQ(notes[1].got, (std::vector<std::string>{"being worked on", "InterruptionFrame", "fresh"}));
  EXPECT_EQ(notes[2].got, (std::vector<std::string>{"InterruptionFrame", "fresh"}));
  EXPECT_EQ(line->dropped(DropReason::StaleEpoch), 2U);
}

TEST_F(PipelineTest, FeedbackReachesEarlierStagesOnly) {
  make({0s, 0s, 0s});

  notes[1].context.out->feedback(notes[1].context.frame(HeardFrame{}));
  test::FakeClock::settle(loop);

  EXPECT_EQ(notes[0].fed_back, (std::vector<std::string>{"HeardFrame"}));
  EXPECT_TRUE(notes[1].fed_back.empty());
  EXPECT_TRUE(notes[2].fed_back.empty());
}

TEST_F(PipelineTest, AThrowingStageReportsAndGoesOn) {
  make({0s, 0s});

  push(text("throw"));
  push(text("next"));

  EXPECT_EQ(notes[1].got, (std::vector<std::string>{"ErrorFrame", "next"}));
  EXPECT_EQ(line->health()[0].faults, 1U);
}

TEST_F(PipelineTest, FinishLetsQueuedFramesLeaveFirst) {
  make({0s, 1s});
  push(text("a"));
  push(text("b"));
  std::optional<bool> finished;
  asio::co_spawn(loop, line->finish(10s), [&](std::exception_ptr, Result<void> result) { finished = result.has_value(); });

  clock.advance(loop, 1500ms);
  EXPECT_FALSE(finished.has_value());
  clock.advance(loop, 1s);

  EXPECT_EQ(finished, true);
  EXPECT_EQ(recorder.seen.back(), "EndFrame");
  EXPECT_TRUE(notes[1].finished);
}

TEST_F(PipelineTest, FinishGivesUpAtItsDeadline) {
  make({0s, 1h});
  push(text("stuck"));
  std::optional<bool> finished;
  asio::co_spawn(loop, line->finish(10s), [&](std::exception_ptr, Result<void> result) { finished = result.has_value(); });

  clock.advance(loop, 11s);

  EXPECT_EQ(finished, false);
}

TEST_F(PipelineTest, CloseStopsAStageInTheMiddleOfItsWork) {
  make({1h, 0s});
  push(text("a"));

  close();

  EXPECT_TRUE(notes[0].stopped);
  EXPECT_TRUE(notes[1].stopped);
}

// R22
TEST_F(PipelineTest, R22AStageWithoutASignOfLifeIsNamedOnce) {
  make({0s, 20s});
  push(text("a"));

  clock.advance(loop, 4s);
  EXPECT_TRUE(recorder.stalls.empty());
  clock.advance(loop, 6s);

  EXPECT_EQ(recorder.stalls, (std::vector<std::string>{"noting"}));
  ASSERT_TRUE(line->health()[1].busy_for.has_value());
}

TEST_F(PipelineTest, WaitingForTheNextStageIsNoStall) {
  PipelineConfig config;
  config.limits.ordered = 1;
  make({0s, 3s}, config);
  for (int i = 0; i < 8; ++i) push(text("a"));

  clock.advance(loop, 20s);

  EXPECT_TRUE(recorder.stalls.empty());
}

TEST_F(PipelineTest, AStageThatRefusesToStartIsNamedAndTheOthersStopped) {
  std::vector<std::unique_ptr<Stage>> stages;
  NotingStage::Notes first;
  stages.push_back(std::make_unique<NotingStage>(first, 0s));
  stages.push_back(std::make_unique<RefusingStage>());
  Pipeline refused(loop.get_executor(), clock, {}, std::move(stages));

  const auto started = test::run(loop, refused.start());

  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().message, "refusing: no model");
  EXPECT_TRUE(first.stopped);
}

}  // namespace
}  // namespace codevoice::pipeline
