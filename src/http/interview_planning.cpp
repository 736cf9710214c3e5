// untested: through api_interviews_test.cpp
#include "http/interview_planning.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/crypto.hpp"
#include "http/api_values.hpp"
#include "store/question_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;
using Questions = tl::expected<std::vector<interview::Question>, Problem>;

constexpr int kWholeBank = 100'000;

Questions named(const std::vector<store::StoredQuestion>& bank, const std::vector<std::string>& ids) {
  std::vector<interview::Question> questions;
  for (const auto& id : ids) {
    const auto found = std::find_if(bank.begin(), bank.end(), [&](const auto& one) { return one.uuid == id; });
    if (found == bank.end()) return tl::unexpected(Problem{422, "unprocessable", "there is no question " + id});
    questions.push_back(found->question);
  }
  return questions;
}

/// So many of each difficulty, easy first.
Questions mixed(const std::vector<interview::Question>& bank, const json::object& mix, interview::Selection selection) {
  std::vector<interview::Question> questions;
  for (const auto level : {interview::Difficulty::Easy, interview::Difficulty::Medium, interview::Difficulty::Hard}) {
    selection.difficulty = level;
    selection.count = static_cast<int>(number_in(mix, interview::name_of(level), 0));
    if (selection.count == 0) continue;
    auto chosen = interview::choose_questions(bank, selection);
    if (!chosen) return tl::unexpected(Problem{422, "unprocessable", chosen.error().message});
    questions.insert(questions.end(), chosen->begin(), chosen->end());
  }
  if (questions.empty()) return tl::unexpected(Problem{422, "unprocessable", "difficulty_mix asks for no question at all"});
  return questions;
}

Questions chosen(const std::vector<store::StoredQuestion>& bank, const json::object& settings, std::uint64_t seed) {
  if (const auto ids = texts_in(settings, "question_ids"); !ids.empty()) return named(bank, ids);
  std::vector<interview::Question> active;
  for (const auto& one : bank) {
    if (one.is_active) active.push_back(one.question);
  }
  interview::Selection selection;
  selection.topics = texts_in(settings, "topics");
  selection.count = static_cast<int>(number_in(settings, "question_count", 5));
  selection.seed = seed;
  if (const auto* mix = settings.if_contains("difficulty_mix"); mix != nullptr && mix->is_object())
    return mixed(active, mix->get_object(), selection);
  auto questions = interview::choose_questions(active, selection);
  if (!questions) return tl::unexpected(Problem{422, "unprocessable", questions.error().message});
  return std::move(*questions);
}

}  // namespace

tl::expected<interview::InterviewConfig, Problem> plan_interview(store::Database& database, const json::object& settings) {
  const auto bank = store::QuestionRepository(database).list({}, store::PageOf{kWholeBank});
  if (!bank) return tl::unexpected(problem_of(bank.error()));
  interview::InterviewConfig config;
  config.seed = crypto::random_u64();
  auto questions = chosen(*bank, settings, config.seed);
  if (!questions) return tl::unexpected(std::move(questions.error()));
  config.questions = std::move(*questions);
  config.length = std::chrono::minutes(number_in(settings, "minutes", 20));
  config.max_follow_ups = static_cast<int>(number_in(settings, "max_follow_ups", 2));
  config.feedback = text_in(settings, "feedback", "spoken") == "neutral" ? interview::FeedbackMode::Neutral : interview::FeedbackMode::Spoken;
  return config;
}

}  // namespace codevoice::http
