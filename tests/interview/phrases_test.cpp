#include "interview/phrases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "interview/bank.hpp"
#include "interview/coverage.hpp"
#include "interview/intent.hpp"

namespace codevoice::interview {
namespace {

template <class Use>
void for_each_phrase(Use use) {
  for (int i = 0; i < static_cast<int>(Occasion::Count_); ++i) {
    for (const auto phrase : phrases(static_cast<Occasion>(i))) use(static_cast<Occasion>(i), std::string(phrase));
  }
}

TEST(Phrases, EachOccasionHasSeveralWordings) {
  for (int i = 0; i < static_cast<int>(Occasion::Count_); ++i) EXPECT_GE(phrases(static_cast<Occasion>(i)).size(), 3U) << i;
  EXPECT_GE(praise_leads().size(), 6U);
}

TEST(Phrases, NoneStandsInTwoPlaces) {
  std::set<std::string> all;
  for_each_phrase([&all](Occasion, const std::string& phrase) { EXPECT_TRUE(all.insert(phrase).second) << phrase; });
}

TEST(Phrases, EachIsASentenceThatCanBeSpoken) {
  for_each_phrase([](Occasion occasion, const std::string& phrase) {
    EXPECT_TRUE(phrase.ends_with('.') || phrase.ends_with('?')) << phrase;
    EXPECT_EQ(phrase.find_first_of("*_`#<>[]()/\\|=+&%$@\"0123456789"), std::string::npos) << phrase;
    const bool filled_in = occasion == Occasion::HowLong;
    EXPECT_EQ(phrase.find('{') != std::string::npos, filled_in) << phrase;
    EXPECT_LE(phrase.size(), 160U) << phrase;
  });
}

constexpr auto kAfterAnswers = std::to_array<Occasion>({Occasion::Thanks, Occasion::Missing, Occasion::Narrower, Occasion::BackToQuestion,
                                                        Occasion::DontKnowFine, Occasion::SkipFine, Occasion::Next, Occasion::Last});

TEST(Phrases, NoWordingAfterAnAnswerSoundsLikePraise) {
  for (const auto occasion : kAfterAnswers) {
    for (const auto phrase : phrases(occasion)) {
      for (const auto lead : praise_leads()) EXPECT_FALSE(phrase.starts_with(std::string(lead) + ",")) << phrase;
      for (const auto* praise : {"correct", "exactly", "well done", "excellent", "great answer", "good answer"}) {
        EXPECT_EQ(phrase.find(praise), std::string_view::npos) << phrase;
      }
    }
  }
}

bool names_one_of(std::string_view phrase, const std::vector<std::string_view>& words) {
  return std::ranges::any_of(words, [phrase](std::string_view word) { return phrase.find(word) != std::string_view::npos; });
}

TEST(Phrases, TheGreetingAndTheAnswersAboutItTellTheTruth) {
  for (const auto phrase : phrases(Occasion::Disclosure)) {
    EXPECT_TRUE(names_one_of(phrase, {"AI"})) << phrase;
    EXPECT_TRUE(names_one_of(phrase, {"transcript"})) << phrase;
  }
  for (const auto phrase : phrases(Occasion::AboutAi)) EXPECT_TRUE(names_one_of(phrase, {"AI", "machine", "software"})) << phrase;
  for (const auto phrase : phrases(Occasion::NotRecorded)) EXPECT_TRUE(names_one_of(phrase, {"transcript", "text"})) << phrase;
  for (const auto phrase : phrases(Occasion::Recorded)) EXPECT_TRUE(names_one_of(phrase, {"Yes", "recorded", "audio"})) << phrase;
}

TEST(Phrases, NoneAfterAnAnswerCoversAPointOfAnyQuestion) {
  for (const Question& question : test::whole_bank()) {
    const auto rubric = Rubric::create(question).value();
    for (const auto occasion : kAfterAnswers) {
      for (const auto phrase : phrases(occasion)) {
        for (const auto& point : rubric.judge(phrase)) EXPECT_FALSE(point.covered) << question.id << ": " << phrase << " → " << point.quote;
      }
    }
  }
}

}  // namespace
}  // namespace codevoice::interview
