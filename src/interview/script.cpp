#include "interview/script.hpp"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>

#include "interview/dice.hpp"

namespace codevoice::interview {

Script::Script(InterviewConfig config) : config_(std::move(config)), phrasebook_(config_.seed) {}

Result<Script> Script::create(InterviewConfig config) {
  if (config.questions.empty()) return fail(ErrorKind::Invalid, "an interview needs one question at least");
  if (config.length.count() < 1) return fail(ErrorKind::Invalid, "an interview needs one minute at least");
  Script script(std::move(config));
  for (const Question& question : script.config_.questions) {
    if (question.text.empty()) return fail(ErrorKind::Invalid, fmt::format("question '{}' has no text", question.id));
    if (question.rubric) {
      script.rubrics_.push_back(question.rubric);
      continue;
    }
    auto rubric = Rubric::create(question);
    if (!rubric) return tl::unexpected(rubric.error());
    script.rubrics_.push_back(std::make_shared<const Rubric>(std::move(*rubric)));
  }
  script.word_praise();
  return script;
}

void Script::word_praise() {
  const auto leads = praise_leads();
  Dice dice(config_.seed + 17);
  std::unordered_set<std::string> worded;
  for (const Question& question : config_.questions) {
    std::size_t lead = dice.below(leads.size());
    std::vector<std::string> sentences;
    for (const KeyPoint& point : question.expected_key_points) {
      std::string sentence;
      for (std::size_t tries = 0; tries < leads.size(); ++tries) {  // two questions may praise alike
        sentence = fmt::format("{}, {}.", leads[lead++ % leads.size()], point.praise);
        if (worded.insert(sentence).second) break;
      }
      sentences.push_back(std::move(sentence));
    }
    praise_.push_back(std::move(sentences));
  }
}

}  // namespace codevoice::interview
