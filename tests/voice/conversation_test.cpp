#include "voice/conversation.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

pipeline::HeardFrame heard(std::string text, MediaTime begin, bool interrupted = false) {
  pipeline::HeardFrame frame;
  frame.text = std::move(text);
  frame.begin = begin;
  frame.interrupted = interrupted;
  return frame;
}

// R16
TEST(Conversation, R16LinesStandInTheOrderTheyWereSpoken) {
  Conversation conversation("Be kind.");
  conversation.candidate_said(1, 5s, "They are isolated.");
  conversation.interviewer_heard(heard("What is a process?", 1s));

  const auto messages = conversation.messages();

  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].role, "system");
  EXPECT_EQ(messages[1].content, "What is a process?");
  EXPECT_EQ(messages[2].role, "user");
}

TEST(Conversation, R30InterruptedLinesAreMarkedInTheContextOnly) {
  Conversation conversation;
  conversation.interviewer_heard(heard("What is a", 1s, true));

  EXPECT_EQ(conversation.messages()[0].content, "What is a [interrupted by the candidate]");
  EXPECT_EQ(conversation.lines()[0].text, "What is a");
}

TEST(Conversation, LinesOfOneSpeakerInARowAreOneMessage) {
  Conversation conversation;
  conversation.interviewer_heard(heard("That's right.", 1s));
  conversation.interviewer_heard(heard("What is a thread?", 2s));

  ASSERT_EQ(conversation.messages().size(), 1U);
  EXPECT_EQ(conversation.messages()[0].content, "That's right. What is a thread?");
}

// R4
TEST(Conversation, R4ATurnHasOneLineHoweverOftenItIsSaid) {
  Conversation conversation;
  conversation.candidate_said(1, 1s, "They are");
  conversation.candidate_said(1, 1s, "They are isolated.");

  ASSERT_EQ(conversation.lines().size(), 1U);
  EXPECT_EQ(conversation.lines()[0].text, "They are isolated.");
}

// R13
TEST(Conversation, R13LateWordsJoinTheirTurn) {
  Conversation conversation;
  conversation.candidate_said(1, 1s, "They are");

  EXPECT_TRUE(conversation.candidate_also_said(1, "isolated."));
  EXPECT_FALSE(conversation.candidate_also_said(2, "nobody's"));
  EXPECT_EQ(conversation.lines()[0].text, "They are isolated.");
}

TEST(Conversation, WhatNobodyHeardIsNotThere) {
  Conversation conversation;
  conversation.interviewer_heard(heard("", 1s, true));
  conversation.candidate_said(1, 2s, "");

  EXPECT_TRUE(conversation.lines().empty());
}

}  // namespace
}  // namespace codevoice::voice
