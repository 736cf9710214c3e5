#include <algorithm>

#include "interview/stages.hpp"

namespace codevoice::interview {

using namespace std::chrono_literals;

namespace {

constexpr auto kFollowUpWait = 9s;  // at least: it asks for a part of the answer
constexpr auto kFollowUpPatience = 2s;
constexpr auto kOwnQuestionsWait = 9s;

std::chrono::milliseconds follow_up_wait_for(const Question& question) {
  return std::max<std::chrono::milliseconds>(kFollowUpWait, first_wait_for(question) * 3 / 4);
}

void open_turn(Scene& scene, const std::string& asked, bool is_follow_up) {
  TurnRecord turn;
  turn.question_index = scene.progress.question;
  turn.question_id = scene.question().id;
  turn.is_follow_up = is_follow_up;
  turn.ai_message = asked;
  scene.progress.turns.push_back(std::move(turn));
}

void say_question(Scene& scene) {
  SayTraits traits;
  traits.must_be_heard = true;
  scene.say(SayKind::Question, scene.question().text, traits);
  scene.progress.patience = patience_for(scene.question());
  scene.wait(first_wait_for(scene.question()));
}

void say_follow_up(Scene& scene, bool depends_on_answer) {
  SayTraits traits;
  traits.depends_on_answer = depends_on_answer;
  traits.must_be_heard = true;
  scene.say(SayKind::FollowUp, scene.question().expected_key_points[*scene.progress.at.probed].follow_up, traits);
  scene.progress.patience = kFollowUpPatience;
  scene.wait(follow_up_wait_for(scene.question()));
}

}  // namespace

std::chrono::milliseconds patience_for(const Question& question) {
  const auto harder = 250ms * static_cast<int>(question.difficulty);
  switch (question.kind) {
    case QuestionKind::Definition: return 2000ms + harder;
    case QuestionKind::Comparison: return 2300ms + harder;
    case QuestionKind::Debugging: return 2800ms + harder;
    case QuestionKind::Design:
    case QuestionKind::Story: return 3200ms + harder;
  }
  return 2500ms;
}

std::chrono::milliseconds first_wait_for(const Question& question) {
  const auto harder = 2s * static_cast<int>(question.difficulty);
  switch (question.kind) {
    case QuestionKind::Definition: return 10s + harder;
    case QuestionKind::Comparison: return 11s + harder;
    case QuestionKind::Debugging: return 13s + harder;
    case QuestionKind::Design:
    case QuestionKind::Story: return 15s + harder;
  }
  return 12s;
}

void ask_question(Scene& scene, std::size_t index) {
  Progress& progress = scene.progress;
  progress.stage = Stage::Question;
  progress.question = index;
  const auto points = scene.question().expected_key_points.size();
  progress.at = {};
  progress.at.covered.assign(points, false);
  progress.at.closed.assign(points, false);
  progress.silence_steps = 0;
  open_turn(scene, scene.question().text, false);
  say_question(scene);
}

void ask_follow_up(Scene& scene, std::size_t point) {
  Progress& progress = scene.progress;
  progress.stage = Stage::FollowUp;
  progress.at.probed = point;
  progress.at.closed[point] = true;  // asked once, whatever comes of it (R27)
  ++progress.at.follow_ups;
  progress.silence_steps = 0;
  open_turn(scene, scene.question().expected_key_points[point].follow_up, true);
  say_follow_up(scene, true);
}

void ask_again(Scene& scene) {
  scene.progress.silence_steps = 0;
  if (scene.progress.stage == Stage::Question) {
    say_question(scene);
  } else if (scene.progress.stage == Stage::FollowUp) {
    say_follow_up(scene, false);
  } else {
    scene.phrase(Occasion::AnythingElse);
    scene.wait(kOwnQuestionsWait);
  }
}

void go_on(Scene& scene) {
  Progress& progress = scene.progress;
  const auto left = scene.questions_left();
  if (left == 0 || progress.last_announced) return invite_questions(scene);
  const auto room = scene.time.room_for_questions(progress.spent(), left);
  if (room == TimePolicy::Room::None) {
    progress.cut_for_time = true;
    if (!scene.time.is_over(progress.spent())) scene.phrase(Occasion::TimeShort);
    return invite_questions(scene);
  }
  const bool cut = room == TimePolicy::Room::OneQuestion && left > 1;
  progress.cut_for_time = progress.cut_for_time || cut;
  progress.last_announced = cut || left == 1;
  scene.phrase(cut ? Occasion::OneMoreInTime : (left == 1 ? Occasion::Last : Occasion::Next));
  ask_question(scene, progress.question + 1);
}

}  // namespace codevoice::interview
