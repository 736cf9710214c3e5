#include "voice/sentence_end.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

TEST(SentenceEnd, AClosedSentenceSoundsFinished) {
  EXPECT_GT(rate_sentence_end("Threads share the memory of their process, and processes have their own."), 1.5F);
}

TEST(SentenceEnd, WordsThatGoOnDoNot) {
  for (const auto* text : {"It is slower because.", "A generator is a function that uses the.", "It depends on.", "And then you take the lock and.",
                           "The index makes reading faster, but,", "I would use a hash table, um."}) {
    EXPECT_LT(rate_sentence_end(text), 0.0F) << text;
  }
}

TEST(SentenceEnd, OnlyTheLastSentenceCounts) {
  EXPECT_LT(rate_sentence_end("Threads share the memory of their process. But it is."), 0.0F);
  EXPECT_FLOAT_EQ(rate_sentence_end("It is because. Every object carries a count of its references."),
                  rate_sentence_end("Every object carries a count of its references."));
}

TEST(SentenceEnd, AShortAnswerIsLessSureThanALongOneAndARequestIsSure) {
  EXPECT_LT(rate_sentence_end("It's unordered."), rate_sentence_end("It keeps no order of its elements at all times."));
  EXPECT_GT(rate_sentence_end("I don't know."), 1.0F);
  EXPECT_GT(rate_sentence_end("Yes."), 1.0F);
  EXPECT_GT(rate_sentence_end("Could you repeat that please?"), 1.0F);
}

TEST(SentenceEnd, ALoneClauseOfTimeWaitsForTheRest) {
  EXPECT_LT(rate_sentence_end("When a function returns."), rate_sentence_end("It pops the frame."));
}

TEST(SentenceEnd, AnyTextIsFine) {
  EXPECT_FLOAT_EQ(rate_sentence_end(""), 0.0F);
  EXPECT_FLOAT_EQ(rate_sentence_end(" .,- ..."), 0.0F);
  EXPECT_GT(rate_sentence_end("\xff\xfe caf\xc3\xa9 serves every one of us coffee today."), 0.0F);
}

}  // namespace
}  // namespace codevoice::voice
