#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "interview/lexer.hpp"
#include "interview/stages.hpp"
#include "interview/words.hpp"

namespace codevoice::interview {

using namespace std::chrono_literals;

namespace {

constexpr auto kMomentWait = 40s;
constexpr auto kMomentPatience = 5s;
constexpr auto kAfterReplyWait = 12s;
constexpr auto kPauseWait = 60s;
constexpr auto kStopWait = 7s;
constexpr auto kStopPatience = 1200ms;
constexpr std::size_t kRealAnswer = 4;  // words
constexpr Elapsed kPausesInAll = 10min;

void repeat(Scene& scene) {
  scene.phrase(Occasion::RepeatLead);
  ask_again(scene);
}

void rephrase(Scene& scene) {
  Progress& progress = scene.progress;
  if (progress.stage == Stage::FollowUp) {
    scene.phrase(Occasion::ContextLead);
    return ask_again(scene);
  }
  if (progress.at.rephrased || scene.question().rephrase.empty()) return repeat(scene);
  progress.at.rephrased = true;
  scene.phrase(Occasion::RephraseLead);
  SayTraits traits;
  traits.must_be_heard = true;
  scene.say(SayKind::Question, scene.question().rephrase, traits);
  scene.wait(first_wait_for(scene.question()));
}

void skip(Scene& scene) {
  scene.progress.turns.back().skipped = true;
  scene.progress.at.answered = true;
  scene.progress.silent_questions = 0;
  scene.phrase(Occasion::SkipFine);
  go_on(scene);
}

void give_time(Scene& scene) {
  scene.phrase(Occasion::MomentFine);
  scene.wait(kMomentWait);
  scene.progress.patience = std::max<std::chrono::milliseconds>(scene.progress.patience, kMomentPatience);
}

void say_how_long(Scene& scene) {
  auto text = scene.script.phrasebook().take(Occasion::HowLong, scene.progress.phrases);
  if (!text) return;
  const auto fill = [&text](std::string_view name, const std::string& value) {
    if (const auto place = text->find(name); place != std::string::npos) text->replace(place, name.size(), value);
  };
  const bool parting = scene.progress.stage == Stage::CandidateQuestions;
  fill("{questions}", counted(parting ? 0 : scene.questions_left(), "more question", "more questions"));
  fill("{minutes}", counted(scene.time.minutes_left(scene.progress.spent()), "minute", "minutes"));
  text->front() = text->front() >= 'a' && text->front() <= 'z' ? static_cast<char>(text->front() - 'a' + 'A') : text->front();
  scene.say(SayKind::Prompt, std::move(*text));
}

/// They go on with their answer, unless the question was cut off: then it comes soon.
void wait_after_reply(Scene& scene) { scene.wait(owes_question(scene.progress) ? std::chrono::milliseconds(kResumeWait) : kAfterReplyWait); }

/// Whether words spoken during a break are meant for us.
bool answers_question(const Scene& scene, const std::string& text) {
  const auto judged = scene.script.rubric(scene.progress.question).judge(text);
  return std::ranges::any_of(judged, &PointJudgement::covered);
}

/// "um", "hm": no consent
bool is_hesitation(const std::string& text) {
  constexpr auto kSounds = std::to_array<std::string_view>({"um", "uh", "uhm", "hm", "hmm", "mm", "er", "ah", "oh", "well", "so"});
  return std::ranges::all_of(tokens_of(text), [&](const Token& token) { return std::ranges::find(kSounds, token.text) != kSounds.end(); });
}

bool is_about_interview(Intent intent) { return intent >= Intent::AskAi && intent <= Intent::AskOther && intent != Intent::AskAssumption; }

void cannot_tell(Scene& scene) {
  SayTraits wordable;
  wordable.wordable = true;
  if (!scene.phrase(Occasion::CannotTell, SayKind::Prompt, wordable)) return;
  Brief brief;
  brief.about = Brief::About::OwnQuestion;
  scene.brief(std::move(brief));
}

}  // namespace

void answer_about_interview(Scene& scene, Intent intent) {
  switch (intent) {
    case Intent::AskAi: scene.phrase(Occasion::AboutAi); return;
    case Intent::AskRecording: scene.phrase(scene.script.config().recorded ? Occasion::Recorded : Occasion::NotRecorded); return;
    case Intent::AskScoring: scene.phrase(Occasion::Scoring); return;
    case Intent::AskDecision: scene.phrase(Occasion::Decision); return;
    case Intent::AskResults: scene.phrase(Occasion::Results); return;
    case Intent::AskHearing: scene.phrase(Occasion::Hearing); return;
    case Intent::AskHowLong: return say_how_long(scene);
    default: cannot_tell(scene); return;
  }
}

bool serve_request(Scene& scene, Intent intent) {
  Progress& progress = scene.progress;
  if (intent == Intent::Answer || intent == Intent::DontKnow) return false;
  if (scene.time.is_over(progress.spent()) && intent != Intent::Stop) {
    invite_questions(scene);
    return true;
  }
  switch (intent) {
    case Intent::Stop: ask_whether_to_stop(scene); break;
    case Intent::Pause: pause(scene); break;
    case Intent::Skip: skip(scene); break;
    case Intent::Repeat: repeat(scene); break;
    case Intent::Rephrase: rephrase(scene); break;
    case Intent::Moment: give_time(scene); break;
    case Intent::SlowDown:
      scene.phrase(Occasion::SlowLead);
      ask_again(scene);
      break;
    case Intent::AskAssumption:
      scene.phrase(Occasion::YourCall);
      wait_after_reply(scene);
      break;
    default:
      if (!is_about_interview(intent)) break;  // "okay", "hello": keep listening
      answer_about_interview(scene, intent);
      scene.phrase(Occasion::PleaseGoOn);
      wait_after_reply(scene);
  }
  return true;
}

void pause(Scene& scene) {
  Progress& progress = scene.progress;
  if (progress.paused_total >= kPausesInAll) return give_time(scene);
  progress.paused = true;
  progress.paused_since = progress.now;
  progress.silence_steps = 0;
  progress.stop_asked = false;
  scene.phrase(Occasion::PauseFine);
  scene.wait(kPauseWait);
}

void resume(Scene& scene) {
  Progress& progress = scene.progress;
  progress.paused_total += progress.now - progress.paused_since;
  progress.paused = false;
  progress.silence_steps = 0;
}

void take_reply_while_paused(Scene& scene, const std::string& text) {
  const Reading reading = read_intent(text);
  const bool parting = scene.progress.stage == Stage::CandidateQuestions;
  if (is_about_interview(reading.intent)) return answer_about_interview(scene, reading.intent);
  if (reading.intent == Intent::Resume || reading.intent == Intent::Yes || reading.intent == Intent::Repeat) {
    resume(scene);
    scene.phrase(Occasion::GoOnLead);
    return ask_again(scene);
  }
  const bool acts = reading.intent == Intent::Stop || reading.intent == Intent::Skip || reading.intent == Intent::Rephrase;
  if (!acts && (reading.intent != Intent::Answer || parting || !answers_question(scene, text))) return;  // talk with somebody else
  resume(scene);
  if (parting) return take_own_question(scene, text);
  take_answer_in_stage(scene, AnswerGiven{text, 1.0F, std::nullopt});
}

void ask_whether_to_stop(Scene& scene) {
  Progress& progress = scene.progress;
  SayTraits traits;
  traits.must_be_heard = true;
  if (!scene.phrase(Occasion::StopConfirm, SayKind::Prompt, traits)) return close(scene, "candidate_ended");
  progress.stop_asked = true;
  progress.stop_unclear = 0;
  progress.silence_steps = 0;
  progress.patience = kStopPatience;
  scene.wait(kStopWait);
}

void take_reply_about_stopping(Scene& scene, const std::string& text) {
  Progress& progress = scene.progress;
  const Reading reading = read_intent(text);
  const bool agreed = reading.intent == Intent::Acknowledge && !is_hesitation(text);
  if (agreed || reading.intent == Intent::Yes || reading.intent == Intent::Stop) return close(scene, "candidate_ended");
  const bool goes_on = reading.intent == Intent::No || reading.intent == Intent::Resume;
  if (!goes_on && reading.intent == Intent::Answer && words_of(text).size() >= kRealAnswer) {
    progress.stop_asked = false;
    return take_answer_in_stage(scene, AnswerGiven{text, 1.0F, std::nullopt});
  }
  if (!goes_on && ++progress.stop_unclear == 1 && scene.phrase(Occasion::StopUnclear)) return;
  progress.stop_asked = false;
  scene.phrase(Occasion::GoOnLead);
  ask_again(scene);
}

}  // namespace codevoice::interview
