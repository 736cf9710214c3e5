#include "interview/vocabulary_repair.hpp"

#include <gtest/gtest.h>

#include "interview/bank.hpp"
#include "interview/coverage.hpp"

namespace codevoice::interview {
namespace {

using test::whole_bank;
using Vocabulary = std::vector<std::string>;

struct Slip {
  std::string_view heard;
  std::string_view meant;
  Vocabulary vocabulary;
};

TEST(VocabularyRepair, MendsJargonOfTheQuestion) {
  const std::vector<Slip> slips{
      {"A new text protects a critical section.", "A mutex protects a critical section.", {"mutex", "critical section"}},
      {"It locks the mutics, then it goes on.", "It locks the mutex, then it goes on.", {"semaphore"}},
      {"That avoids a cash miss.", "That avoids a cache miss.", {"hash map"}},
      {"the cash is cold", "the cache is cold", {"cache"}},
      {"Two threats share the heap.", "Two threads share the heap.", {"thread", "heap"}},
      {"Sorting takes in log in.", "Sorting takes n log n.", {"n log n"}},
      {"It is o of n log in", "It is o of n log n", {"array"}},
      {"We push it to the deck.", "We push it to the deque.", {"deque"}},
      {"It protects against sequel injection.", "It protects against SQL injection.", {"password"}},
      {"Use a hashmap for that.", "Use a hash map for that.", {"hash map"}},
      {"A bee tree keeps the keys sorted.", "A B tree keeps the keys sorted.", {"index"}},
      {"It has to be item-potent.", "It has to be idempotent.", {"idempotent"}},
      {"It is copy on right.", "It is copy on write.", {"copy on write"}},
      {"first to the right ahead log", "first to the write ahead log", {"write ahead log"}},
      {"Semafores count, a semafore blocks.", "Semaphores count, a semaphore blocks.", {"semaphore"}},
      {"Quick sort is quadratic with bad pivots.", "Quicksort is quadratic with bad pivots.", {"quicksort"}},
      {"There is a time-out for each request.", "There is a timeout for each request.", {"timeout"}},
      {"Memorization keeps the results.", "Memoization keeps the results.", {"memoization"}},
  };

  for (const auto& [heard, meant, vocabulary] : slips) EXPECT_EQ(repair_transcript(heard, vocabulary), meant);
}

TEST(VocabularyRepair, LeavesOrdinaryWordsAlone) {
  const std::vector<Slip> same{
      {"I paid in cash.", "", {"mutex"}},
      {"Security looks at threats first.", "", {"password"}},
      {"A deck of cards is shuffled.", "", {"array"}},
      {"It falls back to a synchronous call.", "", {"asynchronous", "fallback"}},
      {"Every other function is called.", "", {"outer function"}},
      {"A memory lock is not a leak.", "", {"memory leak"}},
      {"It is handled by the scheduled task.", "", {"handler", "scheduler"}},
      {"You log in, log in again, and again.", "", {"n log n"}},
      {"We use a wait group.", "", {"await"}},
      {"The painter, who paints.", "", {"printer"}},
  };

  for (const auto& [heard, unused, vocabulary] : same) EXPECT_EQ(repair_transcript(heard, vocabulary), heard);
}

TEST(VocabularyRepair, KeepsEverythingElseByteForByte) {
  EXPECT_EQ(repair_transcript("Well, \xE2\x80\x9C"
                              "mutics\xE2\x80\x9D \xE2\x80\x94 it's a lock!  ",
                              {"mutex"}),
            "Well, \xE2\x80\x9C"
            "mutex\xE2\x80\x9D \xE2\x80\x94 it's a lock!  ");
  EXPECT_EQ(repair_transcript("", {"mutex"}), "");
  EXPECT_EQ(repair_transcript("no vocabulary at all", {}), "no vocabulary at all");
}

TEST(VocabularyRepair, ASentenceKeepsItsCapital) {
  EXPECT_EQ(repair_transcript("It waits. Semi for sale.", {"semaphore"}), "It waits. Semaphore sale.");
  EXPECT_EQ(repair_transcript("by an R-value reference", {"rvalue reference"}), "by an rvalue reference");
}

TEST(VocabularyRepair, ChangesNothingInARightAnswerOfTheBank) {
  for (const Question& question : whole_bank()) {
    for (const auto* text : {&question.model_answer, &question.wrong_answer}) EXPECT_EQ(repair_transcript(*text, question.vocabulary), *text);
    for (const KeyPoint& point : question.expected_key_points) EXPECT_EQ(repair_transcript(point.text, question.vocabulary), point.text);
  }
}

TEST(VocabularyRepair, ChangesNothingInAnAnswerToAnotherQuestion) {
  const auto& bank = whole_bank();
  for (std::size_t i = 0; i < bank.size(); ++i) {
    for (std::size_t step = 1; step < bank.size(); step += 17) {
      const Question& other = bank[(i + step) % bank.size()];

      EXPECT_EQ(repair_transcript(other.model_answer, bank[i].vocabulary), other.model_answer) << bank[i].id;
    }
  }
}

TEST(VocabularyRepair, ReadsItsOwnVocabularyAsItIs) {
  for (const Question& question : whole_bank()) {
    for (const std::string& term : question.vocabulary) EXPECT_EQ(repair_transcript(term, question.vocabulary), term) << question.id;
  }
}

TEST(VocabularyRepair, IsDoneAfterOneRun) {
  for (const std::string_view heard : {"a new text and a cash miss in the right ahead log", "semi four threats in log in"}) {
    const Vocabulary vocabulary{"mutex", "cache", "write ahead log", "semaphore", "thread", "n log n"};
    const auto once = repair_transcript(heard, vocabulary);

    EXPECT_EQ(repair_transcript(once, vocabulary), once);
  }
}

TEST(VocabularyRepair, LetsCoverageJudgeWhatWasMeant) {
  const Question question = test::bank_question("mutex-vs-semaphore");
  const auto rubric = Rubric::create(question).value();
  const auto covered = [&](std::string_view answer) {
    return std::ranges::count_if(rubric.judge(answer), [](const PointJudgement& point) { return point.covered; });
  };
  const std::string heard = "A new text protects a critical section. Only one thread can hold it at a time.";

  EXPECT_GT(covered(repair_transcript(heard, question.vocabulary)), covered(heard));
}

}  // namespace
}  // namespace codevoice::interview
