#include "interview/question.hpp"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>

namespace codevoice::interview {

std::string_view name_of(Difficulty difficulty) noexcept {
  switch (difficulty) {
    case Difficulty::Easy: return "EASY";
    case Difficulty::Medium: return "MEDIUM";
    case Difficulty::Hard: return "HARD";
  }
  return "EASY";
}

Result<Difficulty> difficulty_of(std::string_view name) {
  std::string upper(name);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const auto difficulty : {Difficulty::Easy, Difficulty::Medium, Difficulty::Hard}) {
    if (name_of(difficulty) == upper) return difficulty;
  }
  return fail(ErrorKind::Invalid, fmt::format("difficulty '{}' is none of EASY, MEDIUM, HARD", name));
}

Result<std::vector<Question>> merge_questions(std::vector<std::vector<Question>> documents) {
  std::vector<Question> all;
  std::unordered_set<std::string> seen;
  for (auto& document : documents) {
    for (Question& question : document) {
      if (!seen.insert(question.id).second) {
        return fail(ErrorKind::Conflict, fmt::format("question '{}' (topic {}) is there twice", question.id, question.topic));
      }
      all.push_back(std::move(question));
    }
  }
  return all;
}

}  // namespace codevoice::interview
