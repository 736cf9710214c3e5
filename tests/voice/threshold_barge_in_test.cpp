#include "voice/threshold_barge_in.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

const ThresholdBargeIn kPolicy{BargeInConfig{}};

TEST(ThresholdBargeIn, LongSpeechCancels) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 380ms, false, 0ms, ""}), OverlapVerdict::Wait);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 400ms, false, 0ms, ""}), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, R5TwoWordsCancelHoweverShort) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 100ms, "hold on"}), OverlapVerdict::Cancel);
}

TEST(ThresholdBargeIn, ShortNoiseLetsTheInterviewerGoOn) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 500ms, "mm hmm"}), OverlapVerdict::Wait);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 600ms, "mm hmm"}), OverlapVerdict::GoOn);
}

TEST(ThresholdBargeIn, R3OverAReplyNotYetHeardOneWordIsEnough) {
  EXPECT_EQ(kPolicy.judge({OverlapPhase::ReplyPending, 300ms, true, 100ms, "and"}), OverlapVerdict::Cancel);
  EXPECT_EQ(kPolicy.judge({OverlapPhase::BotSpeaking, 300ms, true, 100ms, "and"}), OverlapVerdict::Wait);
}

}  // namespace
}  // namespace codevoice::voice
