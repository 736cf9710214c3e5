// What an interview is made of before it runs: its questions with their rubrics, and the praise for every key point,
// worded ahead so that it can be spoken from a cache.
// Thread: const after creation. Errors: Invalid when there are no questions or a cue does not parse.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "interview/coverage.hpp"
#include "interview/interviewer.hpp"
#include "interview/phrasebook.hpp"

namespace codevoice::interview {

class Script {
 public:
  static Result<Script> create(InterviewConfig config);

  const InterviewConfig& config() const noexcept { return config_; }
  std::size_t size() const noexcept { return config_.questions.size(); }
  const Question& question(std::size_t index) const { return config_.questions[index]; }
  const Rubric& rubric(std::size_t index) const { return *rubrics_[index]; }
  const Phrasebook& phrasebook() const noexcept { return phrasebook_; }
  /// "That's right, processes are isolated." The same for a point every time; no two in an interview are alike.
  const std::string& praise(std::size_t question, std::size_t point) const { return praise_[question][point]; }

 private:
  explicit Script(InterviewConfig config);
  void word_praise();

  InterviewConfig config_;
  Phrasebook phrasebook_;
  std::vector<std::shared_ptr<const Rubric>> rubrics_;
  std::vector<std::vector<std::string>> praise_;
};

}  // namespace codevoice::interview
