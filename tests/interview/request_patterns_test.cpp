#include "interview/request_patterns.hpp"

#include <gtest/gtest.h>

#include <map>

namespace codevoice::interview {
namespace {

TEST(RequestPatterns, EveryRequestHasPatternsInOneBlockHeaviestFirst) {
  std::map<Intent, std::size_t> first;
  const auto& patterns = request_patterns();
  for (std::size_t i = 0; i < patterns.size(); ++i) first.emplace(patterns[i].intent, i);

  for (int i = static_cast<int>(Intent::Stop); i <= static_cast<int>(Intent::Acknowledge); ++i) {
    const bool needs_none = static_cast<Intent>(i) == Intent::AskOther;  // told by its place, not by its words
    EXPECT_EQ(first.contains(static_cast<Intent>(i)), !needs_none) << name_of(static_cast<Intent>(i));
  }
  EXPECT_LT(first[Intent::Stop], first[Intent::Pause]);
  EXPECT_LT(first[Intent::Pause], first[Intent::Skip]);
  EXPECT_LT(first[Intent::Skip], first[Intent::Repeat]);
  EXPECT_LT(first[Intent::Repeat], first[Intent::DontKnow]);
}

TEST(RequestPatterns, OneWordIsARequestOnlyByItself) {
  for (const RequestPattern& request : request_patterns()) {
    for (const auto* word : {"stop", "skip", "again", "pass", "next", "pause", "wait", "repeat", "continue", "slower", "yes", "no"}) {
      const std::vector<std::string> alone{word};
      EXPECT_FALSE(request.pattern.is(alone) && request.reach != Reach::Whole && request.intent != Intent::Rephrase)
          << word << " is read as " << name_of(request.intent) << " beside an answer";
    }
  }
}

TEST(RequestPatterns, NonePassesAnEmptyTurn) {
  for (const RequestPattern& request : request_patterns()) EXPECT_FALSE(request.pattern.is({})) << name_of(request.intent);
}

TEST(RequestPatterns, WhatIsSeenAnywhereTakesTwoWordsAtLeast) {
  for (const RequestPattern& request : request_patterns()) {
    if (request.reach != Reach::Anywhere) continue;
    for (const auto* word : {"the", "a", "question", "repeat", "stop", "skip", "moment", "you", "it"}) {
      EXPECT_FALSE(request.pattern.begins(std::vector<std::string>{word}).has_value()) << word << ": " << name_of(request.intent);
    }
  }
}

}  // namespace
}  // namespace codevoice::interview
