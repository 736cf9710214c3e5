#include "voice/transport_output.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cmath>

#include "base/log.hpp"
#include "speech/pace.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using pipeline::Frame;

constexpr auto kTick = 20ms;
constexpr std::uint8_t kSilent = 127;     // -dBov
constexpr std::uint64_t kLossTicks = 50;  // reports come every few seconds

std::size_t samples_of(Duration length) { return audio::samples_in(length, audio::kOpusRateHz); }

}  // namespace

TransportOutput::TransportOutput(AudioSink& sink, Floor& floor, EchoGate& echo, const VoiceConfig& config)
    : sink_(sink), floor_(floor), echo_(echo), voice_(config), sound_(voice_.output) {}

Result<void> TransportOutput::start(pipeline::StageContext context) {
  context_ = context;
  audio::OpusEncoderConfig config;
  config.bitrate_bps = config_.bitrate_bps;
  config.expected_loss_percent = 0;
  auto encoder = audio::OpusEncoder::create(config);
  if (!encoder) return tl::unexpected(encoder.error());
  encoder_ = std::make_unique<audio::OpusEncoder>(std::move(*encoder));
  drained_.emplace(context_.tasks->executor());
  context_.tasks->spawn("play", play());
  return {};
}

Awaitable<void> TransportOutput::process(Frame frame) {
  if (auto* audio = std::get_if<pipeline::TTSAudioRawFrame>(&frame.payload)) {
    const auto epoch = frame.reply_epoch;
    co_await room_for(epoch);
    if (context_.epoch->current() == epoch) queue(std::move(*audio));
    co_return;
  }
  if (const auto* sound = std::get_if<pipeline::ListenerSoundFrame>(&frame.payload)) {
    begin_sound(*sound, frame.at);
    co_return;
  }
  if (const auto* end = std::get_if<pipeline::LLMFullResponseEndFrame>(&frame.payload)) {
    if (end->turn_id == reply_) {
      complete_ = true;
    } else if (reply_ == 0) {
      // nothing of it could be spoken: the reply is over all the same
      reply_ = end->turn_id;
      reply_epoch_ = frame.reply_epoch;
      complete_ = true;
    }
    co_return;
  }
  if (const auto* cut = std::get_if<pipeline::InterruptionFrame>(&frame.payload)) co_await interrupt(cut->reply_unheard);
  co_await context_.out->emit(std::move(frame));
}

/// Backpressure: the voice runs ahead of the playout, but not without end. An interruption is never kept waiting by it.
Awaitable<void> TransportOutput::room_for(std::uint64_t epoch) {
  using asio::experimental::awaitable_operators::operator||;
  while (queue_.samples() > samples_of(config_.ahead) && context_.epoch->current() == epoch) {
    context_.out->beat();
    co_await (drained_->wait() || context_.epoch->passed(epoch));
  }
}

void TransportOutput::queue(pipeline::TTSAudioRawFrame audio) {
  if (reply_ != audio.turn_id) {
    reply_ = audio.turn_id;
    reply_epoch_ = context_.epoch->current();
    complete_ = audible_ = false;
    phase_.enter(PlayoutPhase::Silent, context_.clock->now());
  }
  PlayoutPart part{
      {},         std::move(audio.text),     audio.utterance, audio.turn_id, audio.kind, audio.depends_on_answer, audio.last_of_utterance,
      audio.more, std::move(audio.word_ends)};
  if (!audio.pcm.empty()) {
    if (!resampler_ || resampler_->from_hz() != audio.rate_hz) {
      auto made = audio::Resampler::create(audio.rate_hz, audio::kOpusRateHz);
      if (!made) {
        log::error("output.resampler_failed", {{"reason", made.error().message}});
        return;
      }
      resampler_.emplace(std::move(*made));
    }
    if (audio.rate_hz == audio::kOpusRateHz) {
      part.pcm = std::move(audio.pcm);
    } else {
      resampler_->process(audio.pcm, part.pcm);
      resampler_->finish(part.pcm);  // parts stand alone: each ends in silence or goes on in the next
    }
  }
  queue_.push(std::move(part));
}

Awaitable<void> TransportOutput::play() {
  auto next = context_.clock->now();
  while (true) {
    co_await tick();
    co_await watch_phase();
    ++ticks_;
    next += kTick;
    if (context_.clock->now() > next + 500ms) next = context_.clock->now();  // the machine slept
    co_await context_.clock->sleep_until(next);
  }
}

PlayoutPhase TransportOutput::present_phase() const {
  if (reply_ == 0) return PlayoutPhase::Silent;
  if (!audible_) return queue_.samples() == 0 ? PlayoutPhase::Silent : PlayoutPhase::Holding;
  if (starved_) return PlayoutPhase::Starved;
  return held_ > 0 ? PlayoutPhase::Paused : PlayoutPhase::Playing;
}

/// R8: the deadlines that are not looked at where something else is decided.
Awaitable<void> TransportOutput::watch_phase() {
  const auto now = context_.clock->now();
  const auto present = present_phase();
  if (!phase_.is(present)) phase_.enter(present, now);
  if (!floor_.overlapped()) spoken_over_ = false;
  if (phase_.is(PlayoutPhase::Paused) && phase_.overdue(now)) spoken_over_ = true;
  if (!phase_.is(PlayoutPhase::Playing) || !phase_.overdue(now)) co_return;
  log::error("output.cut_off", {{"turn", reply_}});
  co_await end_reply(true);
}

bool TransportOutput::may_begin() {
  if (floor_.free_for_reply()) return true;
  // R8: a room that is never quiet must not silence the interviewer for good
  return !floor_.turn_open() && phase_.is(PlayoutPhase::Holding) && phase_.overdue(context_.clock->now());
}

/// Something of the reply is to be played now, or it is over.
bool TransportOutput::ready() {
  if (reply_ == 0 || reply_epoch_ != context_.epoch->current()) return false;  // the interruption is on its way here
  if (queue_.empty()) return complete_;
  return audible_ || may_begin();
}

Awaitable<void> TransportOutput::tick() {
  if (!ready()) {
    co_await watch_starving();
    send_silence();
    co_return;
  }
  if (std::exchange(starved_, false) && !queue_.empty()) {
    log::warn("output.underrun", {{"turn", reply_}, {"ms", (context_.now() - starved_since_) / std::chrono::milliseconds{1}}});
  }
  if (queue_.empty()) {
    co_await end_reply(false);
    send_silence();
    co_return;
  }
  if (must_hold()) {
    co_await hold();
    co_return;
  }
  co_await play_frame();
  drained_->notify();
}

/// The candidate makes a sound, and it is not known yet whether they take the floor. The last words of a reply are not worth a pause: who
/// answers a little early has heard the question.
bool TransportOutput::must_hold() const {
  if (!audible_ || spoken_over_ || !floor_.overlapped() || floor_.saying_last_words()) return false;
  return held_ > 0 || !complete_ || queue_.samples() > samples_of(config_.hold_least);
}

Awaitable<void> TransportOutput::hold() {
  audio::Pcm frame;
  if (held_ == 0 && gap_left_ == 0) {
    frame = queue_.peek(samples_of(config_.ramp));  // comes again when it goes on, so it is not played
    audio::ramp(frame, gain_, 0.0);
    log::debug("output.held", {{"turn", reply_}});
  }
  gain_ = 1.0;
  frame.resize(audio::kOpusFrame);
  send(frame);
  held_ += audio::kOpusFrame;
  queue_.rest(audio::kOpusFrame);
  co_await tell_finished(on_the_way());
}

/// R8: the rest of a reply that does not come ends it.
Awaitable<void> TransportOutput::watch_starving() {
  if (!audible_ || !queue_.empty() || complete_) co_return;
  if (!std::exchange(starved_, true)) {
    ++underruns_;
    starved_since_ = context_.now();
  } else if (phase_.is(PlayoutPhase::Starved) && phase_.overdue(context_.clock->now())) {
    log::error("output.starved", {{"turn", reply_}});
    co_await end_reply(true);
  }
}

Awaitable<void> TransportOutput::play_frame() {
  if (gap_left_ > 0) {
    gap_left_ -= std::min(gap_left_, audio::kOpusFrame);
    queue_.rest(audio::kOpusFrame);
    send(audio::Pcm(audio::kOpusFrame));
    co_await tell_finished(on_the_way());
    co_return;
  }
  if (queue_.at_part_begin() && !queue_.front().last) co_await begin_part();
  auto pcm = queue_.take(audio::kOpusFrame, context_.now());
  queue_.rest(audio::kOpusFrame - pcm.size());
  pcm.resize(audio::kOpusFrame);
  if (const auto silent = std::exchange(held_, 0); silent > 0) {
    audio::ramp(std::span(pcm).first(samples_of(config_.ramp)), 0.0, 1.0);
    log::info("output.goes_on", {{"turn", reply_}, {"after_ms", audio::duration_of(silent, audio::kOpusRateHz) / std::chrono::milliseconds{1}}});
  }
  duck(pcm);
  sound_.fade_under(pcm);
  send(pcm);
  if (queue_.at_rest() && !queue_.empty()) gap_left_ = samples_of(speech::rest_of({config_.gap, config_.gap_most}, newest_utterance_));
  co_await tell_finished(on_the_way());
}

/// Softer while something begins to sound, before it is known whether they speak: it costs no word, and is sooner than the VAD.
void TransportOutput::duck(std::span<std::int16_t> frame) {
  const double wanted = floor_.candidate_perhaps() ? audio::gain_of_db(config_.duck_db) : 1.0;
  if (gain_ != 1.0 || wanted != 1.0) audio::ramp(frame, gain_, wanted);
  gain_ = wanted;
}

/// What left within the last half round trip has not arrived yet.
std::size_t TransportOutput::on_the_way() const { return samples_of(sink_.round_trip() / 2 + config_.safety) + audio::kOpusFrame; }

Awaitable<void> TransportOutput::tell_finished(std::size_t unheard) {
  while (auto finished = queue_.finished(unheard)) co_await tell_heard(std::move(*finished));
}

Awaitable<void> TransportOutput::begin_part() {
  const auto& front = queue_.front();
  const PlayoutPart part{{}, front.text, front.utterance, front.turn_id, front.kind, front.depends_on_answer, front.last, front.more, {}};
  if (!audible_) {
    audible_ = true;
    floor_.reply_audible();
    auto started = context_.frame(pipeline::BotStartedSpeakingFrame{part.turn_id});
    context_.out->feedback(started);
    co_await context_.out->emit(std::move(started));
  }
  if (part.utterance != std::exchange(newest_utterance_, part.utterance)) {
    log::info("output.sentence", {{"turn", part.turn_id}, {"utterance", part.utterance}, {"depends_on_answer", part.depends_on_answer}});
  }
  if (part.text.empty()) co_return;  // goes on with the text of the part before it
  pipeline::TTSTextFrame text{part.text, part.utterance, part.turn_id, part.depends_on_answer};
  auto frame = context_.frame(std::move(text));
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> TransportOutput::tell_heard(PlayedText played) {
  if (played.end == MediaTime{}) played.end = context_.now();  // cut
  ledger_samples_ += played.samples;
  pipeline::HeardFrame heard{std::move(played.text), played.kind, played.turn_id,   played.interrupted,
                             played.begin,           played.end,  played.utterance, played.depends_on_answer};
  auto frame = context_.frame(std::move(heard));
  context_.out->feedback(frame);
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> TransportOutput::end_reply(bool interrupted) {
  if (!interrupted) co_await tell_finished(0);
  for (auto& heard : queue_.cut(0)) co_await tell_heard(std::move(heard));
  const auto turn_id = std::exchange(reply_, 0);
  complete_ = audible_ = starved_ = false;
  gain_ = 1.0;
  gap_left_ = held_ = 0;
  queue_.clear();
  tail_left_ = static_cast<int>(config_.tail / kTick);
  floor_.reply_over(context_.now());
  pipeline::BotStoppedSpeakingFrame stopped{turn_id, interrupted};
  auto frame = context_.frame(stopped);
  context_.out->feedback(frame);
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> TransportOutput::interrupt(bool unheard) {
  if (reply_ == 0) {
    floor_.reply_over(context_.now());
    co_return;
  }
  if (audible_ && held_ == 0 && gap_left_ == 0) {
    // the next 10 ms fade out: a voice that stops dead clicks
    auto fade = queue_.take(samples_of(config_.ramp), context_.now());
    audio::ramp(fade, gain_, 0.0);
    queue_.rest(audio::kOpusFrame - fade.size());
    fade.resize(audio::kOpusFrame);
    send(fade);
  }
  if (unheard) {
    // the same turn goes on: no end is told, its reply leaves no trace (R2)
    reply_ = 0;
    complete_ = audible_ = starved_ = false;
    held_ = 0;
    queue_.clear();
    floor_.reply_over(context_.now());
    co_return;
  }
  for (auto& heard : queue_.cut(on_the_way())) co_await tell_heard(std::move(heard));
  co_await end_reply(true);
}

/// Copies of what was sent before are worth their cost only where packets get lost.
void TransportOutput::guard_against_loss() {
  const auto loss = sink_.loss();
  if (loss >= config_.lossy) {
    lost_at_ = context_.now();
    expected_loss_ = std::clamp(static_cast<int>(std::lround(100.0 * loss)), 5, 25);
  }
  const bool wanted = lost_at_ && context_.now() - *lost_at_ <= config_.lossy_for;
  if (!wanted && !guarded_) return;
  guarded_ = wanted;
  (void)encoder_->set_expected_loss(wanted ? expected_loss_ : 0);
}

void TransportOutput::send(audio::PcmView frame) {
  if (ticks_ % kLossTicks == 0) guard_against_loss();
  const auto packet = encoder_->encode(frame);
  const auto level = audio::level_dbov(frame);
  echo_.sent(level < kSilent ? frame : audio::PcmView{}, context_.now());
  sink_.send(packet ? *packet : ByteView{}, level);
}

/// R1: only while the candidate is quiet in the middle of an answer, and at once.
void TransportOutput::begin_sound(const pipeline::ListenerSoundFrame& sound, MediaTime wanted_at) {
  const bool is_late = context_.now() - wanted_at > config_.listener_late;
  if (is_late || !floor_.free_for_listener()) {
    log::info("listening.left_out", {{"late", is_late}});
  } else if (const auto begun = sound_.begin(sound); !begun) {
    log::warn("listening.left_out", {{"reason", begun.error().message}});
  } else {
    log::info("listening.sound", {{"text", sound.text}});
  }
}

void TransportOutput::send_silence() {
  if (sound_.playing()) {
    const auto frame = sound_.next(floor_.candidate_sounding());
    tail_left_ = static_cast<int>(config_.tail / kTick);
    send(frame);
    return;
  }
  if (tail_left_ > 0) {
    --tail_left_;
    send(audio::Pcm(audio::kOpusFrame));
    return;
  }
  echo_.sent({}, context_.now());
  sink_.send({}, kSilent);
}

Awaitable<void> TransportOutput::stop() {
  queue_.clear();
  co_return;
}

}  // namespace codevoice::voice
