// What makes the interviewer bearable: no sentence twice in a whole interview, and patience that fits the question.
#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <set>

#include "interview/dice.hpp"
#include "interview/phrases.hpp"
#include "interview/rehearsal.hpp"
#include "interview/stages.hpp"

namespace codevoice::interview {
namespace {

using namespace std::chrono_literals;
using test::Rehearsal;

/// "No rush, take the time you need." and "no rush take the time you need" are the same words.
std::string plain(std::string_view sentence) {
  std::string words;
  for (const char c : sentence) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (c != '\'' && !words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  while (words.ends_with(' ')) words.pop_back();
  return words;
}

std::vector<std::string> sentences_of(const std::string& text) {
  std::vector<std::string> sentences;
  std::string sentence;
  for (const char c : text) {
    sentence += c;
    if (c != '.' && c != '?' && c != '!' && c != ':') continue;
    if (auto words = plain(sentence); !words.empty()) sentences.push_back(std::move(words));
    sentence.clear();
  }
  if (auto words = plain(sentence); !words.empty()) sentences.push_back(std::move(words));
  return sentences;
}

/// Counts every sentence; what may come again on purpose is left out: the questions' own words, and what was cut off and must be heard.
class Ledger {
 public:
  void add(const Act& act) {
    for (const Say& say : act.says) {
      if (say.must_be_heard) continue;
      for (const auto& sentence : sentences_of(say.text)) ++count_[sentence];
    }
  }
  std::string twice() const {
    std::string all;
    for (const auto& [sentence, count] : count_) {
      if (count > 1) all += sentence + " (" + std::to_string(count) + ")\n";
    }
    return all;
  }
  std::size_t size() const { return count_.size(); }

 private:
  std::map<std::string, int> count_;
};

/// A candidate who is silent, asks for everything, skips, knows some and is wrong about some.
std::string some_answer(Dice& dice, const Question& question) {
  constexpr auto kRequests = std::to_array<std::string_view>(
      {"Could you repeat the question?", "Can you rephrase that?", "let me think", "I don't know.", "skip this one", "Okay.", "Is this recorded?",
       "How much time is left?", "Can I assume it fits into memory?", "Please slow down.", "Can you hear me?", "can we pause", "I'm back."});
  if (dice.below(3) == 0) return std::string(kRequests[dice.below(kRequests.size())]);
  switch (dice.below(4)) {
    case 0: return question.model_answer;
    case 1: return question.wrong_answer;
    default: return question.expected_key_points[dice.below(question.expected_key_points.size())].text;
  }
}

/// One whole interview; what was said twice.
std::string said_twice(std::uint64_t seed) {
  Dice dice(seed * 31 + 7);
  auto config = test::config_by_seed(seed, 5 + static_cast<int>(dice.below(6)));
  config.length = std::chrono::minutes{20 + dice.below(30)};
  config.recorded = dice.below(2) == 0;
  Rehearsal rehearsal(std::move(config));
  Ledger ledger;
  ledger.add(rehearsal.join());
  for (int step = 0; step < 70 && rehearsal.stage() != Stage::Ended; ++step) {
    switch (dice.below(6)) {
      case 0:
      case 1: ledger.add(rehearsal.silence()); break;
      case 2: ledger.add(rehearsal.cut_after("")); break;
      case 3: ledger.add(rehearsal.answer("", 2s, 0.1F)); break;
      default: ledger.add(rehearsal.asks() ? rehearsal.answer(some_answer(dice, rehearsal.question())) : rehearsal.answer("What is the salary?", 3s));
    }
  }
  EXPECT_GT(ledger.size(), 12U) << "seed " << seed;
  return ledger.twice();
}

TEST(Manners, NoSentenceIsSaidTwiceInAWholeInterview) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) EXPECT_EQ(said_twice(seed), "") << "seed " << seed;
}

TEST(Manners, NoWordingRepeatsAnother) {
  std::map<std::string, std::string> known;
  const auto add = [&known](const std::string& sentence, const std::string& where) {
    const auto [at, is_new] = known.emplace(sentence, where);
    EXPECT_TRUE(is_new) << sentence << "\n  in: " << at->second << "\n  in: " << where;
  };
  for (int i = 0; i < static_cast<int>(Occasion::Count_); ++i) {
    std::set<std::string> own;  // one closing is said, however many there are
    for (const auto phrase : phrases(static_cast<Occasion>(i))) {
      for (auto& sentence : sentences_of(std::string(phrase))) own.insert(std::move(sentence));
    }
    const bool closes = i >= static_cast<int>(Occasion::CloseCompleted);
    for (const auto& sentence : own) {
      if (!closes) add(sentence, "occasion " + std::to_string(i));
    }
  }
}

TEST(Manners, AQuestionIsAskedAgainWordForWordAfterAWordingOfItsOwn) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();
  std::set<std::string> leads;
  for (int i = 0; i < 8; ++i) {
    const Act act = rehearsal.answer("Could you repeat the question?", 2s);
    ASSERT_EQ(act.says.size(), 2U) << rehearsal.dialogue();
    EXPECT_TRUE(leads.insert(act.says[0].text).second) << act.says[0].text;
    EXPECT_EQ(act.says[1].text, rehearsal.question().text);
  }
}

Question question_of(QuestionKind kind, Difficulty difficulty) {
  auto question = test::bank_question("process-vs-thread");
  question.kind = kind;
  question.difficulty = difficulty;
  return question;
}

/// What is waited for before each step of the ladder, and after it.
std::vector<std::chrono::milliseconds> waits_of(QuestionKind kind, Difficulty difficulty) {
  InterviewConfig config;
  config.questions = {question_of(kind, difficulty), test::bank_question("context-switch")};
  Rehearsal rehearsal(std::move(config));
  std::vector<std::chrono::milliseconds> waits{rehearsal.join().wait};
  waits.push_back(rehearsal.silence().wait);  // take your time
  waits.push_back(rehearsal.silence().wait);  // an offer
  return waits;
}

TEST(Manners, TheLadderOfADesignQuestionIsSlowerThanThatOfADefinition) {
  const auto definition = waits_of(QuestionKind::Definition, Difficulty::Easy);
  const auto design = waits_of(QuestionKind::Design, Difficulty::Hard);
  ASSERT_EQ(definition.size(), 3U);
  EXPECT_EQ(definition, (std::vector<std::chrono::milliseconds>{10s, 13s, 13s}));
  EXPECT_EQ(design, (std::vector<std::chrono::milliseconds>{19s, 22s, 22s}));
}

TEST(Manners, AFollowUpToADesignQuestionIsWaitedForLonger) {
  const auto wait_after_giving_up = [](QuestionKind kind) {
    InterviewConfig config;
    config.questions = {question_of(kind, Difficulty::Hard), test::bank_question("context-switch")};
    Rehearsal rehearsal(std::move(config));
    rehearsal.join();
    const Act act = rehearsal.answer("I don't know.");
    EXPECT_EQ(act.says.back().kind, SayKind::FollowUp);
    return act.wait;
  };
  EXPECT_GT(wait_after_giving_up(QuestionKind::Design), wait_after_giving_up(QuestionKind::Definition));
}

}  // namespace
}  // namespace codevoice::interview
