#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "interview/dice.hpp"
#include "interview/interviewer.hpp"

namespace codevoice::interview {
namespace {

bool matches(const Question& question, const Selection& selection) {
  const bool topic = selection.topics.empty() || std::ranges::find(selection.topics, question.topic) != selection.topics.end();
  return topic && (!selection.difficulty || question.difficulty == *selection.difficulty);
}

Error too_few(const std::vector<Question>& bank, const Selection& selection, std::size_t there) {
  std::set<std::string_view> topics;
  for (const Question& question : bank) topics.insert(question.topic);
  const auto topic = selection.topics.empty() ? std::string() : fmt::format(" on {}", fmt::join(selection.topics, ", "));
  const auto level = selection.difficulty ? fmt::format(" of difficulty {}", name_of(*selection.difficulty)) : std::string();
  return {ErrorKind::NotFound, fmt::format("{} questions{}{} were asked for, there are {}; topics of the bank: {}", selection.count, topic, level,
                                           there, fmt::join(topics, ", "))};
}

/// How hard each question should be: two fifths easy, one fifth hard, the rest between, easy first.
std::vector<Difficulty> wanted_levels(std::size_t count) {
  const std::size_t easy = (count * 2 + 4) / 5;
  const std::size_t hard = count / 5;
  std::vector<Difficulty> levels(count, Difficulty::Medium);
  for (std::size_t i = 0; i < easy; ++i) levels[i] = Difficulty::Easy;
  for (std::size_t i = 0; i < hard; ++i) levels[count - 1 - i] = Difficulty::Hard;
  return levels;
}

/// Takes questions from a shuffled pool, each time from the topic used least so far.
class Chooser {
 public:
  Chooser(std::vector<const Question*> pool, std::uint64_t seed) : pool_(std::move(pool)) {
    Dice dice(seed);
    for (std::size_t i = pool_.size(); i > 1; --i) std::swap(pool_[i - 1], pool_[dice.below(i)]);
  }

  Question take(Difficulty wanted) {
    auto best = pool_.end();
    for (auto place = pool_.begin(); place != pool_.end(); ++place) {
      if (best == pool_.end() || cost(**place, wanted) < cost(**best, wanted)) best = place;
    }
    const Question& question = **best;
    pool_.erase(best);
    ++used_[question.topic];
    last_topic_ = question.topic;
    return question;
  }

 private:
  std::array<int, 3> cost(const Question& question, Difficulty wanted) const {
    const auto used = used_.find(question.topic);
    const int off = std::abs(static_cast<int>(question.difficulty) - static_cast<int>(wanted));
    return {off, used == used_.end() ? 0 : used->second, question.topic == last_topic_ ? 1 : 0};
  }

  std::vector<const Question*> pool_;  // of the bank
  std::map<std::string, int> used_;
  std::string last_topic_;
};

}  // namespace

Result<std::vector<Question>> choose_questions(const std::vector<Question>& bank, const Selection& selection) {
  if (selection.count < 1) return fail(ErrorKind::Invalid, "an interview needs one question at least");
  std::vector<const Question*> pool;
  for (const Question& question : bank) {
    if (matches(question, selection)) pool.push_back(&question);
  }
  const auto count = static_cast<std::size_t>(selection.count);
  if (pool.size() < count) return tl::unexpected(too_few(bank, selection, pool.size()));
  Chooser chooser(std::move(pool), selection.seed);
  std::vector<Question> chosen;
  for (const auto level : wanted_levels(count)) chosen.push_back(chooser.take(selection.difficulty.value_or(level)));
  std::ranges::stable_sort(chosen, {}, &Question::difficulty);
  return chosen;
}

}  // namespace codevoice::interview
