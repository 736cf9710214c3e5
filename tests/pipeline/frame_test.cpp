#include "pipeline/frame.hpp"

#include <gtest/gtest.h>

namespace codevoice::pipeline {
namespace {

TEST(Frame, OnlyInterruptionsAndErrorsOvertake) {
  EXPECT_EQ(lane_of(InterruptionFrame{}), Lane::Urgent);
  EXPECT_EQ(lane_of(ErrorFrame{}), Lane::Urgent);
  EXPECT_EQ(lane_of(UserStartedSpeakingFrame{}), Lane::Ordered);
  EXPECT_EQ(lane_of(AudioRawFrame{}), Lane::Ordered);
}

TEST(Frame, NamesAreTheFieldsOwn) {
  EXPECT_EQ(name_of(TranscriptionFrame{}), "TranscriptionFrame");
  EXPECT_EQ(name_of(TTSAudioRawFrame{}), "TTSAudioRawFrame");
}

TEST(Frame, WhatWasSaidAndHeardOutlivesTheReply) {
  EXPECT_TRUE(belongs_to_reply(TextFrame{}));
  EXPECT_TRUE(belongs_to_reply(LLMMessagesFrame{}));
  EXPECT_FALSE(belongs_to_reply(HeardFrame{}));
  EXPECT_FALSE(belongs_to_reply(TranscriptionFrame{}));
  EXPECT_FALSE(belongs_to_reply(UserTurnEndedFrame{}));
}

}  // namespace
}  // namespace codevoice::pipeline
