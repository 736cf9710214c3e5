#include "voice/llm_stage.hpp"

#include <sstream>

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

std::size_t words_in(const std::string& text) {
  std::istringstream words(text);
  std::size_t count = 0;
  for (std::string word; words >> word;) ++count;
  return count;
}

}  // namespace

LlmStage::LlmStage(Interview interview, Floor& floor, const VoiceConfig& config)
    : interview_(std::move(interview)), floor_(floor), config_(config), reply_state_(ReplyState::None, config_) {
  kept_.text = std::move(interview_.unfinished_answer);
}

Result<void> LlmStage::start(pipeline::StageContext context) {
  context_ = context;
  stepped_.emplace(context_.tasks->executor());
  paused_for_ = context_.now() - interview_.elapsed;
  if (interview_.model != nullptr) {
    writer_.emplace(*interview_.model, config_.wording);
    writer_->start(context_);
    context_.tasks->spawn("warm up", interview_.model->warm_up());
  }
  context_.tasks->spawn("happenings", run());
  return {};
}

interview::Elapsed LlmStage::elapsed() const {
  const auto until = paused_ ? paused_at_ : context_.now();
  return std::chrono::duration_cast<interview::Elapsed>(until - paused_for_);
}

Standing LlmStage::standing() const {
  Standing now;
  now.elapsed = elapsed();
  now.unfinished_answer = kept_.text + (kept_.text.empty() || answer_in_hand_.empty() ? "" : " ") + answer_in_hand_;
  if (saying_.id == 0 || ended_) {
    now.snapshot = interview_.interviewer->snapshot();
    return now;
  }
  const auto cut = interview_.interviewer->clone();
  (void)cut->handle(interview::SpeechHeardInFull{true, saying_.heard}, now.elapsed);
  now.snapshot = cut->snapshot();
  return now;
}

void LlmStage::tell(interview::Happening what) {
  if (std::holds_alternative<interview::CandidateJoined>(what)) paused_for_ = context_.now();  // the interview begins now
  happenings_.push_back(std::move(what));
}

void LlmStage::greet(pipeline::LLMMessagesFrame messages) {
  if (writer_) writer_->set_context(std::move(messages.messages));
  tell(interview::CandidateJoined{});
}

void LlmStage::pause() {
  if (std::exchange(paused_, true)) return;
  paused_at_ = context_.now();
  floor_.pause();
  cut_due_ = true;
  welcome_due_ = false;
}

void LlmStage::resume() {
  if (!std::exchange(paused_, false)) return;
  paused_for_ += context_.now() - paused_at_;
  floor_.resume(context_.now());
}

void LlmStage::settle() {
  if (kept_.text.empty() || ended_) return;
  (void)interview_.interviewer->handle(joined_answer(), elapsed());
}

/// The session's happenings and the idle clock, which is derived from the floor, never armed (R10).
Awaitable<void> LlmStage::run() {
  while (true) {
    std::exception_ptr fault;
    try {
      co_await look();
    } catch (...) {
      fault = std::current_exception();
    }
    if (fault) co_await tell_fault(fault);
    if (happenings_.empty()) co_await context_.clock->sleep_for(config_.reply.tick);
  }
}

/// R8: the next happening is looked at all the same.
Awaitable<void> LlmStage::tell_fault(std::exception_ptr fault) {
  const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
  if (cancelled != asio::cancellation_type::none) std::rethrow_exception(fault);
  std::string reason = "unknown";
  try {
    std::rethrow_exception(fault);
  } catch (const std::exception& error) {
    reason = error.what();
  } catch (...) {
  }
  log::error("interview.step_failed", {{"reason", reason}});
}

Awaitable<void> LlmStage::look() {
  if (std::exchange(cut_due_, false)) co_await cut_reply();
  if (reply_state_.overdue(context_.clock->now())) {
    log::error("reply.given_up", {{"reply", saying_.id}});
    co_await cut_reply();
  }
  if (!happenings_.empty()) {
    auto what = std::move(happenings_.front());
    happenings_.pop_front();
    co_await step(std::move(what), 0, context_.epoch->current());
  }
  if (welcome_due_ && !paused_ && floor_.quiet_since()) {
    welcome_due_ = false;
    happenings_.emplace_back(interview::CandidateReturned{});
    co_return;
  }
  watch_silence();
}

void LlmStage::watch_silence() {
  const auto quiet = floor_.quiet_since();
  if (!quiet || wait_ <= Duration{} || ended_ || !happenings_.empty()) return;
  const auto length = context_.now() - std::max(*quiet, told_silence_);
  if (length < wait_) return;
  told_silence_ = context_.now();
  if (kept_.text.empty()) {
    happenings_.emplace_back(interview::SilenceLasted{std::chrono::duration_cast<std::chrono::milliseconds>(length)});
  } else {
    happenings_.emplace_back(joined_answer());  // back, and nothing to add
  }
}

Awaitable<void> LlmStage::process(Frame frame) {
  if (const auto* ended = std::get_if<pipeline::UserTurnEndedFrame>(&frame.payload)) {
    answer_ = *ended;
  } else if (auto* messages = std::get_if<pipeline::LLMMessagesFrame>(&frame.payload)) {
    if (messages->speculative) {
      speculate(std::move(*messages));
      co_return;
    }
    if (writer_) writer_->set_context(std::move(messages->messages));
    co_await take_answer(messages->turn_id, frame.reply_epoch);
    co_return;
  } else if (const auto* cut = std::get_if<pipeline::InterruptionFrame>(&frame.payload)) {
    if (cut->reply_unheard) take_back_reply();
  }
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> LlmStage::take_answer(std::uint64_t turn_id, std::uint64_t epoch) {
  while (stepping_) co_await stepped_->wait();  // what is being worded is finished, or given up, first
  if (paused_ || answer_.begin < paused_at_) {
    keep_answer();
    co_return;
  }
  welcome_due_ = false;
  before_answer_ = interview_.interviewer->snapshot();
  answered_turn_ = turn_id;
  kept_before_answer_ = joined_answer();
  auto answer = kept_before_answer_;
  if (!answer_.text.empty()) answer.text += (answer.text.empty() ? "" : " ") + answer_.text;
  answer.confidence = std::min(answer.confidence, answer_.confidence);
  saying_ = Saying{turn_id, 0, {}};  // from here on it may be taken back
  answer_in_hand_ = answer.text;
  if (interview_.model != nullptr) tell_standing();  // wording may take its time
  co_await step(std::move(answer), turn_id, epoch);
}

/// They left in the middle of it: no answer yet, but nothing of it is lost.
void LlmStage::keep_answer() {
  answer_.text.swap(kept_.text);
  kept_.text = answer_.text + (answer_.text.empty() || kept_.text.empty() ? "" : " ") + kept_.text;
  kept_.confidence = std::min(kept_.confidence, answer_.confidence);
  tell_standing();
  if (floor_.reply() == ReplyPhase::Pending) floor_.reply_over(context_.now());
}

interview::AnswerGiven LlmStage::joined_answer() { return std::exchange(kept_, interview::AnswerGiven{}); }

/// Nothing of the reply was heard, and the candidate speaks: if they go on with their answer, it was not whole yet; what else was to be
/// said is owed still (R7, R15).
void LlmStage::take_back_reply() {
  if (saying_.id == 0) return;
  if (saying_.id != answered_turn_) {
    end_reply(true);
    return;
  }
  saying_ = Saying{};
  answered_turn_ = 0;
  enter(ReplyState::None);
  kept_ = std::move(kept_before_answer_);
  answer_in_hand_.clear();  // it comes again, whole; on record it stays until then
  auto before = interview_.interviewer->restored(before_answer_);
  if (!before) {
    log::error("interview.restore_failed", {{"reason", before.error().message}});
    return;
  }
  interview_.interviewer = std::move(*before);
  ended_ = false;
}

Awaitable<void> LlmStage::step(interview::Happening what, std::uint64_t turn_id, std::uint64_t epoch) {
  while (stepping_) co_await stepped_->wait();
  const Step step_of_its_own(*this);
  const auto draft = co_await draft_for(what, turn_id, epoch);
  const bool overtaken = draft && context_.epoch->current() != epoch;
  if (overtaken) {  // the candidate goes on: the frame that says so takes the answer back
    draft->abandon();
  } else {
    const auto act = interview_.interviewer->handle(what, elapsed());
    answer_in_hand_.clear();
    wait_ = act.wait;
    if (act.ended) {
      ended_ = true;
      end_reason_ = act.end_reason;
    }
    if (on_change) on_change();
    pipeline::ListeningHintsFrame hints{act.patience, act.vocabulary};
    context_.out->feedback(context_.frame(std::move(hints)));
    co_await say(act, draft, turn_id, epoch);
    if (!act.likely.empty()) {
      pipeline::TTSPrepareFrame prepare{act.likely};
      auto frame = context_.frame(std::move(prepare));
      co_await context_.out->emit(std::move(frame));
    }
  }
}

void LlmStage::begin_reply(std::uint64_t turn_id) {
  saying_ = Saying{turn_id != 0 ? turn_id : kOwnReplies + ++own_replies_, 0, {}};
  floor_.reply_pending(turn_id);
}

Awaitable<void> LlmStage::say_nothing(std::uint64_t turn_id, std::uint64_t epoch) {
  if (ended_) said_goodbye_ = end_reason_;
  saying_ = Saying{};
  enter(ReplyState::None);
  if (turn_id == 0) co_return;
  if (floor_.reply() == ReplyPhase::Pending && floor_.answering() == turn_id) floor_.reply_over(context_.now());
  Frame nothing{context_.now(), epoch, pipeline::LLMFullResponseEndFrame{turn_id}};
  co_await context_.out->emit(std::move(nothing));
}

Awaitable<void> LlmStage::say(const interview::Act& act, const std::shared_ptr<Draft>& draft, std::uint64_t turn_id, std::uint64_t epoch) {
  if (act.says.empty()) {
    if (draft) draft->abandon();
    co_await say_nothing(turn_id, epoch);
    co_return;
  }
  if (!draft) begin_reply(turn_id);
  enter(ReplyState::Awaiting);
  for (const auto& say : act.says) {
    if (say.kind == interview::SayKind::Closing) floor_.last_words();
  }
  const auto id = saying_.id;
  log::info("reply.worded", {{"turn", id}, {"sentences", act.says.size()}, {"by_model", draft != nullptr}});
  if (draft) co_await emit_metrics(id, draft->first_token());
  co_await say_all(act, draft.get(), epoch);
  if (draft) draft->abandon();
  if (draft) co_await emit_metrics(id, draft->first_token());
  Frame end{context_.now(), epoch, pipeline::LLMFullResponseEndFrame{id}};
  co_await context_.out->emit(std::move(end));
}

/// What a model may word, it words; what it does not word in time, or badly, is said in the interview's own words.
Awaitable<void> LlmStage::say_all(const interview::Act& act, Draft* draft, std::uint64_t epoch) {
  std::vector<interview::Say> said;
  bool asked_model = false;
  bool model_spoke = false;
  for (const auto& say : act.says) {
    const bool words = draft != nullptr && say.wordable && act.brief.has_value();
    if (words && !std::exchange(asked_model, true)) {
      co_await say_draft(*draft, *act.brief, said, epoch);
      model_spoke = !said.empty() && said.back().wordable;
    }
    if (words && model_spoke) continue;
    said.push_back(say);
    co_await emit_text(say, epoch);
  }
  if (model_spoke) interview_.interviewer->worded(said);
}

Awaitable<void> LlmStage::emit_text(const interview::Say& say, std::uint64_t epoch) {
  saying_.words += words_in(say.text);
  pipeline::TextFrame text{say.text, kind_of(say.kind), saying_.id, say.depends_on_answer};
  Frame frame{context_.now(), epoch, std::move(text)};
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> LlmStage::on_feedback(Frame frame) {
  if (const auto* started = std::get_if<pipeline::BotStartedSpeakingFrame>(&frame.payload)) {
    if (started->turn_id == saying_.id) enter(ReplyState::Speaking);
    if (started->turn_id == answered_turn_) answered_turn_ = 0;  // it is heard: the answer stands
  } else if (const auto* heard = std::get_if<pipeline::HeardFrame>(&frame.payload)) {
    if (heard->turn_id != saying_.id || heard->text.empty()) co_return;
    saying_.heard += (saying_.heard.empty() ? "" : " ") + heard->text;
    tell_standing();
  } else if (const auto* stopped = std::get_if<pipeline::BotStoppedSpeakingFrame>(&frame.payload)) {
    if (stopped->turn_id != saying_.id || saying_.id == 0) co_return;
    if (!stopped->interrupted) count_unheard(saying_.heard.empty());
    // R15: what the voice could not speak was not heard either
    end_reply(stopped->interrupted || words_in(saying_.heard) < saying_.words);
  }
}

/// R8: the reply hangs, or nobody is there to hear it.
Awaitable<void> LlmStage::cut_reply() {
  if (saying_.id == 0) co_return;
  if (!paused_) count_unheard(saying_.heard.empty());
  end_reply(true);
  context_.epoch->raise();
  floor_.reply_over(context_.now());
  auto frame = context_.frame(pipeline::InterruptionFrame{});
  co_await context_.out->emit(std::move(frame));
}

void LlmStage::end_reply(bool cut) {
  auto heard = std::move(saying_.heard);
  saying_ = Saying{};
  answered_turn_ = 0;
  enter(ReplyState::None);
  told_silence_ = context_.now();
  if (ended_ && !cut) {
    said_goodbye_ = end_reason_;
    if (on_change) on_change();
    return;
  }
  happenings_.emplace_front(interview::SpeechHeardInFull{cut, std::move(heard)});
}

void LlmStage::count_unheard(bool heard_nothing) {
  unheard_ = heard_nothing ? unheard_ + 1 : 0;
  if (unheard_ < config_.reply.max_unheard) return;
  log::error("interview.voice_failed", {{"replies", unheard_}});
  ended_ = true;
  said_goodbye_ = end_reason_ = "voice_failed";
}

}  // namespace codevoice::voice
