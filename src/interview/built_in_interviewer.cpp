#include "interview/built_in_interviewer.hpp"

#include <algorithm>
#include <utility>

#include "interview/progress_json.hpp"
#include "interview/stages.hpp"

namespace codevoice::interview {

using namespace std::chrono_literals;

namespace {

constexpr Elapsed kLongestPause = 10min;
constexpr Elapsed kLongestClosing = 30s;

/// Sends each happening to the stage function it belongs to.
struct Dispatch {
  Scene& scene;

  void operator()(const CandidateJoined&) const { arrive(); }
  void operator()(const CandidateReturned&) const { arrive(); }
  void operator()(const AnswerGiven& answer) const { take_answer(scene, answer); }
  void operator()(const SilenceLasted& silence) const { take_silence(scene, silence.length); }
  void operator()(const SpeechHeardInFull& heard) const { take_heard(scene, heard); }

  void operator()(const CandidateGone&) const {
    const bool closing = scene.progress.stage == Stage::Closing;
    end(scene, closing ? scene.progress.end_reason : "candidate_gone");
  }

  void operator()(const TimeTold&) const {
    Progress& progress = scene.progress;
    if (progress.stage == Stage::Greeting) return;
    if (progress.stage == Stage::Closing) {
      if (progress.now - progress.closing_since > kLongestClosing) end(scene, progress.end_reason);
      return;
    }
    if (progress.paused && progress.now - progress.paused_since > kLongestPause) {
      resume(scene);
      scene.phrase(Occasion::PauseOver);
      return ask_again(scene);
    }
    if (scene.time.is_far_over(progress.spent())) invite_questions(scene);
  }

 private:
  /// Greeted once, whatever comes (R20, R21).
  void arrive() const { scene.progress.stage == Stage::Greeting ? greet(scene) : welcome_back(scene); }
};

}  // namespace

BuiltInInterviewer::BuiltInInterviewer(std::shared_ptr<const Script> script, Progress progress)
    : script_(std::move(script)), progress_(std::move(progress)) {}

Act BuiltInInterviewer::handle(const Happening& what, Elapsed at) {
  progress_.now = std::max(progress_.now, at);
  Scene scene(*script_, progress_);
  if (progress_.stage != Stage::Ended) std::visit(Dispatch{scene}, what);
  keep_owed(scene);
  return act_of(scene);
}

Act BuiltInInterviewer::act_of(const Scene& scene) {
  Act act;
  for (const SaidSay& item : scene.says()) act.says.push_back(item.say);
  if (!act.says.empty()) {
    progress_.said = scene.says();
    progress_.hearing_open = true;
  }
  act.brief = scene.brief();
  act.ended = progress_.stage == Stage::Ended;
  if (act.ended) {
    act.end_reason = progress_.end_reason;
    return act;
  }
  act.wait = progress_.wait;
  act.patience = progress_.patience;
  if (progress_.stage == Stage::Question || progress_.stage == Stage::FollowUp) act.vocabulary = scene.question().vocabulary;
  act.likely = likely_texts(*script_, progress_);
  return act;
}

std::string BuiltInInterviewer::snapshot() const { return progress_to_json(progress_, script_->config().questions); }

void BuiltInInterviewer::worded(const std::vector<Say>& says) {
  std::vector<SaidSay> said;
  for (const Say& say : says) {
    const auto before = std::ranges::find_if(progress_.said, [&](const SaidSay& item) { return item.say.text == say.text; });
    said.push_back({say, before == progress_.said.end() ? 0 : before->cuts, false});
  }
  progress_.said = std::move(said);
}

bool BuiltInInterviewer::gives_away(const Brief& brief, std::string_view sentence) const {
  const auto judged = script_->rubric(brief.question_index).judge(sentence);
  for (std::size_t i = 0; i < judged.size() && i < brief.points.size(); ++i) {
    if (judged[i].covered && !brief.points[i].covered) return true;
  }
  const bool asks_another = progress_.stage == Stage::Question && progress_.question != brief.question_index;
  return asks_another && std::ranges::any_of(script_->rubric(progress_.question).judge(sentence), &PointJudgement::covered);
}

Result<std::unique_ptr<Interviewer>> BuiltInInterviewer::restored(std::string_view snapshot) const {
  auto progress = progress_from_json(snapshot, script_->config().questions);
  if (!progress) return tl::unexpected(progress.error());
  return std::make_unique<BuiltInInterviewer>(script_, std::move(*progress));
}

std::string_view name_of(Stage stage) noexcept {
  switch (stage) {
    case Stage::Greeting: return "greeting";
    case Stage::Question: return "question";
    case Stage::FollowUp: return "follow_up";
    case Stage::CandidateQuestions: return "candidate_questions";
    case Stage::Closing: return "closing";
    case Stage::Ended: return "ended";
  }
  return "ended";
}

Result<std::unique_ptr<Interviewer>> make_interviewer(InterviewConfig config) {
  auto script = Script::create(std::move(config));
  if (!script) return tl::unexpected(script.error());
  return std::make_unique<BuiltInInterviewer>(std::make_shared<const Script>(std::move(*script)), Progress{});
}

Result<std::unique_ptr<Interviewer>> restore_interviewer(InterviewConfig config, std::string_view snapshot) {
  const auto fresh = make_interviewer(std::move(config));
  if (!fresh) return tl::unexpected(fresh.error());
  return (*fresh)->restored(snapshot);
}

}  // namespace codevoice::interview
