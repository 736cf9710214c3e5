// An interviewer of few words: notes what it is told and answers from a script. One question; every answer gets "reply to the answer".
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "interview/stand_in.hpp"
#include "voice/llm_stage.hpp"

namespace codevoice::test {

class FakeInterviewer final : public interview::StandIn {
 public:
  /// Shared by all machines restored from snapshots.
  struct Script {
    std::string silent_on;                                 // this answer gets no reply
    std::string end_on;                                    // this answer ends the interview, after a goodbye
    std::string throw_on;                                  // this happening is a bug
    std::optional<interview::Brief> brief;                 // of an answer: the feedback may be worded
    std::optional<std::vector<std::string>> model_points;  // of the newest answer
    std::string secret;                                    // gives a key point away
    std::vector<std::string> worded;                       // of the newest act
    std::vector<std::string> told;
    std::vector<std::string> answers;  // of the machine that is in use
    interview::Elapsed at{};           // of the newest happening
  };
  explicit FakeInterviewer(std::shared_ptr<Script> script) : script_(std::move(script)) {}

  interview::Act handle(const interview::Happening& what, interview::Elapsed at) override {
    script_->at = at;
    const auto name = describe(what);
    if (!script_->throw_on.empty() && name == script_->throw_on) throw std::runtime_error("a bug");
    script_->told.push_back(name);
    interview::Act act;
    act.wait = std::chrono::seconds{10};
    if (const auto* answer = std::get_if<interview::AnswerGiven>(&what)) {
      script_->answers.push_back(answer->text);
      script_->model_points = answer->model_points;
      act.brief = script_->brief;
      const bool ends = answer->text == script_->end_on;
      const auto kind = ends ? interview::SayKind::Closing : interview::SayKind::Feedback;
      if (answer->text != script_->silent_on) say(act, kind, "reply to the answer");
      if (ends) {
        act.ended = true;
        act.end_reason = "completed";
      }
    } else if (name == "joined") {
      say(act, interview::SayKind::Question, "hello and question one");
    } else if (name == "returned") {
      say(act, interview::SayKind::Prompt, "welcome back");
    } else if (name == "silence") {
      say(act, interview::SayKind::Prompt, "take your time");
    }
    return act;
  }
  std::string snapshot() const override { return std::to_string(script_->answers.size()); }
  Result<std::unique_ptr<interview::Interviewer>> restored(std::string_view snapshot) const override {
    script_->answers.resize(std::stoul(std::string(snapshot)));
    return std::make_unique<FakeInterviewer>(script_);
  }
  /// Tried out, it tells its own script.
  std::unique_ptr<interview::Interviewer> clone() const override { return std::make_unique<FakeInterviewer>(std::make_shared<Script>(*script_)); }
  void worded(const std::vector<interview::Say>& says) override {
    script_->worded.clear();
    for (const auto& say : says) script_->worded.push_back(say.text);
  }
  bool gives_away(const interview::Brief&, std::string_view sentence) const override {
    return !script_->secret.empty() && sentence.find(script_->secret) != std::string_view::npos;
  }

 private:
  static void say(interview::Act& act, interview::SayKind kind, std::string text) {
    interview::Say say;
    say.kind = kind;
    say.text = std::move(text);
    say.wordable = act.brief.has_value() && kind == interview::SayKind::Feedback;
    act.says.push_back(std::move(say));
  }
  static std::string describe(const interview::Happening& what) {
    if (const auto* answer = std::get_if<interview::AnswerGiven>(&what)) return "answer:" + answer->text;
    if (const auto* heard = std::get_if<interview::SpeechHeardInFull>(&what)) {
      return heard->interrupted ? "cut after:" + heard->heard : "heard in full";
    }
    if (std::holds_alternative<interview::CandidateJoined>(what)) return "joined";
    if (std::holds_alternative<interview::CandidateReturned>(what)) return "returned";
    if (std::holds_alternative<interview::SilenceLasted>(what)) return "silence";
    return "other";
  }

  std::shared_ptr<Script> script_;
};

inline voice::Interview interview_of(const std::shared_ptr<FakeInterviewer::Script>& script) {
  voice::Interview interview;
  interview.interviewer = std::make_unique<FakeInterviewer>(script);
  return interview;
}

}  // namespace codevoice::test
