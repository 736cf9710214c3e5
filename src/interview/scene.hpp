// One happening being dealt with: the script, the progress it changes, and what is said to it. The stage functions
// (opening, asking, answering, requests, silence, parting, interruption) take a scene and fill it.
// Ownership: refers to both, lives for one call of handle().
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interview/progress.hpp"
#include "interview/script.hpp"
#include "interview/time_policy.hpp"

namespace codevoice::interview {

struct SayTraits {
  bool depends_on_answer = false;
  bool must_be_heard = false;
  bool wordable = false;
};

class Scene {
 public:
  Scene(const Script& of, Progress& changed) : script(of), progress(changed), time(of.config().length, of.size()) {}

  void say(SayKind kind, std::string text, SayTraits traits = {});
  /// A wording for the occasion; false when all are used up and nothing is said.
  bool phrase(Occasion occasion, SayKind kind = SayKind::Prompt, SayTraits traits = {});
  /// Says again what was cut off.
  void say_owed(const std::vector<SaidSay>& owed);
  void wait(std::chrono::milliseconds length) { progress.wait = length; }

  const Question& question() const { return script.question(progress.question); }
  /// Questions after the one at hand.
  std::size_t questions_left() const { return script.size() - progress.question - 1; }
  const std::vector<SaidSay>& says() const noexcept { return says_; }
  /// What a language model may word instead of the says marked for it, and on what ground.
  void brief(Brief brief) { brief_ = std::move(brief); }
  std::optional<Brief> brief() const;

  const Script& script;
  Progress& progress;
  const TimePolicy time;

 private:
  std::vector<SaidSay> says_;
  std::optional<Brief> brief_;
};

}  // namespace codevoice::interview
