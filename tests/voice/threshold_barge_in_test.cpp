#include "voice/threshold_barge_in.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

const ThresholdBargeIn kPolicy{BargeInConfig{}};

TEST(ThresholdBargeIn, LongSpeechCancels) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 680ms, false, 0ms, ""}), OverlapVerdict::Wait);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 700ms, false, 0ms, ""}), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, AListenersWordsAreTalkedOver) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 600ms, false, 0ms, "yeah"}), OverlapVerdict::Wait);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 600ms, true, 200ms, "yeah"}), OverlapVerdict::GoOn);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 700ms, false, 0ms, "yeah okay"}), OverlapVerdict::GoOn);
}

TEST(ThresholdBargeIn, OneWordThatAsksForTheFloorCancels) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 250ms, "Wait."}), OverlapVerdict::Cancel);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 250ms, "process"}), OverlapVerdict::Wait);
}

// R5
TEST(ThresholdBargeIn, R5SomeWordsCancelHoweverShort) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 600ms, true, 100ms, "it is a hash table"}), OverlapVerdict::Cancel);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 600ms, true, 100ms, "you have"}), OverlapVerdict::Wait);
}

TEST(ThresholdBargeIn, WhatIsShorterThanAnyWordIsNone) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 96ms, true, 100ms, "wait a moment please"}), OverlapVerdict::GoOn);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 96ms, false, 0ms, ""}), OverlapVerdict::Wait);
}

TEST(ThresholdBargeIn, ShortNoiseLetsTheInterviewerGoOn) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 440ms, ""}), OverlapVerdict::Wait);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 450ms, ""}), OverlapVerdict::GoOn);
}

// R3
TEST(ThresholdBargeIn, R3OverAReplyNotYetHeardOneWordIsEnough) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::ReplyPending, 300ms, true, 100ms, "and"}), OverlapVerdict::Cancel);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 100ms, "and"}), OverlapVerdict::Wait);
}

}  // namespace
}  // namespace codevoice::voice
