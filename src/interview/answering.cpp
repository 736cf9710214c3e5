#include <algorithm>
#include <optional>

#include "interview/follow_up_policy.hpp"
#include "interview/lexer.hpp"
#include "interview/stages.hpp"
#include "interview/words.hpp"

namespace codevoice::interview {
namespace {

constexpr float kLeastConfidence = 0.25F;
constexpr std::size_t kLongAnswer = 45;  // words; one hit in so many is as likely chance as knowledge
constexpr std::size_t kOffTopicWords = 8;
constexpr std::size_t kUnderstoodWords = 3;

/// What one turn of the candidate did to the question at hand.
struct Outcome {
  std::vector<std::size_t> fresh;  // points it covered, the heaviest first
  bool contradicted = false;
  bool gave_up = false;
  bool doubted = false;  // a language model was asked and takes none of the fresh points as covered
  std::string content;
};

void record(Scene& scene, const std::string& text) {
  std::string& transcript = scene.progress.turns.back().user_transcript;
  transcript += (transcript.empty() || text.empty() ? "" : " ") + text;
}

/// Judges and keeps what is newly covered, in the progress and in the record of the turn.
Outcome judge(Scene& scene, const std::string& content) {
  Progress& progress = scene.progress;
  Outcome outcome;
  outcome.content = content;
  if (content.empty()) return outcome;
  const auto probed = progress.stage == Stage::FollowUp ? progress.at.probed : std::nullopt;
  const auto judged = scene.script.rubric(progress.question).judge(content, probed);
  const auto& points = scene.question().expected_key_points;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    outcome.contradicted = outcome.contradicted || judged[i].contradicted;
    if (!judged[i].covered || progress.at.covered[i]) continue;
    progress.at.covered[i] = true;
    outcome.fresh.push_back(i);
    progress.turns.back().points.push_back({points[i].id, true, judged[i].quote});
  }
  std::ranges::stable_sort(outcome.fresh, [&](std::size_t a, std::size_t b) { return points[a].weight > points[b].weight; });
  return outcome;
}

/// A wrong answer is never praised: not one that contradicts, nor a long one with a single hit.
bool is_praiseworthy(const Outcome& outcome) {
  if (outcome.fresh.empty() || outcome.contradicted || outcome.doubted) return false;
  return outcome.fresh.size() > 1 || tokens_of(outcome.content).size() < kLongAnswer;
}

bool is_off_topic(const Scene& scene, const Outcome& outcome) {
  return words_of(outcome.content).size() >= kOffTopicWords && !scene.script.rubric(scene.progress.question).is_about(outcome.content);
}

/// One or two sentences on the answer; says whether it was praise.
bool give_feedback(Scene& scene, const Outcome& outcome, bool follows_up) {
  SayTraits depends;
  depends.depends_on_answer = depends.wordable = true;
  SayTraits thanks;
  const bool spoken = scene.script.config().feedback == FeedbackMode::Spoken;
  thanks.wordable = spoken;
  if (!spoken || !is_praiseworthy(outcome)) {
    const bool excused = outcome.gave_up && outcome.fresh.empty() && spoken;
    if (excused) {
      scene.phrase(Occasion::DontKnowFine, SayKind::Feedback, depends);
    } else if (!spoken || !follows_up) {
      scene.phrase(Occasion::Thanks, SayKind::Feedback, thanks);  // else what leads to the follow-up is the reaction
    }
    return false;
  }
  const auto question = scene.progress.question;
  scene.say(SayKind::Feedback, scene.script.praise(question, outcome.fresh[0]), depends);
  if (!follows_up && outcome.fresh.size() > 1) scene.say(SayKind::Feedback, scene.script.praise(question, outcome.fresh[1]), depends);
  return true;
}

void lead_to_follow_up(Scene& scene, const Outcome& outcome, bool praised) {
  if (scene.script.config().feedback != FeedbackMode::Spoken) return;  // a hint at gaps is feedback, too
  SayTraits depends;
  depends.depends_on_answer = depends.wordable = true;
  if (praised) {
    scene.phrase(Occasion::Missing, SayKind::Feedback, depends);
  } else {
    scene.phrase(is_off_topic(scene, outcome) ? Occasion::BackToQuestion : Occasion::Narrower, SayKind::Prompt, depends);
  }
}

std::optional<std::size_t> point_to_probe(const Scene& scene, bool gave_up) {
  const Progress& progress = scene.progress;
  if (gave_up && progress.stage == Stage::FollowUp) return std::nullopt;
  if (!scene.time.room_for_follow_up(progress.spent(), progress.last_announced ? 0 : scene.questions_left())) return std::nullopt;
  return next_follow_up(scene.question(), progress.at, scene.script.config().max_follow_ups);
}

/// Before the next question is asked: what a model needs to know of this one.
Brief brief_of(const Scene& scene, const Outcome& outcome) {
  const Progress& progress = scene.progress;
  const auto& points = scene.question().expected_key_points;
  Brief brief;
  brief.question_index = progress.question;
  brief.question = scene.question().text;
  if (progress.at.probed) brief.asked = points[*progress.at.probed].follow_up;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool fresh = std::ranges::find(outcome.fresh, i) != outcome.fresh.end();
    brief.points.push_back({points[i].id, points[i].text, progress.at.covered[i], fresh});
  }
  brief.may_praise = is_praiseworthy(outcome);
  brief.gave_up = outcome.gave_up;
  return brief;
}

/// A point the model takes as covered is not probed any more; what is on record as covered rests on the words alone.
void heed_model(Scene& scene, const AnswerGiven& answer, Outcome& outcome) {
  if (!answer.model_points) return;
  const auto& points = scene.question().expected_key_points;
  const auto names = [&](std::size_t i) { return std::ranges::find(*answer.model_points, points[i].id) != answer.model_points->end(); };
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (names(i)) scene.progress.at.closed[i] = true;
  }
  outcome.doubted = std::ranges::none_of(outcome.fresh, names);
}

void conclude(Scene& scene, const Outcome& outcome) {
  Progress& progress = scene.progress;
  if (scene.script.config().feedback == FeedbackMode::Spoken) scene.brief(brief_of(scene, outcome));
  progress.at.answered = true;
  progress.silent_questions = 0;
  const auto probe = point_to_probe(scene, outcome.gave_up);
  const bool praised = give_feedback(scene, outcome, probe.has_value());
  if (!probe) return go_on(scene);
  lead_to_follow_up(scene, outcome, praised);
  ask_follow_up(scene, *probe);
}

bool is_unheard(const AnswerGiven& answer) { return answer.confidence < kLeastConfidence || tokens_of(answer.text).empty(); }

/// Asks once to say it again, then marks the turn and goes on (R26).
void take_unheard(Scene& scene) {
  Progress& progress = scene.progress;
  if (owes_question(progress) && say_what_is_owed(scene)) return scene.wait(first_wait_for(scene.question()));
  const bool asked = progress.stage == Stage::Question || progress.stage == Stage::FollowUp;
  if (++progress.at.repeats_for_sound == 1 && !scene.time.is_over(progress.spent())) {
    scene.phrase(Occasion::NotHeard);
    return;
  }
  if (!asked) return close(scene, "completed");
  progress.turns.back().not_assessable = progress.turns.back().user_transcript.empty();
  scene.phrase(Occasion::NotHeardGoOn);
  go_on(scene);
}

/// What a short word means depends on what was asked and on what stands beside it.
Intent in_context(const Scene& scene, const Reading& reading) {
  const Intent intent = reading.intent;
  if (intent == Intent::Resume && !reading.content.empty()) return Intent::Answer;  // "…, and then we can continue"
  const bool probing = scene.progress.stage == Stage::FollowUp;
  if (intent == Intent::No || intent == Intent::NoQuestions) return Intent::Answer;
  if (intent == Intent::Yes) return probing ? Intent::Answer : Intent::Acknowledge;
  return intent;
}

/// The question was cut off and this shows no sign that it was understood: it is asked again in full (R15).
bool must_ask_again(const Scene& scene, Intent intent, const Outcome& outcome) {
  const auto asks = [](const SaidSay& item) { return item.say.kind == SayKind::Question || item.say.kind == SayKind::FollowUp; };
  const auto& owed = scene.progress.owed;
  const auto asked = std::ranges::find_if(owed, asks);
  if (asked == owed.end() || (intent != Intent::Answer && intent != Intent::Acknowledge)) return false;
  const bool guessed = asked->mostly_heard && words_of(outcome.content).size() >= kUnderstoodWords;
  return outcome.fresh.empty() && !guessed;
}

void say_owed_notices(Scene& scene) {
  auto notices = scene.progress.owed;
  std::erase_if(notices, [](const SaidSay& item) { return item.say.kind != SayKind::Notice; });
  scene.say_owed(notices);
}

}  // namespace

void take_answer_in_stage(Scene& scene, const AnswerGiven& answer) {
  const std::string& text = answer.text;
  const Reading reading = read_intent(text);
  Intent intent = in_context(scene, reading);
  record(scene, text);
  Outcome outcome = judge(scene, intent == Intent::Answer || intent == Intent::DontKnow ? text : reading.content);
  outcome.gave_up = intent == Intent::DontKnow;
  heed_model(scene, answer, outcome);
  if (must_ask_again(scene, intent, outcome)) {
    say_what_is_owed(scene);
    scene.wait(first_wait_for(scene.question()));
    return;
  }
  say_owed_notices(scene);
  if (serve_request(scene, intent)) return;
  conclude(scene, outcome);
}

void take_answer(Scene& scene, const AnswerGiven& answer) {
  Progress& progress = scene.progress;
  if (progress.stage == Stage::Greeting) return greet(scene);
  if (progress.stage == Stage::Closing) {
    if (!say_what_is_owed(scene)) end(scene, progress.end_reason);
    return;
  }
  progress.silence_steps = 0;
  if (progress.paused) return take_reply_while_paused(scene, answer.text);
  if (progress.stop_asked) return take_reply_about_stopping(scene, answer.text);
  if (is_unheard(answer)) return take_unheard(scene);
  if (progress.stage == Stage::CandidateQuestions) return take_own_question(scene, answer.text);
  take_answer_in_stage(scene, answer);
}

}  // namespace codevoice::interview
