#include "voice/pause_judge.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "support/fake_turn.hpp"
#include "voice/fused_stop.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

class PauseJudgeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    pipeline::StageContext context;
    context.tasks = &tasks;
    context.clock = &clock;
    judge.start(context, [this](PauseVerdict verdict) { stopped = std::move(verdict); });
    for (int i = 0; i < 500; ++i) recent.push(std::vector<std::int16_t>(320, 1), i * 20ms, true);
  }
  void begin(Duration patience = 2s) { judge.begin({1, 10s, patience, 3s, {}}, "Threads share the memory of their process."); }
  void silence_until(Duration length) {
    for (; silence <= length; silence += 20ms) {
      judge.tick(10s + silence);
      clock.advance(loop, 20ms);
    }
  }
  asio::io_context loop;
  test::FakeClock clock;
  TaskGroup tasks{loop.get_executor(), "test"};
  test::FakeTurn model{clock};
  FusedStop strategy{0.5F};
  RecentAudio recent;
  PauseJudge judge{model, strategy, recent, TurnConfig{}};
  std::optional<PauseVerdict> stopped;
  Duration silence{};
};

TEST_F(PauseJudgeTest, AsksAfter200MsWithTheLast8SecondsAndStopsWhenTheSilenceIsLongEnough) {
  model.answers = {0.98F};
  begin();
  silence_until(180ms);
  EXPECT_EQ(model.asked, 0);

  silence_until(260ms);
  EXPECT_EQ(model.lengths, (std::vector<std::size_t>{128'000}));
  EXPECT_FALSE(stopped.has_value());
  silence_until(560ms);

  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "fused");
  EXPECT_FLOAT_EQ(stopped->probability, 0.98F);
}

TEST_F(PauseJudgeTest, WordsThatArriveInThePauseCount) {
  model.answers = {0.98F};
  begin();
  silence_until(300ms);

  judge.set_text("Threads share the memory because.");
  silence_until(1800ms);

  EXPECT_FALSE(stopped.has_value());
}

TEST_F(PauseJudgeTest, AsksAgainAsTheSilenceGrows) {
  model.answers = {0.01F, 0.01F, 0.98F};
  begin();

  silence_until(1300ms);

  EXPECT_EQ(model.asked, 3);
  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "fused");
}

TEST_F(PauseJudgeTest, SilenceIsTheFallback) {
  model.answers = {0.01F};
  begin();

  silence_until(1980ms);
  EXPECT_FALSE(stopped.has_value());
  silence_until(2s);

  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "silence");
}

TEST_F(PauseJudgeTest, NoTurnEndsWhileSpeechPerhapsBeginsAgain) {
  model.answers = {0.98F};
  begin();
  silence_until(300ms);

  for (; silence < 500ms; silence += 20ms) {
    judge.tick(10s + silence, true);
    clock.advance(loop, 20ms);
  }
  EXPECT_FALSE(stopped.has_value());
  silence_until(520ms);

  EXPECT_TRUE(stopped.has_value());
}

TEST_F(PauseJudgeTest, AnAnswerThatComesAfterTheCandidateWentOnMeansNothing) {
  begin();
  silence_until(200ms);

  judge.end();
  clock.advance(loop, 1s);

  EXPECT_EQ(model.asked, 1);
  EXPECT_FALSE(stopped.has_value());
}

TEST_F(PauseJudgeTest, R8AStalledModelLeavesTheDecisionToThePatience) {
  model.stalled = true;
  begin();

  silence_until(2s);

  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "silence");
}

TEST_F(PauseJudgeTest, R8AFailingModelLeavesTheDecisionToThePatience) {
  model.failing = true;
  begin();

  silence_until(2s);

  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "silence");
}

}  // namespace
}  // namespace codevoice::voice
