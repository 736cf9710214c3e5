#include "voice/transport_input.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using pipeline::Frame;

constexpr int kFailuresBeforeRestart = 5;
constexpr float kNoSpeech = 0.1F;  // probability

Duration length_of(std::size_t samples) { return Duration{1s} * static_cast<std::int64_t>(samples) / 16'000; }

}  // namespace

TransportInput::TransportInput(const Parts& parts, const VadConfig& config, const OnsetConfig& onset)
    : source_(parts.source), vad_(parts.vad), floor_(parts.floor), echo_(parts.echo), config_(config), detector_(config), onset_(onset) {}

Result<void> TransportInput::start(pipeline::StageContext context) {
  context_ = context;
  stream_ = vad_.open_stream();
  context_.tasks->spawn("pump", pump());
  context_.tasks->spawn("watch starvation", watch_starvation());
  return {};
}

Awaitable<void> TransportInput::process(Frame frame) { co_await context_.out->emit(std::move(frame)); }

Awaitable<void> TransportInput::stop() {
  stream_.reset();
  co_return;
}

Awaitable<void> TransportInput::pump() {
  while (true) {
    if (source_.muted() && !lost_) co_await lose_audio("muted");
    if (const auto audio = source_.pop()) {
      co_await take(*audio);
    } else {
      co_await source_.changed();
    }
  }
}

Awaitable<void> TransportInput::take(const CapturedAudio& audio) {
  if (!audio.concealed && !source_.muted()) {
    heard_at_ = context_.clock->now();
    lost_ = false;
  }
  echo_.heard(audio.pcm, audio.at);
  const auto mark = detect(audio);
  floor_.candidate_sounds(detector_.sounding());
  floor_.candidate_perhaps(onset_.undecided());
  if (mark && mark->kind == SpeechMark::Kind::Started) co_await emit_mark(*mark);
  pipeline::AudioRawFrame payload;
  payload.pcm.assign(audio.pcm.begin(), audio.pcm.end());
  payload.speech_probability = newest_;
  payload.concealed = audio.concealed;
  Frame frame{audio.at, context_.epoch->current(), std::move(payload)};
  co_await context_.out->emit(std::move(frame));
  if (mark && mark->kind == SpeechMark::Kind::Stopped) co_await emit_mark(*mark);
}

std::optional<SpeechMark> TransportInput::detect(const CapturedAudio& audio) {
  const auto taken = std::min(audio.pcm.size(), window_.size() - filled_);
  std::copy_n(audio.pcm.begin(), taken, window_.begin() + static_cast<std::ptrdiff_t>(filled_));
  filled_ += taken;
  if (filled_ < window_.size()) return std::nullopt;

  newest_ = judged(probability());
  ++vad_windows_;
  const auto window_end = audio.at + length_of(taken);
  filled_ = audio.pcm.size() - taken;  // a frame is shorter than a window
  std::copy_n(audio.pcm.begin() + static_cast<std::ptrdiff_t>(taken), filled_, window_.begin());
  const auto length = length_of(speech::kVadWindow);
  onset_.feed(loud_, length);
  return detector_.feed(newest_, window_end - length, length);
}

/// Over the interviewer, what is no speech for all that the VAD thinks.
float TransportInput::judged(float probability) {
  shape_.feed(window_);
  const bool is_over = floor_.reply() == ReplyPhase::Audible;
  if (is_over && !detector_.speaking() && !shape_.goes_on()) probability = std::min(probability, kNoSpeech);  // the VAD takes many a knock for speech
  loud_ = loud_ && is_over;
  const bool matters = probability >= config_.stop_below || (loud_ && onset_.armed());
  const bool echoes = echo_.delay().has_value();  // for one that is found only now, it is no loss to be softer
  if (!matters || !echo_.is_echo()) return probability;
  loud_ = loud_ && !echoes;
  return 0.0F;  // the audio stays: the first sound of a word may be in it
}

float TransportInput::probability() {
  const float loudness = gate_.probability(window_);
  loud_ = gate_.stands_out();
  // most of a session is silence, which costs nothing; the first quiet windows still tell the model that a word ended
  quiet_ = gate_.level() < config_.asleep_below ? quiet_ + 1 : 0;
  if (quiet_ > config_.asleep_after) return 0.0F;
  if (reset_vad_) stream_->reset();
  reset_vad_ = false;
  const auto answer = stream_->probability(window_);
  if (answer) {
    failures_ = 0;
    return quiet_ > 0 ? 0.0F : *answer;  // it takes a tenth of a second to say so itself
  }
  if (++failures_ % kFailuresBeforeRestart == 0) restart_vad(answer.error().message);
  return loudness;
}

void TransportInput::restart_vad(const std::string& reason) {
  ++vad_restarts_;
  log::error("vad.restarted", {{"reason", reason}, {"failures", failures_}});
  stream_ = vad_.open_stream();
}

Awaitable<void> TransportInput::watch_starvation() {
  while (true) {
    co_await context_.clock->sleep_for(100ms);
    if (!lost_ && context_.clock->now() - heard_at_ >= config_.starvation) co_await lose_audio("starved");
  }
}

Awaitable<void> TransportInput::lose_audio(std::string reason) {
  lost_ = true;
  log::info("candidate.audio_lost", {{"reason", reason}});
  const auto mark = detector_.cut();
  floor_.candidate_sounds(false);
  floor_.candidate_perhaps(false);
  reset_vad_ = true;
  if (mark) co_await emit_mark(*mark);
  pipeline::UserAudioLostFrame lost{std::move(reason)};
  auto frame = context_.frame(std::move(lost));
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> TransportInput::emit_mark(SpeechMark mark) {
  Frame frame{mark.at, context_.epoch->current(), pipeline::UserStartedSpeakingFrame{}};
  if (mark.kind == SpeechMark::Kind::Stopped) {
    frame.payload = pipeline::UserStoppedSpeakingFrame{mark.at};
  }
  co_await context_.out->emit(std::move(frame));
}

}  // namespace codevoice::voice
