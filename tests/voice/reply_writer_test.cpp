#include "voice/reply_writer.hpp"

#include <gtest/gtest.h>

#include "support/fake_chat.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

class ReplyWriterTest : public ::testing::Test {
 protected:
  ReplyWriterTest() : tasks(loop.get_executor(), "test") {
    pipeline::StageContext context;
    context.tasks = &tasks;
    context.clock = &clock;
    context.zero = clock.now();
    writer.start(context);
    writer.set_context({{"system", "You are an interviewer."}, {"assistant", "What is a stack?"}});
  }
  ~ReplyWriterTest() override {
    asio::co_spawn(loop, close(tasks), [](std::exception_ptr) {});
    test::FakeClock::settle(loop);
  }
  static Awaitable<void> close(TaskGroup& group) { co_await group.close(); }
  void pass(Duration length) { clock.advance(loop, length); }

  asio::io_context loop;
  test::FakeClock clock;
  test::FakeChat chat{clock};
  TaskGroup tasks;
  ReplyWriter writer{chat, WordingConfig{}};
};

TEST_F(ReplyWriterTest, TheWholeConversationTheAnswerAndTheInstructionAreSent) {
  const auto draft = writer.write({}, "Last in, first out.");
  pass(1ms);

  ASSERT_EQ(chat.asked.size(), 1U);
  const auto& messages = chat.asked[0].messages;
  ASSERT_EQ(messages.size(), 4U);
  EXPECT_EQ(messages[0].content, "You are an interviewer.");
  EXPECT_EQ(messages[2].role, "user");
  EXPECT_EQ(messages[2].content, "Last in, first out.");
  EXPECT_EQ(messages[3].role, "system");
  EXPECT_TRUE(draft->begun());
  EXPECT_EQ(draft->next_sentence(), "Thank you.");
}

TEST_F(ReplyWriterTest, AnAnswerThatIsInTheConversationIsNotSentTwice) {
  writer.set_context({{"system", "You are an interviewer."}, {"user", "Well. Last in, first out."}});
  const auto draft = writer.write({}, "Last in, first out.");
  pass(1ms);

  EXPECT_EQ(chat.asked[0].messages.size(), 3U);
}

TEST_F(ReplyWriterTest, WhatWasBegunForTheSameWordsIsTakenOver) {
  const auto ahead = writer.speculate({}, "last in first out");
  pass(1ms);
  const auto draft = writer.write({}, "Last in, first out.");

  EXPECT_EQ(draft, ahead);
  EXPECT_EQ(chat.asked.size(), 1U);
  EXPECT_EQ(writer.taken_over(), 1U);
}

TEST_F(ReplyWriterTest, WhatWasBegunForLessIsThrownAwayAndItsAnswerStopped) {
  chat.first = 10s;
  const auto ahead = writer.speculate({}, "last in");
  pass(1ms);
  const auto draft = writer.write({}, "last in, first out");
  pass(1ms);

  EXPECT_NE(draft, ahead);
  EXPECT_TRUE(ahead->abandoned());
  EXPECT_EQ(chat.dropped, 1);
  EXPECT_EQ(chat.asked.size(), 2U);
}

TEST_F(ReplyWriterTest, TheSameWordsAreNotAskedForTwice) {
  EXPECT_TRUE(writer.speculate({}, "last in"));
  EXPECT_FALSE(writer.speculate({}, "Last in."));
  pass(1ms);

  EXPECT_EQ(chat.asked.size(), 1U);
}

TEST_F(ReplyWriterTest, ADraftThatFailedAheadIsWrittenAnew) {
  chat.refusal = Error{ErrorKind::Unavailable, "busy"};
  writer.speculate({}, "last in");
  pass(1ms);
  chat.refusal.reset();
  const auto draft = writer.write({}, "last in");
  pass(1ms);

  EXPECT_FALSE(draft->error());
  EXPECT_EQ(draft->next_sentence(), "Thank you.");
}

TEST_F(ReplyWriterTest, AnAnswerThatBreaksOffKeepsItsWholeSentencesOnly) {
  chat.pieces = {"Thank you. ", "That is a very"};
  chat.breaks_with = Error{ErrorKind::Unavailable, "cut off"};
  const auto draft = writer.write({}, "x");
  pass(1ms);

  EXPECT_EQ(draft->next_sentence(), "Thank you.");
  EXPECT_FALSE(draft->next_sentence());
  EXPECT_TRUE(draft->error());
}

TEST(SameWords, PunctuationAndCaseDoNotCount) {
  EXPECT_TRUE(same_words("Last in, first out.", "last in first  out"));
  EXPECT_FALSE(same_words("last in", "last in first"));
  EXPECT_FALSE(same_words("first in", "last in"));
  EXPECT_TRUE(same_words("", "..."));
}

}  // namespace
}  // namespace codevoice::voice
