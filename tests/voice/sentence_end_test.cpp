#include "voice/sentence_end.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace codevoice::voice {
namespace {

float rule_of(std::string_view text) { return signs_of(text).rule; }

TEST(SentenceEnd, AClosedSentenceSoundsFinished) {
  EXPECT_GT(rule_of("Threads share the memory of their process, and processes have their own."), 1.5F);
}

TEST(SentenceEnd, WordsThatGoOnDoNot) {
  for (const auto* text : {"It is slower because.", "A generator is a function that uses the.", "It depends on.", "And then you take the lock and.",
                           "The index makes reading faster, but,", "I would use a hash table, um."}) {
    EXPECT_LT(rule_of(text), 0.0F) << text;
  }
}

TEST(SentenceEnd, OnlyTheLastSentenceCounts) {
  EXPECT_LT(rule_of("Threads share the memory of their process. But it is."), 0.0F);
  EXPECT_FLOAT_EQ(rule_of("It is because. Every object carries a count of its references."),
                  rule_of("Every object carries a count of its references."));
}

TEST(SentenceEnd, AShortAnswerIsLessSureThanALongOneAndARequestIsSure) {
  EXPECT_LT(rule_of("It's unordered."), rule_of("It keeps no order of its elements at all times."));
  EXPECT_GT(rule_of("I don't know."), 1.0F);
  EXPECT_GT(rule_of("Yes."), 1.0F);
  EXPECT_GT(rule_of("Could you repeat that please?"), 1.0F);
}

TEST(SentenceEnd, ALoneClauseOfTimeWaitsForTheRest) { EXPECT_LT(rule_of("When a function returns."), rule_of("It pops the frame.")); }

TEST(SentenceEnd, AnyTextIsFine) {
  EXPECT_FLOAT_EQ(rule_of(""), 0.0F);
  EXPECT_FLOAT_EQ(rule_of(" .,- ..."), 0.0F);
  EXPECT_GT(rule_of("\xff\xfe caf\xc3\xa9 serves every one of us coffee today."), 0.0F);
}

TEST(SentenceEnd, CountsWordsAndSentencesUpToWhatStillMatters) {
  const auto signs = signs_of("A map keeps its keys. It is sorted, and");

  EXPECT_FLOAT_EQ(signs.words, 0.9F);
  EXPECT_FLOAT_EQ(signs.last_sentence, 0.4F);
  EXPECT_FLOAT_EQ(signs.sentences, 2.0F);
  std::string long_answer;
  for (int i = 0; i < 50; ++i) long_answer += "It is so. ";
  EXPECT_FLOAT_EQ(signs_of(long_answer).words, 4.0F);
  EXPECT_FLOAT_EQ(signs_of(long_answer).sentences, 4.0F);
}

TEST(SentenceEnd, SeesHowTheRecogniserEnds) {
  EXPECT_TRUE(signs_of("It is sorted, ").comma);
  EXPECT_TRUE(signs_of("It is sorted...").trailing);
  EXPECT_TRUE(signs_of("Is it sorted?").question);
  const auto plain = signs_of("It is sorted.");
  EXPECT_FALSE(plain.comma || plain.trailing || plain.question);
}

TEST(SentenceEnd, TheSignsWeighTogether) {
  EXPECT_GT(rate_sentence_end("Threads share the memory of their process, and processes have their own."),
            rate_sentence_end("It is slower because."));
  EXPECT_FLOAT_EQ(rate_sentence_end(" ... "), 0.0F);
}

}  // namespace
}  // namespace codevoice::voice
