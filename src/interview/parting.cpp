#include <algorithm>
#include <array>

#include "interview/lexer.hpp"
#include "interview/stages.hpp"

namespace codevoice::interview {

using namespace std::chrono_literals;

namespace {

constexpr auto kOwnQuestionsWait = 9s;
constexpr auto kOwnQuestionsPatience = 1500ms;
constexpr auto kClosingWait = 4s;
constexpr int kOwnQuestions = 5;

bool was_answered(const Progress& progress) {
  return std::ranges::any_of(progress.turns, [](const TurnRecord& turn) { return !turn.user_transcript.empty(); });
}

/// What a question in the candidate's own words is about, by the words that give it away.
Intent topic_of(const std::string& text) {
  struct Word {
    std::string_view begins;
    Intent topic;
  };
  constexpr auto kWords = std::to_array<Word>(
      {{"record", Intent::AskRecording}, {"transcript", Intent::AskRecording}, {"privacy", Intent::AskRecording}, {"data", Intent::AskRecording},
       {"stored", Intent::AskRecording}, {"delete", Intent::AskRecording},     {"decide", Intent::AskDecision},   {"decision", Intent::AskDecision},
       {"human", Intent::AskDecision},   {"when", Intent::AskResults},         {"result", Intent::AskResults},    {"feedback", Intent::AskResults},
       {"hear", Intent::AskResults},     {"score", Intent::AskScoring},        {"scoring", Intent::AskScoring},   {"grade", Intent::AskScoring},
       {"rated", Intent::AskScoring},    {"evaluat", Intent::AskScoring},      {"criteria", Intent::AskScoring},  {"accent", Intent::AskScoring}});
  const auto tokens = tokens_of(text);
  for (const Word& word : kWords) {
    if (std::ranges::any_of(tokens, [&](const Token& token) { return token.text.starts_with(word.begins); })) return word.topic;
  }
  return Intent::AskOther;
}

bool has_had_enough(Intent intent) {
  constexpr auto kEnough =
      std::to_array<Intent>({Intent::NoQuestions, Intent::No, Intent::Stop, Intent::Skip, Intent::DontKnow, Intent::Acknowledge, Intent::Resume});
  return std::ranges::find(kEnough, intent) != kEnough.end();
}

void answer_own_question(Scene& scene, Intent topic) {
  answer_about_interview(scene, topic);
  const bool more = ++scene.progress.own_questions < kOwnQuestions && scene.time.room_for_own_questions(scene.progress.spent());
  if (!more) return close(scene, "completed");
  scene.phrase(Occasion::AnythingElse);
}

Occasion words_for(const std::string& reason) {
  if (reason == "time") return Occasion::CloseTime;
  if (reason == "candidate_ended") return Occasion::CloseCandidate;
  return reason == "no_answer" ? Occasion::CloseNoAnswer : Occasion::CloseCompleted;
}

}  // namespace

void invite_questions(Scene& scene) {
  Progress& progress = scene.progress;
  if (!scene.time.room_for_own_questions(progress.spent())) {
    progress.cut_for_time = progress.cut_for_time || scene.questions_left() > 0;
    return close(scene, "completed");
  }
  if (!was_answered(progress)) return close(scene, "completed");
  progress.stage = Stage::CandidateQuestions;
  progress.at.probed.reset();
  progress.silence_steps = 0;
  progress.patience = kOwnQuestionsPatience;
  scene.wait(kOwnQuestionsWait);
  SayTraits traits;
  traits.must_be_heard = true;
  scene.phrase(Occasion::YourQuestions, SayKind::Prompt, traits);
}

void take_own_question(Scene& scene, const std::string& text) {
  scene.wait(kOwnQuestionsWait);
  const Intent intent = read_intent(text).intent;
  if (has_had_enough(intent)) return close(scene, "completed");
  switch (intent) {
    case Intent::Yes: scene.phrase(Occasion::PleaseGoOn); return;
    case Intent::Moment: scene.phrase(Occasion::MomentFine); return;
    case Intent::Pause: return pause(scene);
    case Intent::Repeat:
    case Intent::Rephrase:
    case Intent::SlowDown: return scene.say_owed(scene.progress.said);
    case Intent::Answer:
    case Intent::AskAssumption: return answer_own_question(scene, topic_of(text));
    default: return answer_own_question(scene, intent);
  }
}

void close(Scene& scene, const std::string& reason) {
  Progress& progress = scene.progress;
  const bool natural = reason == "completed";
  progress.end_reason = reason;
  if (natural && progress.cut_for_time) progress.end_reason = "time";
  if (natural && !was_answered(progress)) progress.end_reason = "no_answer";
  progress.stage = Stage::Closing;
  progress.stop_asked = false;
  progress.closing_since = progress.now;
  SayTraits traits;
  traits.must_be_heard = true;
  scene.phrase(words_for(progress.end_reason), SayKind::Closing, traits);
  scene.wait(kClosingWait);
}

void end(Scene& scene, const std::string& reason) {
  scene.progress.stage = Stage::Ended;
  scene.progress.end_reason = reason;
  scene.progress.owed.clear();
}

}  // namespace codevoice::interview
