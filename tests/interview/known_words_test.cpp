#include "interview/known_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "interview/bank.hpp"
#include "interview/lexer.hpp"

namespace codevoice::interview {
namespace {

TEST(KnownWords, TheFieldsNeighboursAreKnown) {
  for (const auto* word : {"polling", "pooling", "sharing", "sharding", "caching", "thread", "stack"}) EXPECT_TRUE(is_known_word(word)) << word;
}

TEST(KnownWords, ShortWordsAreNeverInQuestion) { EXPECT_TRUE(is_known_word("qxz")); }

TEST(KnownWords, ASlipIsNoKnownWord) {
  for (const auto* word : {"mutics", "semaphor", "idempotant"}) EXPECT_FALSE(is_known_word(word)) << word;
}

TEST(KnownWords, EveryWordOfTheBankIsKnown) {
  std::set<std::string> unknown;
  const auto look = [&unknown](std::string_view text) {
    for (const Token& token : tokens_of(text)) {
      const bool spelled_with_digits = token.text.find_first_of("0123456789") != std::string::npos;
      if (!spelled_with_digits && !is_known_word(token.text)) unknown.insert(token.text);
    }
  };
  for (const Question& question : test::whole_bank()) {
    for (const auto* text : {&question.text, &question.rephrase, &question.model_answer, &question.wrong_answer}) look(*text);
    for (const auto& term : question.vocabulary) look(term);
    for (const KeyPoint& point : question.expected_key_points) look(point.text);
  }

  EXPECT_THAT(unknown, testing::IsEmpty()) << "words to add to known_words.cpp";
}

}  // namespace
}  // namespace codevoice::interview
