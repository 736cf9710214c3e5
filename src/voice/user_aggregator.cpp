#include "voice/user_aggregator.hpp"

#include "voice/backchannel.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using pipeline::Frame;
using pipeline::TranscriptionFrame;

constexpr auto kWordsEndBefore = 300ms;  // the end of speech, at most, when they reach up to it

std::int64_t in_ms(Duration length) { return length / 1ms; }

Duration length_of(const pipeline::AudioRawFrame& audio) { return Duration{1s} * static_cast<std::int64_t>(audio.pcm.size()) / audio.rate_hz; }

}  // namespace

UserAggregator::UserAggregator(const Parts& parts, const VoiceConfig& config)
    : floor_(parts.floor),
      conversation_(parts.conversation),
      barge_in_(parts.barge_in),
      config_(config),
      judge_(parts.turn_model, parts.stop_strategy, parts.audio, config.turn),
      listening_(config.listening),
      state_(TurnState::Idle, config_) {}

Result<void> UserAggregator::start(pipeline::StageContext context) {
  context_ = context;
  judge_.start(
      context, [this](PauseVerdict verdict) { close_turn(std::move(verdict.reason), verdict.probability); },
      [this](const PauseView& view, const StopDecision& decision) { tell_watcher(view, decision); });
  context_.tasks->spawn("watch deadlines", watch_deadlines());
  return {};
}

Awaitable<void> UserAggregator::process(Frame frame) {
  if (const auto* audio = std::get_if<pipeline::AudioRawFrame>(&frame.payload)) {
    const auto until = frame.at + length_of(*audio);
    if (audio->speech_probability >= config_.vad.stop_below) overlap_.voiced_until = voiced_until_ = until;
    if (state_.is(TurnState::Overlap)) overlap_.murmur.feed(audio->pcm);
    co_await on_audio(until, audio->speech_probability >= config_.vad.start_above);
    co_return;  // nobody further down wants it
  }
  if (const auto* words = std::get_if<TranscriptionFrame>(&frame.payload)) {
    co_await on_words(*words);
    co_return;
  }
  if (std::holds_alternative<pipeline::UserStartedSpeakingFrame>(frame.payload)) {
    on_speech(frame.at);
  } else if (const auto* stopped = std::get_if<pipeline::UserStoppedSpeakingFrame>(&frame.payload)) {
    co_await on_pause(stopped->speech_end);
  } else if (const auto* lost = std::get_if<pipeline::UserAudioLostFrame>(&frame.payload)) {
    co_await on_audio_lost(lost->reason);
  }
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> UserAggregator::on_feedback(Frame frame) {
  if (const auto* hints = std::get_if<pipeline::ListeningHintsFrame>(&frame.payload)) {
    question_patience_ = hints->patience;
  } else if (std::holds_alternative<pipeline::BotStoppedSpeakingFrame>(frame.payload)) {
    if (state_.is(TurnState::Overlap) && floor_.reply() == ReplyPhase::None) become_turn(false);  // nothing left to talk over
  }
  co_return;
}

Duration UserAggregator::patience() const {
  if (config_.turn.patience) return *config_.turn.patience;
  return question_patience_ > Duration{} ? question_patience_ : Duration{config_.turn.default_patience};
}

// --- what happens ---

Awaitable<void> UserAggregator::on_audio(MediaTime until, bool sounding) {
  audio_until_ = until;
  audio_lost_.clear();
  judge_.tick(until, sounding);
  if (talked_over_) watch_talked_over();
  if (state_.is(TurnState::Overlap)) {
    peek_at_overlap();
    co_await judge_overlap();
  }
  co_await speculate();
  if (listening_.on() && state_.is(TurnState::Pausing)) co_await listen_along();
}

/// "Mm-hm" in a pause of a long answer.
Awaitable<void> UserAggregator::listen_along() {
  const auto prepare = listening_.to_prepare();
  const auto now = prepare ? prepare : listening_.at({turn_.id, turn_.spoken, audio_until_ - turn_.speech_end, judge_.standing()});
  if (!now) co_return;
  auto sound = context_.frame(pipeline::ListenerSoundFrame{std::string(*now), prepare.has_value(), {}, 0});
  co_await context_.out->emit(std::move(sound));
}

/// It is quiet (the recogniser hears that before the VAD is sure) and all words are known: perhaps the turn is over, and a reply may begin
/// to be made.
Awaitable<void> UserAggregator::speculate() {
  const bool is_open = state_.is(TurnState::Pausing) || (state_.is(TurnState::Speaking) && words_settled_);
  if (!config_.wording.speculate || !is_open || speculations_ >= config_.wording.most_speculations) co_return;
  const bool is_quiet = perhaps_over_ || audio_until_ - voiced_until_ >= config_.wording.speculate_after;
  if (!is_quiet || transcript_.end() + kWordsEndBefore < voiced_until_) co_return;
  auto text = transcript_.text();
  if (text.empty() || text == speculated_) co_return;
  ++speculations_;
  speculated_ = text;
  pipeline::LLMMessagesFrame messages{conversation_.messages(), turn_.id, true, std::move(text)};
  auto frame = context_.frame(std::move(messages));
  co_await context_.out->emit(std::move(frame));
}

void UserAggregator::on_speech(MediaTime begin) {
  switch (state_.get()) {
    case TurnState::Idle:
      if (floor_.reply() != ReplyPhase::None) {
        begin_overlap(begin);
        return;
      }
      open_turn(begin);
      return;
    case TurnState::Overlap: overlap_.ended_at.reset(); return;
    case TurnState::Speaking: return;
    case TurnState::Pausing:
      judge_.end();
      if (watcher_ != nullptr) watcher_->on_gone_on({turn_.id, turn_.begin, turn_.speech_end}, begin);
      own_pauses_.went_on_after(begin - turn_.speech_end);
      break;
    case TurnState::Closing: closing_finish_ = 0; break;  // they go on: the words asked for are filed as they come
  }
  turn_.speech_from = begin;
  enter(TurnState::Speaking);
}

Awaitable<void> UserAggregator::on_pause(MediaTime speech_end) {
  talked_over_.reset();
  if (state_.is(TurnState::Overlap)) {
    overlap_.ended_at = speech_end;
    overlap_.settled = false;  // the recogniser hears the pause, too, and tells them once more
    co_await judge_overlap();
  } else if (state_.is(TurnState::Speaking)) {
    pause_turn(speech_end);
  }
}

Awaitable<void> UserAggregator::on_words(const TranscriptionFrame& words) {
  if (words.finish_id != 0 && words.finish_id == aside_finish_) {
    aside_finish_ = 0;
    if (asks_for_floor(words.text) && may_take_floor()) {
      judge_words(words);
      co_await judge_overlap();
      co_return;
    }
    log::info("turn.aside", {{"words", floor_taking_words(words.text)}, {"pii.text", words.text}});
    auto nothing = context_.frame(pipeline::UserFalseStartFrame{true});
    co_await context_.out->emit(std::move(nothing));
    co_return;
  }
  if (state_.is(TurnState::Idle)) {
    co_await on_words_of_nobodys_turn(words);
    co_return;
  }
  if (state_.is(TurnState::Overlap)) {
    if (words.end > overlap_.begin) hear_overlap(words);
    co_await judge_overlap();
    co_return;
  }
  if (!transcript_.add(words)) {
    file_late(words);
  } else {
    perhaps_over_ = words.turn == pipeline::TurnMark::PerhapsOver;
    words_settled_ = words.is_final || perhaps_over_;
    judge_.set_text(words_up_to_pause());
    judge_.set_mark(words.turn, words.turn_sure);
    co_await speculate();
  }
  if (state_.is(TurnState::Closing) && words.finish_id == closing_finish_) co_await complete_turn();
}

/// R5: words the VAD missed begin a turn too.
Awaitable<void> UserAggregator::on_words_of_nobodys_turn(const TranscriptionFrame& words) {
  if (!words.is_final || words.text.empty()) co_return;
  if (words.begin + (words.end - words.begin) / 2 < last_.closed_at) {
    file_late(words);
    co_return;
  }
  if (floor_.reply() != ReplyPhase::None) {
    judge_words(words);
    co_await judge_overlap();
    co_return;
  }
  open_turn(words.begin);
  transcript_.add(words);
  pause_turn(words.end);
}

Awaitable<void> UserAggregator::on_audio_lost(const std::string& reason) {
  audio_lost_ = reason;
  if (state_.is(TurnState::Overlap)) let_go();
  if (state_.is(TurnState::Speaking) || state_.is(TurnState::Pausing)) stop_turn(reason);
  co_return;
}

Awaitable<void> UserAggregator::watch_deadlines() {
  while (true) {
    co_await context_.clock->sleep_for(100ms);
    // R9: whatever opened it (words that come late, speech over a reply that is over), no silence will be heard after it
    const bool is_open = state_.is(TurnState::Speaking) || state_.is(TurnState::Pausing);
    if (is_open && !audio_lost_.empty()) stop_turn(audio_lost_);
    if (state_.overdue(context_.clock->now())) co_await on_deadline();
  }
}

Awaitable<void> UserAggregator::on_deadline() {
  switch (state_.get()) {
    case TurnState::Idle: break;
    case TurnState::Overlap: let_go(); break;
    case TurnState::Speaking: stop_turn("deadline"); break;
    case TurnState::Pausing: stop_turn("silence"); break;
    case TurnState::Closing: co_await complete_turn(); break;
  }
}

// --- the turn ---

void UserAggregator::open_turn(MediaTime begin) {
  turn_ = Turn{};
  turn_.id = ++turns_;
  turn_.begin = turn_.speech_from = turn_.speech_end = begin;
  transcript_.open(begin);
  speculated_.clear();
  speculations_ = 0;
  words_settled_ = perhaps_over_ = false;
  floor_.turn_opened();
  enter(TurnState::Speaking);
}

/// The candidate goes on before the reply was heard: the same answer, under a new id so that the old reply is stale (R2).
void UserAggregator::reopen_turn() {
  conversation_.forget_candidate(last_.id);
  turn_ = last_;
  turn_.id = ++turns_;
  turn_.reopened = true;
  transcript_.reopen();
  floor_.turn_opened();
  enter(TurnState::Speaking);
}

void UserAggregator::pause_turn(MediaTime speech_end) {
  turn_.spoken += std::max<Duration>(Duration{}, speech_end - turn_.speech_from);
  turn_.speech_end = speech_end;
  enter(TurnState::Pausing);
  judge_.begin(PauseJudge::Pause{turn_.id, speech_end, patience(), turn_.spoken, own_pauses_.typical()}, words_up_to_pause());
}

/// Empty while the recogniser is still behind.
std::string UserAggregator::words_up_to_pause() const {
  return transcript_.end() + kWordsEndBefore < turn_.speech_end ? std::string() : transcript_.text();
}

/// Ended by what no model was asked about.
void UserAggregator::stop_turn(const std::string& reason) {
  log::info("turn.decision", {{"turn", turn_.id},
                              {"decision", "stop"},
                              {"reason", reason},
                              {"silence_ms", in_ms(audio_until_ - turn_.speech_end)},
                              {"spoken_ms", in_ms(turn_.spoken)}});
  PauseView view;
  view.silence = audio_until_ - turn_.speech_end;
  view.patience = patience();
  view.spoken = turn_.spoken;
  tell_watcher(view, {true, reason, 1.0F, view.silence});
  close_turn(reason, 0.0F);
}

void UserAggregator::tell_watcher(const PauseView& view, const StopDecision& decision) const {
  if (watcher_ != nullptr) watcher_->on_judged({turn_.id, turn_.begin, turn_.speech_end}, view, decision, transcript_.text());
}

void UserAggregator::close_turn(std::string reason, float probability) {
  judge_.end();
  turn_.reason = std::move(reason);
  turn_.probability = probability;
  enter(TurnState::Closing);
  closing_finish_ = ++finishes_;
  context_.out->feedback(context_.frame(pipeline::TurnTextRequestFrame{closing_finish_, audio_until_}));
}

Awaitable<void> UserAggregator::complete_turn() {
  auto text = transcript_.text();
  const bool is_noise = text.empty() && turn_.spoken < config_.turn.unintelligible;
  const bool is_listening = turn_.over_bot && !turn_.reopened && is_backchannel(text);
  turn_.closed_at = audio_until_;
  closing_finish_ = 0;
  enter(TurnState::Idle);
  if (!is_noise && !is_listening) {
    co_await emit_turn(std::move(text));
    co_return;
  }
  floor_.turn_closed(std::nullopt);
  log::info("turn.false_start", {{"turn", turn_.id}, {"spoken_ms", in_ms(turn_.spoken)}, {"backchannel", is_listening}});
  auto frame = context_.frame(pipeline::UserFalseStartFrame{is_listening});
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> UserAggregator::emit_turn(std::string text) {
  last_ = turn_;
  own_pauses_.answer_over();
  log::info("turn.ended", {{"turn", turn_.id},
                           {"reason", turn_.reason},
                           {"probability", turn_.probability},
                           {"spoken_ms", in_ms(turn_.spoken)},
                           {"after_speech_ms", in_ms(audio_until_ - turn_.speech_end)},
                           {"pii.text", text}});
  conversation_.candidate_said(turn_.id, turn_.begin, text);
  floor_.turn_closed(turn_.speech_end);
  floor_.reply_pending(turn_.id);
  pipeline::UserTurnEndedFrame ended{turn_.id,          turn_.begin,     turn_.speech_end,         turn_.reason,
                                     turn_.probability, std::move(text), transcript_.confidence(), transcript_.raw_text()};
  auto ended_frame = context_.frame(std::move(ended));
  pipeline::LLMMessagesFrame messages{conversation_.messages(), turn_.id, false, {}};
  auto messages_frame = context_.frame(std::move(messages));
  co_await context_.out->emit(std::move(ended_frame));
  co_await context_.out->emit(std::move(messages_frame));
}

/// R13: words that come after their turn was over belong to it all the same.
void UserAggregator::file_late(const TranscriptionFrame& words) {
  if (!words.is_final || words.text.empty()) return;
  const bool known = conversation_.candidate_also_said(last_.id, words.text);
  log::info("turn.late_words", {{"turn", last_.id}, {"filed", known}, {"pii.text", words.text}});
}

}  // namespace codevoice::voice
