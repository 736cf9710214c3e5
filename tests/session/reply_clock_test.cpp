#include "session/reply_clock.hpp"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;
using metrics::ReplyStage;

constexpr std::uint8_t kLoud = 20, kSilent = 127;

class ReplyClockTest : public ::testing::Test {
 protected:
  void SetUp() override {
    clock.on_step = [this](ReplyStage stage, Duration since) { steps[stage].push_back(since / 1ms); };
  }
  void at(MediaTime when, std::string_view stage, Payload payload) { clock.take(stage, Frame{when, epoch, std::move(payload)}); }
  void turn_ends(std::uint64_t turn, MediaTime last_word, MediaTime decided) {
    UserTurnEndedFrame ended;
    ended.turn_id = turn;
    ended.speech_end = last_word;
    at(decided, "user_aggregator", ended);
    at(decided, "llm", std::move(ended));  // passed on: seen again
  }
  void words(std::uint64_t turn, MediaTime when) { at(when, "llm", TextFrame{"right.", SpeechKind::Reply, turn}); }
  void speech(std::uint64_t turn, MediaTime when) {
    TTSAudioRawFrame audio;
    audio.pcm.resize(480);
    audio.rate_hz = 24'000;
    audio.turn_id = turn;
    at(when, "tts", std::move(audio));
  }
  void sounds(std::uint64_t turn, MediaTime when) {
    at(when, "transport.output", BotStartedSpeakingFrame{turn});
    clock.sent(when, kLoud);
  }
  void is_cut(MediaTime when) {
    ++epoch;
    at(when, "user_aggregator", InterruptionFrame{true});
    at(when, "llm", InterruptionFrame{true});
  }

  ReplyClock clock;
  std::map<ReplyStage, std::vector<std::int64_t>> steps;
  std::uint64_t epoch = 0;
};
using Times = std::vector<std::int64_t>;

TEST_F(ReplyClockTest, EveryStepIsTimedFromTheLastWord) {
  turn_ends(1, 10s, 10'250ms);
  words(1, 10'300ms);
  words(1, 10'400ms);
  speech(1, 10'350ms);
  speech(1, 10'500ms);
  sounds(1, 10'380ms);

  EXPECT_EQ(steps[ReplyStage::TurnDecided], Times{250});
  EXPECT_EQ(steps[ReplyStage::LlmFirstToken], Times{300});
  EXPECT_EQ(steps[ReplyStage::TtsFirstAudio], Times{350});
  EXPECT_EQ(steps[ReplyStage::BotFirstSample], Times{380});
}

TEST_F(ReplyClockTest, APauseBeforeTheFirstSoundIsPartOfTheDelay) {
  turn_ends(1, 10s, 10'250ms);
  at(10'380ms, "transport.output", BotStartedSpeakingFrame{1});
  clock.sent(10'380ms, kSilent);
  clock.sent(10'400ms, kLoud);

  EXPECT_EQ(steps[ReplyStage::BotFirstSample], Times{400});
}

TEST_F(ReplyClockTest, TheSentenceThatDependsOnTheAnswerIsTimedToo) {
  turn_ends(1, 10s, 10'250ms);
  sounds(1, 10'380ms);
  at(11'500ms, "transport.output", TTSTextFrame{"an index", 2, 1, true});
  clock.sent(11'520ms, kLoud);
  clock.sent(11'540ms, kLoud);

  EXPECT_EQ(steps[ReplyStage::BotFirstSample], Times{380});
  EXPECT_EQ(steps[ReplyStage::BotFirstAnswer], Times{1520});
}

TEST_F(ReplyClockTest, ASpeculativeTokenKeepsItsOwnTime) {
  turn_ends(1, 10s, 10'250ms);
  at(10'251ms, "llm", MetricsFrame{1, 10'120ms, 100, 40});
  words(1, 10'252ms);
  sounds(1, 10'300ms);

  EXPECT_EQ(steps[ReplyStage::LlmFirstToken], Times{120});
}

TEST_F(ReplyClockTest, WhatIsSaidForNoTurnIsNotTimed) {
  turn_ends(1, 10s, 10'250ms);
  sounds(1, 10'400ms);
  at(12s, "transport.output", BotStoppedSpeakingFrame{1, false});
  sounds(1ULL << 32, 40s);  // "are you still there?"

  EXPECT_EQ(steps[ReplyStage::BotFirstSample], Times{400});
}

TEST_F(ReplyClockTest, AnAnchorOfATurnWithoutReplyIsNotUsedForALaterOne) {
  turn_ends(1, 10s, 10'250ms);
  sounds(1ULL << 32, 240s);
  EXPECT_TRUE(steps.empty());

  turn_ends(2, 300s, 300'200ms);
  sounds(1, 300'300ms);  // a late reply of the turn before
  EXPECT_TRUE(steps.empty());

  sounds(2, 300'500ms);
  EXPECT_EQ(steps[ReplyStage::BotFirstSample], Times{500});
}

TEST_F(ReplyClockTest, ATurnThatGoesOnIsTimedFromItsNewEnd) {
  turn_ends(1, 10s, 10'250ms);
  words(1, 10'300ms);
  is_cut(10'320ms);
  sounds(1, 10'330ms);  // what was on its way
  EXPECT_TRUE(steps.empty());

  turn_ends(1, 15s, 15'200ms);
  sounds(1, 15'400ms);

  EXPECT_EQ(steps[ReplyStage::BotFirstSample], Times{400});
  EXPECT_FALSE(steps.contains(ReplyStage::LlmFirstToken));  // the token of the reply that was taken back is not this one's
}

TEST_F(ReplyClockTest, AnInterruptedReplyGivesNoSecondTime) {
  turn_ends(1, 10s, 10'250ms);
  sounds(1, 10'400ms);
  is_cut(11s);
  sounds(1, 20s);

  EXPECT_EQ(steps[ReplyStage::BotFirstSample], Times{400});
}

TEST_F(ReplyClockTest, AReplyBeforeTheLastWordIsNotClamped) {
  turn_ends(1, 10s, 9'900ms);
  sounds(1, 9'950ms);

  EXPECT_EQ(steps[ReplyStage::BotFirstSample], Times{-50});
}

}  // namespace
}  // namespace codevoice::session
