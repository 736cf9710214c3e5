#include "voice/assistant_aggregator.hpp"

#include <gtest/gtest.h>

#include "support/stage_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace pipeline;

class AssistantAggregatorTest : public ::testing::Test {
 protected:
  static HeardFrame heard(std::string text, bool interrupted) {
    HeardFrame frame;
    frame.text = std::move(text);
    frame.interrupted = interrupted;
    return frame;
  }
  asio::io_context loop;
  test::FakeClock clock;
  Conversation conversation;
  AssistantAggregator stage{conversation};
  test::StageRig rig{stage, loop, clock};
};

// R14
TEST_F(AssistantAggregatorTest, R14OnlyWhatWasHeardEntersTheContext) {
  TextFrame said;
  said.text = "never heard";
  rig.feed(std::move(said));
  rig.feed(heard("what is a process?", false));

  ASSERT_EQ(conversation.messages().size(), 1U);
  EXPECT_EQ(conversation.messages()[0].role, "assistant");
  EXPECT_EQ(conversation.messages()[0].content, "what is a process?");
}

TEST_F(AssistantAggregatorTest, R30WhatWasCutIsMarked) {
  rig.feed(heard("what is", true));

  EXPECT_EQ(conversation.messages()[0].content, "what is [interrupted by the candidate]");
}

TEST_F(AssistantAggregatorTest, NothingHeardLeavesNoLineAndFramesPass) {
  rig.feed(heard("", true));

  EXPECT_TRUE(conversation.lines().empty());
  EXPECT_EQ(rig.emitted<HeardFrame>().size(), 1U);
}

}  // namespace
}  // namespace codevoice::voice
