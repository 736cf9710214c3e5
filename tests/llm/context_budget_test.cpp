#include "llm/context_budget.hpp"

#include <gtest/gtest.h>

namespace codevoice::llm {
namespace {

std::vector<ChatMessage> talk(int exchanges, std::size_t bytes = 400) {
  std::vector<ChatMessage> messages{{"system", "You are an interviewer."}};
  for (int i = 0; i < exchanges; ++i) {
    messages.push_back({"assistant", "Question " + std::to_string(i) + "?"});
    std::string answer = "Answer " + std::to_string(i);
    while (answer.size() < bytes) answer += " and more words";
    messages.push_back({"user", answer});
  }
  messages.push_back({"system", "Word a reply."});
  return messages;
}

TEST(ContextBudget, WhatFitsStaysWordForWord) {
  const auto messages = talk(5);

  EXPECT_EQ(within_budget(messages, 10'000).size(), messages.size());
}

TEST(ContextBudget, TheOldestExchangesAreSummedUp) {
  const auto messages = talk(30);
  const auto kept = within_budget(messages, 1600);

  EXPECT_LE(estimated_tokens(kept), 1600U);
  EXPECT_EQ(kept.front().content, "You are an interviewer.");
  EXPECT_EQ(kept[1].role, "system");
  EXPECT_NE(kept[1].content.find("Interviewer: Question 0?"), std::string::npos) << "every question asked stays known";
  EXPECT_NE(kept[1].content.find("Candidate: Answer 3"), std::string::npos);
  EXPECT_EQ(kept.back().content, "Word a reply.");
  EXPECT_EQ(kept[kept.size() - 2].content, messages[messages.size() - 2].content) << "the newest answer stays whole";
}

TEST(ContextBudget, ASmallBudgetShortensTheSummaryToo) {
  const auto kept = within_budget(talk(60, 200), 900);

  EXPECT_LE(estimated_tokens(kept), 900U);
  EXPECT_EQ(kept.back().content, "Word a reply.");
}

TEST(ContextBudget, ThePastGoesBeforeTheNewestAnswer) {
  const auto messages = talk(3, 4000);
  const auto kept = within_budget(messages, 500);

  ASSERT_EQ(kept.size(), 3U);
  EXPECT_EQ(kept[1].content, messages[messages.size() - 2].content);
}

TEST(ContextBudget, CharactersAreNotCut) {
  auto messages = talk(20, 100);
  std::string umlauts;
  for (int i = 0; i < 200; ++i) umlauts += "ü";
  for (auto& message : messages) {
    if (message.role == "user") message.content = umlauts;
  }

  const auto kept = within_budget(messages, 1000);

  EXPECT_EQ(kept[1].content.find("\xC3 "), std::string::npos);
}

}  // namespace
}  // namespace codevoice::llm
