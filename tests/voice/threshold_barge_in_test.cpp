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

TEST(ThresholdBargeIn, AListenersWordsMayLastLonger) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 900ms, false, 0ms, "yeah okay"}), OverlapVerdict::Wait);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 900ms, true, 450ms, "yeah okay"}), OverlapVerdict::GoOn);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 1600ms, false, 0ms, "yeah okay"}), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, OneWordThatAsksForTheFloorCancels) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 250ms, "Wait."}), OverlapVerdict::Cancel);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 250ms, "process"}), OverlapVerdict::Wait);
}

TEST(ThresholdBargeIn, R5TwoWordsCancelHoweverShort) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 100ms, "hold on"}), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, ShortNoiseLetsTheInterviewerGoOn) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 440ms, "mm hmm"}), OverlapVerdict::Wait);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 450ms, "mm hmm"}), OverlapVerdict::GoOn);
}

TEST(ThresholdBargeIn, R3OverAReplyNotYetHeardOneWordIsEnough) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::ReplyPending, 300ms, true, 100ms, "and"}), OverlapVerdict::Cancel);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 100ms, "and"}), OverlapVerdict::Wait);
}

}  // namespace
}  // namespace codevoice::voice
