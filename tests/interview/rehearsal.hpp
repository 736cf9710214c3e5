// A whole interview without sound: a candidate made of strategies answers, the clock is counted, the dialogue is kept.
// Units: milliseconds since the interview began. Ownership: keeps the interviewer. Thread: one.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interview/bank.hpp"
#include "interview/interviewer.hpp"

namespace codevoice::interview::test {

using namespace std::chrono_literals;

/// Questions of the shipped bank, by name.
inline InterviewConfig config_of(const std::vector<std::string_view>& ids) {
  InterviewConfig config;
  for (const auto id : ids) config.questions.push_back(bank_question(id));
  return config;
}

/// `count` questions of the bank, chosen as `serve` does.
inline InterviewConfig config_by_seed(std::uint64_t seed, int count = 5) {
  Selection selection;
  selection.count = count;
  selection.seed = seed;
  InterviewConfig config;
  config.questions = choose_questions(whole_bank(), selection).value();
  config.seed = seed;
  return config;
}

class Rehearsal {
 public:
  explicit Rehearsal(InterviewConfig config) : config_(std::move(config)), interviewer_(make_interviewer(config_).value()) {}

  Act join() { return handle(CandidateJoined{}, 0s); }
  /// One turn of the candidate; the bot was heard to its end before it.
  Act answer(const std::string& text, std::chrono::milliseconds took = 20s, float confidence = 1.0F) {
    dialogue_ += "  C: " + (text.empty() ? std::string("(unintelligible)") : text) + "\n";
    return handle(AnswerGiven{text, confidence}, took);
  }
  Act silence(std::chrono::milliseconds length) { return handle(SilenceLasted{length}, length); }
  /// As long a silence as the interviewer asked to be told of.
  Act silence() { return silence(last_.wait); }
  Act cut_after(const std::string& heard) {
    dialogue_ += "  (cut off after: " + heard + ")\n";
    return handle(SpeechHeardInFull{true, heard}, 1s);
  }
  Act heard_in_full() { return handle(SpeechHeardInFull{}, 1s); }

  Act handle(const Happening& what, std::chrono::milliseconds took) {
    now_ += took;
    last_ = interviewer_->handle(what, now_);
    for (const Say& say : last_.says) dialogue_ += "B: " + say.text + "\n";
    if (last_.ended) dialogue_ += "(ended: " + last_.end_reason + ")\n";
    return last_;
  }
  /// Puts the machine away and takes it up from its snapshot.
  void reload() { interviewer_ = restore_interviewer(config_, interviewer_->snapshot()).value(); }

  const Interviewer& interviewer() const { return *interviewer_; }
  const InterviewConfig& config() const { return config_; }
  const Question& question() const { return config_.questions[interviewer_->question_index()]; }
  const Act& last() const { return last_; }
  Elapsed now() const { return now_; }
  const std::string& dialogue() const { return dialogue_; }
  bool asks() const { return stage() == Stage::Question || stage() == Stage::FollowUp; }
  Stage stage() const { return interviewer_->stage(); }

 private:
  InterviewConfig config_;
  std::unique_ptr<Interviewer> interviewer_;
  Elapsed now_{};
  Act last_;
  std::string dialogue_;
};

/// All that was said, in one text.
inline std::string words_of_act(const Act& act) {
  std::string all;
  for (const Say& say : act.says) all += (all.empty() ? "" : " ") + say.text;
  return all;
}

inline std::string said_as(const Act& act, SayKind kind) {
  std::string all;
  for (const Say& say : act.says) {
    if (say.kind == kind) all += (all.empty() ? "" : " ") + say.text;
  }
  return all;
}

/// The point a follow-up asks about; none when the act holds none.
inline std::optional<std::size_t> probed_point(const Act& act, const Question& question) {
  const std::string asked = said_as(act, SayKind::FollowUp);
  for (std::size_t i = 0; i < question.expected_key_points.size(); ++i) {
    if (!asked.empty() && question.expected_key_points[i].follow_up == asked) return i;
  }
  return std::nullopt;
}

}  // namespace codevoice::interview::test
