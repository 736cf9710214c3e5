// untested: by a unit test of its own so far; whole interviews run through it
#include "voice/llm_stage.hpp"

#include "base/log.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using pipeline::Frame;
using pipeline::SpeechKind;

constexpr std::uint64_t kOwnReplies = 1ULL << 32;  // ids of replies that answer no turn lie above those of turns

SpeechKind kind_of(interview::SayKind kind) {
  switch (kind) {
    case interview::SayKind::Notice:
    case interview::SayKind::Closing: return SpeechKind::Notice;
    case interview::SayKind::Question:
    case interview::SayKind::FollowUp: return SpeechKind::Question;
    case interview::SayKind::Feedback:
    case interview::SayKind::Prompt: return SpeechKind::Reply;
  }
  return SpeechKind::Reply;
}

}  // namespace

LlmStage::LlmStage(Interview interview, Floor& floor, const VoiceConfig& config) : interview_(std::move(interview)), floor_(floor), config_(config) {}

Result<void> LlmStage::start(pipeline::StageContext context) {
  context_ = context;
  told_.emplace(context_.tasks->executor());
  context_.tasks->spawn("happenings", run());
  return {};
}

interview::Elapsed LlmStage::elapsed() const {
  const auto until = paused_ ? paused_at_ : context_.now();
  return std::chrono::duration_cast<interview::Elapsed>(until - paused_for_);
}

void LlmStage::tell(interview::Happening what) {
  if (std::holds_alternative<interview::CandidateJoined>(what)) paused_for_ = context_.now();  // the interview begins now
  happenings_.push_back(std::move(what));
  if (told_) told_->notify();
}

void LlmStage::pause() {
  if (std::exchange(paused_, true)) return;
  paused_at_ = context_.now();
  floor_.pause();
}

void LlmStage::resume() {
  if (!std::exchange(paused_, false)) return;
  paused_for_ += context_.now() - paused_at_;
  floor_.resume(context_.now());
}

/// The session's happenings and the idle clock, which is derived from the floor, never armed (R10).
Awaitable<void> LlmStage::run() {
  while (true) {
    while (!happenings_.empty()) {
      auto what = std::move(happenings_.front());
      happenings_.pop_front();
      co_await step(std::move(what), 0);
    }
    watch_silence();
    if (happenings_.empty()) co_await context_.clock->sleep_for(config_.reply.tick);
  }
}

void LlmStage::watch_silence() {
  const auto quiet = floor_.quiet_since();
  if (!quiet || wait_ <= Duration{} || ended_) return;
  const auto length = context_.now() - std::max(*quiet, told_silence_);
  if (length < wait_) return;
  told_silence_ = context_.now();
  happenings_.emplace_back(interview::SilenceLasted{std::chrono::duration_cast<std::chrono::milliseconds>(length)});
}

Awaitable<void> LlmStage::process(Frame frame) {
  if (const auto* ended = std::get_if<pipeline::UserTurnEndedFrame>(&frame.payload)) {
    answer_ = *ended;
  } else if (const auto* messages = std::get_if<pipeline::LLMMessagesFrame>(&frame.payload)) {
    before_answer_ = interview_.interviewer->snapshot();
    may_take_back_ = true;
    interview::AnswerGiven answer{answer_.text, answer_.confidence};
    const auto turn_id = messages->turn_id;
    co_await step(answer, turn_id);
    co_return;
  } else if (const auto* cut = std::get_if<pipeline::InterruptionFrame>(&frame.payload)) {
    if (cut->reply_unheard) take_back_answer();
  } else if (std::holds_alternative<pipeline::UserFalseStartFrame>(frame.payload) && floor_.reply() == ReplyPhase::None && speaking_ != 0) {
    // R7: noise cancelled a reply before it was heard; it is owed still
    pipeline::BotStoppedSpeakingFrame stopped{speaking_, true};
    co_await heard_out(stopped);
  }
  co_await context_.out->emit(std::move(frame));
}

/// The candidate went on before hearing a reply: what they said so far was not the answer yet.
void LlmStage::take_back_answer() {
  speaking_ = 0;
  heard_.clear();
  if (!std::exchange(may_take_back_, false) || !interview_.restore) return;
  auto before = interview_.restore(before_answer_);
  if (!before) {
    log::error("interview.restore_failed", {{"reason", before.error().message}});
    return;
  }
  interview_.interviewer = std::move(*before);
  ended_ = false;
}

Awaitable<void> LlmStage::step(interview::Happening what, std::uint64_t turn_id) {
  const auto act = interview_.interviewer->handle(what, elapsed());
  wait_ = act.wait;
  if (act.ended) {
    ended_ = true;
    end_reason_ = act.end_reason;
  }
  if (on_change) on_change();
  pipeline::ListeningHintsFrame hints{act.patience, act.vocabulary};
  context_.out->feedback(context_.frame(std::move(hints)));
  co_await say(act, turn_id);
  if (!act.likely.empty()) {
    pipeline::TTSPrepareFrame prepare{act.likely};
    auto frame = context_.frame(std::move(prepare));
    co_await context_.out->emit(std::move(frame));
  }
}

Awaitable<void> LlmStage::say(const interview::Act& act, std::uint64_t turn_id) {
  if (act.says.empty()) {
    if (turn_id != 0 || floor_.reply() == ReplyPhase::Pending) floor_.reply_over(context_.now());
    if (ended_) said_goodbye_ = end_reason_;
    if (ended_ && on_change) on_change();
    co_return;
  }
  const auto id = turn_id != 0 ? turn_id : kOwnReplies + ++own_replies_;
  if (turn_id == 0) floor_.reply_pending(0);
  speaking_ = id;
  heard_.clear();
  log::info("reply.worded", {{"turn", id}, {"sentences", act.says.size()}});
  for (const auto& say : act.says) {
    pipeline::TextFrame text{say.text, kind_of(say.kind), id, say.depends_on_answer};
    auto frame = context_.frame(std::move(text));
    co_await context_.out->emit(std::move(frame));
  }
  auto end = context_.frame(pipeline::LLMFullResponseEndFrame{id});
  co_await context_.out->emit(std::move(end));
}

Awaitable<void> LlmStage::on_feedback(Frame frame) {
  if (std::holds_alternative<pipeline::BotStartedSpeakingFrame>(frame.payload)) {
    may_take_back_ = false;  // it was heard: the answer stands
  } else if (const auto* heard = std::get_if<pipeline::HeardFrame>(&frame.payload)) {
    if (heard->turn_id == speaking_) heard_ += (heard_.empty() ? "" : " ") + heard->text;
  } else if (const auto* stopped = std::get_if<pipeline::BotStoppedSpeakingFrame>(&frame.payload)) {
    co_await heard_out(*stopped);
  }
}

Awaitable<void> LlmStage::heard_out(const pipeline::BotStoppedSpeakingFrame& stopped) {
  if (stopped.turn_id != speaking_) co_return;
  speaking_ = 0;
  told_silence_ = context_.now();
  if (ended_ && !stopped.interrupted) {
    said_goodbye_ = end_reason_;
    if (on_change) on_change();
    co_return;
  }
  interview::SpeechHeardInFull heard{stopped.interrupted, std::exchange(heard_, {})};
  happenings_.emplace_back(std::move(heard));
}

}  // namespace codevoice::voice
