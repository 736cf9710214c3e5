// Runs the whole question bank through the coverage code: what the checker of the bank assumes is decided here.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "interview/bank.hpp"
#include "interview/coverage.hpp"

namespace codevoice::interview {
namespace {

using test::whole_bank;

const Rubric& rubric_of(const Question& question) {
  static std::map<std::string, Rubric> rubrics;
  const auto place = rubrics.find(question.id);
  return place != rubrics.end() ? place->second : rubrics.emplace(question.id, Rubric::create(question).value()).first->second;
}

std::vector<std::string> covered_points(const Question& question, std::string_view answer, std::optional<std::size_t> probed = std::nullopt) {
  const auto judgements = rubric_of(question).judge(answer, probed);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    if (judgements[i].covered) ids.push_back(fmt::format("{} (\"{}\")", question.expected_key_points[i].id, judgements[i].quote));
  }
  return ids;
}

std::string joined(const std::vector<std::string>& items) {
  std::string all;
  for (const auto& item : items) all += (all.empty() ? "" : "; ") + item;
  return all;
}

TEST(Bank, EveryModelAnswerCoversAllPoints) {
  for (const Question& question : whole_bank()) {
    const auto judgements = rubric_of(question).judge(question.model_answer);

    for (std::size_t i = 0; i < judgements.size(); ++i) {
      EXPECT_TRUE(judgements[i].covered) << question.id << "/" << question.expected_key_points[i].id
                                         << (judgements[i].contradicted ? " contradicted by: " + judgements[i].quote : "");
    }
  }
}

TEST(Bank, AWrongAnswerCoversOnePointAtMost) {
  for (const Question& question : whole_bank()) {
    const auto covered = covered_points(question, question.wrong_answer);

    EXPECT_LE(covered.size(), 1U) << question.id << ": " << joined(covered);
  }
}

TEST(Bank, APointsOwnTextCoversIt) {
  for (const Question& question : whole_bank()) {
    for (std::size_t i = 0; i < question.expected_key_points.size(); ++i) {
      const auto judgements = rubric_of(question).judge(question.expected_key_points[i].text);

      EXPECT_TRUE(judgements[i].covered) << question.id << "/" << question.expected_key_points[i].id;
    }
  }
}

TEST(Bank, WhatTheInterviewerSaysGivesNoPointAway) {
  for (const Question& question : whole_bank()) {
    for (const auto* text : {&question.text, &question.rephrase}) {
      EXPECT_EQ(joined(covered_points(question, *text)), "") << question.id << ": " << *text;
    }
    const Rubric& rubric = rubric_of(question);
    for (const KeyPoint& said : question.expected_key_points) {
      const auto by_praise = rubric.judge(said.praise);
      for (std::size_t i = 0; i < by_praise.size(); ++i) {
        const KeyPoint& point = question.expected_key_points[i];
        EXPECT_FALSE(by_praise[i].covered && point.id != said.id) << question.id << ": praise of " << said.id << " gives away " << point.id;
      }
      EXPECT_EQ(joined(covered_points(question, said.follow_up)), "") << question.id << ": follow-up of " << said.id;
    }
  }
}

TEST(Bank, ANonAnswerToAFollowUpCoversNothing) {
  for (const Question& question : whole_bank()) {
    for (std::size_t i = 0; i < question.expected_key_points.size(); ++i) {
      for (const auto* reply : {"Yes.", "No.", "I don't know.", "I have no idea, sorry.", "Maybe both of them."}) {
        const auto covered = covered_points(question, reply, i);

        EXPECT_TRUE(covered.empty()) << question.id << ": " << reply << " → " << joined(covered);
      }
      const auto echoed = covered_points(question, question.expected_key_points[i].follow_up, i);
      EXPECT_TRUE(echoed.empty()) << question.id << " echoed: " << joined(echoed);
    }
  }
}

TEST(Bank, TheWrongAnswerGivenToAFollowUpStillCoversOnePointAtMost) {
  for (const Question& question : whole_bank()) {
    for (std::size_t i = 0; i < question.expected_key_points.size(); ++i) {
      const auto covered = covered_points(question, question.wrong_answer, i);

      EXPECT_LE(covered.size(), 1U) << question.id << "/" << question.expected_key_points[i].id << ": " << joined(covered);
    }
  }
}

TEST(Bank, EveryQuoteIsVerbatim) {
  for (const Question& question : whole_bank()) {
    for (const auto& judgement : rubric_of(question).judge(question.model_answer)) {
      EXPECT_NE(question.model_answer.find(judgement.quote), std::string::npos) << question.id << ": " << judgement.quote;
    }
  }
}

TEST(Bank, AModelAnswerWithoutPunctuationOrCapitalsStillCoversItsPoints) {
  std::size_t points = 0;
  std::size_t covered = 0;
  for (const Question& question : whole_bank()) {
    std::string bare;
    for (const char c : question.model_answer) {
      if (std::string_view(".,;:?!").find(c) == std::string_view::npos) bare += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    for (const auto& judgement : rubric_of(question).judge(bare)) {
      ++points;
      covered += judgement.covered ? 1 : 0;
    }
  }

  EXPECT_GE(static_cast<double>(covered), 0.97 * static_cast<double>(points)) << covered << " of " << points;
}

TEST(Bank, AWrongAnswerWithoutPunctuationStillCoversLittle) {
  std::size_t several = 0;
  for (const Question& question : whole_bank()) {
    std::string bare;
    for (const char c : question.wrong_answer) {
      if (std::string_view(".,;:?!").find(c) == std::string_view::npos) bare += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    several += covered_points(question, bare).size() > 1 ? 1 : 0;
  }

  EXPECT_LE(several, whole_bank().size() / 50);
}

}  // namespace
}  // namespace codevoice::interview
