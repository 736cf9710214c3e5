#include "interview/plan_json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <exception>

#include "interview/question_json.hpp"

namespace codevoice::interview {
namespace {

namespace json = boost::json;

/// Accessors throw, caught in plan_from_json; the questions come after.
InterviewConfig read_rules(const json::object& in) {
  InterviewConfig config;
  config.length = std::chrono::minutes(in.at("minutes").to_number<std::int64_t>());
  config.seed = in.at("seed").to_number<std::uint64_t>();
  config.feedback = in.at("neutral").as_bool() ? FeedbackMode::Neutral : FeedbackMode::Spoken;
  config.max_follow_ups = in.at("follow_ups").to_number<int>();
  config.recorded = in.at("recorded").as_bool();
  return config;
}

std::vector<std::string> read_questions(const json::object& in) {
  std::vector<std::string> ids;
  for (const auto& id : in.at("questions").as_array()) ids.emplace_back(id.as_string());
  return ids;
}

}  // namespace

std::string plan_to_json(const InterviewConfig& config) {
  json::array ids;
  for (const auto& question : config.questions) ids.emplace_back(question.id);
  return json::serialize(json::object{{"questions", std::move(ids)},
                                      {"minutes", config.length.count()},
                                      {"seed", config.seed},
                                      {"neutral", config.feedback == FeedbackMode::Neutral},
                                      {"follow_ups", config.max_follow_ups},
                                      {"recorded", config.recorded}});
}

Result<InterviewConfig> plan_from_json(std::string_view text, const std::vector<Question>& bank) {
  InterviewConfig config;
  std::vector<std::string> ids;
  try {
    const auto value = json::parse(json::string_view(text.data(), text.size()));
    config = read_rules(value.as_object());
    ids = read_questions(value.as_object());
  } catch (const std::exception&) {
    return fail(ErrorKind::Invalid, "no plan of an interview");
  }
  for (const auto& id : ids) {
    const auto found = std::find_if(bank.begin(), bank.end(), [&](const Question& question) { return question.id == id; });
    if (found == bank.end()) return fail(ErrorKind::NotFound, "question " + id + " is not in the bank any more");
    config.questions.push_back(*found);
  }
  return config;
}

std::string whole_plan_to_json(const InterviewConfig& config) {
  json::array questions;
  for (const auto& question : config.questions) questions.push_back(to_json(question));
  return json::serialize(json::object{{"plan", json::parse(plan_to_json(config))}, {"questions", std::move(questions)}});
}

Result<InterviewConfig> whole_plan_from_json(std::string_view text) {
  json::error_code error;
  const auto value = json::parse(text, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* plan = object == nullptr ? nullptr : object->if_contains("plan");
  const auto* questions = object == nullptr ? nullptr : object->if_contains("questions");
  if (plan == nullptr || questions == nullptr) return fail(ErrorKind::Invalid, "no whole plan of an interview");
  const auto bank = parse_questions(json::serialize(*questions), "plan");
  if (!bank) return tl::unexpected(bank.error());
  return plan_from_json(json::serialize(*plan), *bank);
}

}  // namespace codevoice::interview
