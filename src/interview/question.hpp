// A question of the bank and what a good answer to it holds.
// Thread: values, any. Errors: parse_questions names the file's line or question id and what is wrong with it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::interview {

enum class Difficulty : std::uint8_t { Easy, Medium, Hard };  // EASY, MEDIUM, HARD
enum class QuestionKind : std::uint8_t { Definition, Comparison, Design, Story, Debugging };

class Rubric;

struct KeyPoint {
  std::string id;
  std::string text;    // for reviewers
  int weight = 1;      // 1..3
  std::string praise;  // completes "That's right, …"
  std::vector<std::string> cues;
  std::vector<std::string> contra;
  std::string follow_up;
};

struct Question {
  std::string id;
  std::string topic;
  Difficulty difficulty = Difficulty::Easy;
  QuestionKind kind = QuestionKind::Definition;
  std::string text;  // asked verbatim
  std::string rephrase;
  std::vector<std::string> vocabulary;
  std::vector<KeyPoint> expected_key_points;
  std::string model_answer;
  std::string wrong_answer;
  std::shared_ptr<const Rubric> rubric{};  // of the fields above as they were parsed, one for all copies; who changes them drops it
};

/// One YAML (or JSON) document: a list of questions. `source` names it in errors.
Result<std::vector<Question>> parse_questions(std::string_view yaml, std::string_view source);
/// The documents of a bank as one. Errors: Conflict when two questions share an id.
Result<std::vector<Question>> merge_questions(std::vector<std::vector<Question>> documents);
std::string_view name_of(Difficulty difficulty) noexcept;  // "EASY" …
Result<Difficulty> difficulty_of(std::string_view name);

}  // namespace codevoice::interview
