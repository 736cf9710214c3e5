#include "interview/stages.hpp"

namespace codevoice::interview {

using namespace std::chrono_literals;

namespace {

constexpr auto kTolerance = 100ms;  // a timer may fire a little early
constexpr auto kLadderWait = 3s;    // longer than the first wait: they know that they have time now
constexpr int kSilentQuestions = 3;
constexpr int kPauseSteps = 5;  // of a minute each

void take_silence_while_paused(Scene& scene) {
  if (++scene.progress.silence_steps < kPauseSteps) {
    scene.phrase(Occasion::PauseStill);
    return;
  }
  resume(scene);
  scene.phrase(Occasion::PauseOver);
  ask_again(scene);
}

void take_silence_about_stopping(Scene& scene) {
  if (++scene.progress.stop_unclear == 1 && scene.phrase(Occasion::StopUnclear)) return;
  scene.progress.stop_asked = false;
  scene.phrase(Occasion::GoOnLead);
  ask_again(scene);
}

void leave_question(Scene& scene) {
  Progress& progress = scene.progress;
  progress.silent_questions = progress.at.answered ? 0 : progress.silent_questions + 1;
  if (progress.silent_questions >= kSilentQuestions) return close(scene, "no_answer");
  scene.phrase(Occasion::SilenceGoOn);
  go_on(scene);
}

/// take your time → offer to repeat or skip → go on
void climb(Scene& scene) {
  Progress& progress = scene.progress;
  if (scene.time.is_over(progress.spent())) return invite_questions(scene);
  const int step = progress.silence_steps++;
  if (step >= 2) return leave_question(scene);
  scene.phrase(step == 0 ? Occasion::SilenceTake : Occasion::SilenceOffer);
  scene.wait(first_wait_for(scene.question()) + kLadderWait);
}

}  // namespace

void take_silence(Scene& scene, std::chrono::milliseconds length) {
  Progress& progress = scene.progress;
  if (length + kTolerance < progress.wait) return;
  if (progress.stage == Stage::Greeting) return;
  if (progress.paused) return take_silence_while_paused(scene);
  if (say_what_is_owed(scene)) {
    if (progress.stage != Stage::Closing) scene.wait(first_wait_for(scene.question()));
    return;
  }
  if (progress.stage == Stage::Closing) return end(scene, progress.end_reason);
  if (progress.stop_asked) return take_silence_about_stopping(scene);
  if (progress.stage == Stage::CandidateQuestions) return close(scene, "completed");
  climb(scene);
}

}  // namespace codevoice::interview
