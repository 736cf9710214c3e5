#include "voice/threshold_barge_in.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

const ThresholdBargeIn kPolicy{BargeInConfig{}};

/// Speech over the interviewer that goes on, with the words so far.
OverlapVerdict going_on(Duration speech, std::string text, bool settled = true) {
  return kPolicy.judge({OverlapPhase::BotSpeaking, speech, false, 0ms, std::move(text), settled});
}
/// Speech over the interviewer that was over so long ago.
OverlapVerdict over(Duration speech, Duration since_end, std::string text, bool settled = true) {
  return kPolicy.judge({OverlapPhase::BotSpeaking, speech, since_end >= 200ms, since_end, std::move(text), settled});
}

TEST(ThresholdBargeIn, LongSpeechCancels) {
  EXPECT_EQ(going_on(480ms, "so the kernel"), OverlapVerdict::Wait);
  EXPECT_EQ(going_on(500ms, "so the kernel"), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, WordsNotYetKnownAreWaitedForALittle) {
  EXPECT_EQ(going_on(580ms, "", false), OverlapVerdict::Wait);
  EXPECT_EQ(going_on(600ms, "", false), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, AListenersWordsAreTalkedOver) {
  EXPECT_EQ(going_on(480ms, "yeah"), OverlapVerdict::Wait);
  EXPECT_EQ(over(400ms, 80ms, "yeah"), OverlapVerdict::Wait);
  EXPECT_EQ(over(400ms, 100ms, "yeah"), OverlapVerdict::GoOn);
  EXPECT_EQ(going_on(500ms, "yeah okay"), OverlapVerdict::GoOn);
}

TEST(ThresholdBargeIn, HalfAWordIsNotJudged) {
  EXPECT_EQ(over(400ms, 100ms, "right", false), OverlapVerdict::Wait);
  EXPECT_EQ(over(400ms, 300ms, "right", false), OverlapVerdict::GoOn);
}

TEST(ThresholdBargeIn, AHumIsTalkedOverWhateverARecogniserMakesOfIt) {
  for (const auto* text : {"Amen.", "Um-hum,"}) EXPECT_EQ(going_on(600ms, text), OverlapVerdict::GoOn) << text;
}

TEST(ThresholdBargeIn, ClosedLipsListenWhateverIsRecognised) {
  const auto hum = [](OverlapPhase phase, Duration speech, Duration since_end, std::string text) {
    return kPolicy.judge({phase, speech, false, since_end, std::move(text), false, false, true});
  };
  EXPECT_EQ(hum(OverlapPhase::BotSpeaking, 700ms, 0ms, "Never."), OverlapVerdict::GoOn);
  EXPECT_EQ(hum(OverlapPhase::BotSpeaking, 300ms, 100ms, ""), OverlapVerdict::GoOn);
  EXPECT_EQ(hum(OverlapPhase::BotSpeaking, 300ms, 40ms, ""), OverlapVerdict::Wait);
  EXPECT_EQ(hum(OverlapPhase::BotSpeaking, 300ms, 0ms, "No."), OverlapVerdict::Wait);
  EXPECT_EQ(hum(OverlapPhase::BotSpeaking, 300ms, 0ms, "Skip."), OverlapVerdict::Cancel);  // a muffled voice
  EXPECT_EQ(hum(OverlapPhase::ReplyPending, 700ms, 0ms, "Never."), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, OneWordThatAsksForTheFloorCancels) {
  EXPECT_EQ(going_on(300ms, "Wait."), OverlapVerdict::Cancel);
  EXPECT_EQ(going_on(300ms, "Till dawn"), OverlapVerdict::Cancel);
  EXPECT_EQ(going_on(300ms, "process"), OverlapVerdict::Wait);
}

// R5
TEST(ThresholdBargeIn, R5SomeWordsCancelHoweverShort) {
  EXPECT_EQ(over(400ms, 100ms, "it is a hash table"), OverlapVerdict::Cancel);
  EXPECT_EQ(over(400ms, 100ms, "you have"), OverlapVerdict::Wait);
}

TEST(ThresholdBargeIn, WhatIsShorterThanAnyWordIsNone) {
  EXPECT_EQ(over(96ms, 200ms, "wait a moment please"), OverlapVerdict::GoOn);
  EXPECT_EQ(going_on(96ms, ""), OverlapVerdict::Wait);
}

TEST(ThresholdBargeIn, ShortNoiseLetsTheInterviewerGoOn) {
  EXPECT_EQ(over(300ms, 280ms, "", false), OverlapVerdict::Wait);
  EXPECT_EQ(over(300ms, 300ms, "", false), OverlapVerdict::GoOn);
  EXPECT_EQ(over(540ms, 280ms, "", false), OverlapVerdict::Wait);
  EXPECT_EQ(over(540ms, 300ms, "", false), OverlapVerdict::GoOn);
}

// R3
TEST(ThresholdBargeIn, WordsNobodyKnowsMayBeTheFirstOfOthers) {
  EXPECT_EQ(over(300ms, 280ms, "matter"), OverlapVerdict::Wait);
  EXPECT_EQ(over(300ms, 300ms, "matter"), OverlapVerdict::GoOn);
  EXPECT_EQ(over(200ms, 380ms, "matter"), OverlapVerdict::Wait);
}

TEST(ThresholdBargeIn, AWordOrTwoMayBecomeAListenersWhenMoreOfThemIsHeard) {
  EXPECT_EQ(going_on(580ms, "except the"), OverlapVerdict::Wait);
  EXPECT_EQ(going_on(600ms, "except the"), OverlapVerdict::Cancel);
  EXPECT_EQ(over(540ms, 100ms, "except the"), OverlapVerdict::Cancel);
  EXPECT_EQ(over(540ms, 100ms, "except"), OverlapVerdict::Wait);
  EXPECT_EQ(over(540ms, 300ms, "except"), OverlapVerdict::GoOn);
}

TEST(ThresholdBargeIn, WhatWasAListenersWordInAnotherReadingIsTalkedOver) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 600ms, false, 0ms, "Yelled,", true, true, false}), OverlapVerdict::GoOn);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, false, 0ms, "Wait,", true, true, false}), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, R3OverAReplyNotYetHeardOneWordIsEnough) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::ReplyPending, 300ms, true, 200ms, "and then", true}), OverlapVerdict::Cancel);
  EXPECT_NE(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 200ms, "and then", true}), OverlapVerdict::Cancel);
}

}  // namespace
}  // namespace codevoice::voice
