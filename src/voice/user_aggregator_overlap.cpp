// Speech over the interviewer: judged, and then let go or given the floor.
// untested: here; user_aggregator_test.cpp and voice_pipeline_test.cpp test its class
#include "voice/backchannel.hpp"
#include "voice/user_aggregator.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr auto kFrame = 20ms;
constexpr auto kQuietToPeek = 100ms;  // the gap before the last sound of a word is shorter: "stop"

std::int64_t in_ms(Duration length) { return length / 1ms; }

}  // namespace

void UserAggregator::begin_overlap(MediaTime begin) {
  overlap_ = Overlap{};
  overlap_.phase = floor_.reply() == ReplyPhase::Audible ? OverlapPhase::BotSpeaking : OverlapPhase::ReplyPending;
  overlap_.begin = overlap_.voiced_until = begin;
  floor_.overlap(true);
  enter(TurnState::Overlap);
}

void UserAggregator::hear_overlap(const pipeline::TranscriptionFrame& words) {
  overlap_.words = words;
  overlap_.settled = true;
  if (sounds_like_listening(words.text)) overlap_.listening = words.text;
}

/// Of speech that is over.
void UserAggregator::judge_words(const pipeline::TranscriptionFrame& words) {
  begin_overlap(words.begin);
  overlap_.ended_at = words.end;
  hear_overlap(words);
}

/// They were let go, and the whole of their words says otherwise; those of a hum say nothing.
bool UserAggregator::may_take_floor() const {
  return state_.is(TurnState::Idle) && !overlap_.murmur.hums() && floor_.reply() == ReplyPhase::Audible && !floor_.saying_last_words();
}

/// No recogniser need tell words before a pause: over the interviewer they are wanted sooner.
void UserAggregator::peek_at_overlap() {
  const auto& limits = overlap_.phase == OverlapPhase::BotSpeaking ? config_.barge_in.speaking : config_.barge_in.pending;
  const auto speech = overlap_.voiced_until - overlap_.begin;
  const bool is_over = audio_until_ - overlap_.voiced_until >= kQuietToPeek && speech >= limits.shortest;
  const bool is_due = is_over ? overlap_.voiced_until > overlap_.asked_until : speech >= limits.peek + overlap_.peeks * limits.peek / 2;
  if (overlap_.ended_at || !is_due) return;
  if (!is_over) ++overlap_.peeks;
  overlap_.asked_until = overlap_.voiced_until;
  overlap_.settled = false;
  context_.out->feedback(context_.frame(pipeline::TurnTextRequestFrame{0, audio_until_}));
}

/// "Yeah, okay" was talked over; when it goes on, it may be more than that.
void UserAggregator::watch_talked_over() {
  if (!state_.is(TurnState::Idle) || floor_.reply() == ReplyPhase::None) return talked_over_.reset();
  auto& voice_from = talked_over_->voice_from;
  if (!voice_from && voiced_until_ > talked_over_->since) voice_from = std::max(talked_over_->since, voiced_until_ - kFrame);
  if (!voice_from || voiced_until_ - *voice_from < talked_over_->most) return;
  const auto begin = *voice_from;
  talked_over_.reset();
  begin_overlap(begin);
}

Awaitable<void> UserAggregator::judge_overlap() {
  if (floor_.reply() == ReplyPhase::None) {
    become_turn(false);
    co_return;
  }
  if (floor_.saying_last_words()) {
    if (overlap_.ended_at) let_go();
    co_return;
  }
  const auto end = overlap_.ended_at.value_or(overlap_.voiced_until);  // the quiet before a stop mark is no speech
  OverlapView view{overlap_.phase, end - overlap_.begin, overlap_.ended_at.has_value(), audio_until_ - end, {}};
  if (overlap_.words) view.text = overlap_.words->text;
  view.listened = is_another_reading(overlap_.listening, view.text);
  view.settled = overlap_.settled;
  view.hums = overlap_.murmur.hums();
  switch (barge_in_.judge(view)) {
    case OverlapVerdict::Wait: break;
    case OverlapVerdict::GoOn: let_go(); break;
    case OverlapVerdict::Cancel: co_await take_floor(); break;
  }
}

Awaitable<void> UserAggregator::take_floor() {
  const bool is_unheard = floor_.reply() == ReplyPhase::Pending;
  const auto length = overlap_.ended_at.value_or(overlap_.voiced_until) - overlap_.begin;
  log::info("barge_in.cancelled", {{"reply_unheard", is_unheard}, {"speech_ms", in_ms(length)}, {"had_words", overlap_.words.has_value()}});
  context_.epoch->raise();
  become_turn(is_unheard && last_.id != 0 && floor_.answering() == last_.id);
  auto frame = context_.frame(pipeline::InterruptionFrame{is_unheard});
  co_await context_.out->emit(std::move(frame));
}

void UserAggregator::become_turn(bool reopen) {
  const auto overlap = overlap_;
  floor_.overlap(false);
  if (last_.id != 0) own_pauses_.went_on_after(overlap.begin - last_.speech_end);  // cut off: they had not finished
  if (reopen) {
    reopen_turn();
  } else {
    open_turn(overlap.begin);
    turn_.over_bot = floor_.reply() != ReplyPhase::None || overlap.ended_at.has_value();  // a "yes" that outlasts the question answers it
  }
  turn_.speech_from = overlap.begin;
  if (overlap.words) transcript_.add(*overlap.words);
  if (overlap.ended_at) pause_turn(*overlap.ended_at);
}

void UserAggregator::let_go() {
  log::info("barge_in.backchannel", {{"had_words", overlap_.words.has_value()}});
  floor_.overlap(false);
  enter(TurnState::Idle);
  const auto& limits = config_.barge_in.speaking;
  const bool was_quiet = audio_until_ - overlap_.voiced_until >= limits.quiet;  // what comes now is another word, not the rest of that one
  if (!overlap_.ended_at) talked_over_ = TalkedOver{audio_until_, was_quiet ? limits.shortest : limits.listening, {}};
  aside_finish_ = ++finishes_;  // its words must not leak into the next answer
  context_.out->feedback(context_.frame(pipeline::TurnTextRequestFrame{aside_finish_, audio_until_}));
}

}  // namespace codevoice::voice
