#include "rtc/jitter_playout.hpp"

#include <algorithm>
#include <cmath>

namespace codevoice::rtc {
namespace {

constexpr std::int64_t kTicksASample = 3;  // 48 kHz to 16 kHz
constexpr std::size_t kFrame = 320;
constexpr std::size_t kUnit = 40;              // Opus counts in 2.5 ms
constexpr std::size_t kFade = 80;              // 5 ms
constexpr std::size_t kConcealAtMost = 1'920;  // 120 ms: longer guesses sound like robots
constexpr std::int64_t kMillisecond = 48;      // ticks
constexpr std::int64_t kKeepPlace = 1'000 * kMillisecond;
constexpr std::int64_t kTolerance = 10 * kMillisecond;
constexpr std::int64_t kCutAbove = 15 * kMillisecond;
constexpr std::int64_t kHasteAbove = 100 * kMillisecond;
constexpr std::size_t kFramesBetweenCuts = 3;  // of voiced speech: at most a fifth faster
constexpr std::size_t kLongestDtxPacket = 2;   // an Opus packet of so few bytes says "I stop sending"

std::size_t in_units(std::size_t samples) { return (samples + kUnit - 1) / kUnit * kUnit; }

}  // namespace

void JitterPlayout::reset() {
  buffer_.clear();
  samples_.clear();
  decoder_.reset();
  next_.reset();
  concealed_run_ = 0;
  waiting_ = false;
  after_silence_ = true;
  in_dtx_ = false;
}

std::int64_t JitterPlayout::delay(const Moment& moment) const {
  const auto front = samples_.size() > 0 ? samples_.front_timestamp() : *next_;
  return moment.now - front - packet_ticks_;
}

JitterPlayout::Pulled JitterPlayout::pull(const Moment& moment, std::span<std::int16_t> out) {
  if (!next_ && !start(moment)) {
    std::fill(out.begin(), out.end(), std::int16_t{0});
    return {};
  }
  smooth_delay_ += (static_cast<double>(delay(moment)) - smooth_delay_) / 8.0;
  while (samples_.size() < out.size()) step(moment, out.size() - samples_.size());
  const auto popped = samples_.pop(out);
  return {popped.timestamp, popped.concealed};
}

bool JitterPlayout::start(const Moment& moment) {
  const auto front = buffer_.front();
  if (!front || moment.now - front->end() < moment.target) return false;
  concealed_run_ = 0;
  next_ = front->timestamp;
  last_sequence_ = front->sequence - 1;
  packet_ticks_ = front->samples;
  smooth_delay_ = static_cast<double>(delay(moment));
  return true;
}

void JitterPlayout::drop_played(const Moment& moment) {
  const auto latest = moment.now - packet_ticks_ - moment.target - kKeepPlace;
  if (*next_ < latest) {
    move_to(moment, latest);
    in_dtx_ = false;  // no pause of a living sender is that long without a packet
  }
  while (const auto front = buffer_.front()) {
    if (front->end() > *next_) return;
    ++stats_.late;
    buffer_.pop();
  }
}

void JitterPlayout::step(const Moment& moment, std::size_t wanted) {
  drop_played(moment);
  const auto front = buffer_.front();
  if (!front) return wait(in_units(std::min(wanted, kFrame)));
  waiting_ = false;
  if (front->timestamp - *next_ < static_cast<std::int64_t>(kUnit) * kTicksASample) return play(moment, *front);
  bridge(moment, *front);
}

void JitterPlayout::play(const Moment& moment, const JitterPacket& packet) {
  next_ = packet.timestamp;
  last_sequence_ = packet.sequence;
  packet_ticks_ = packet.samples;
  if (packet.payload.size() <= kLongestDtxPacket) return play_dtx(packet);
  const auto decoded = decoder_.decode(packet.payload, scratch_);
  buffer_.pop();
  if (!decoded) {
    ++stats_.undecodable;
    return emit_concealed(packet.samples / kTicksASample, packet.samples);
  }
  if (after_silence_) audio::ramp(std::span(scratch_).first(std::min(kFade, *decoded)), 0.0, 1.0);
  after_silence_ = false;
  in_dtx_ = false;
  concealed_run_ = 0;
  append(adapt(moment, *decoded), packet.samples, false);
}

void JitterPlayout::play_dtx(const JitterPacket& packet) {
  const auto decoded = in_dtx_ ? std::size_t{0} : decoder_.decode(packet.payload, scratch_).value_or(0);
  buffer_.pop();
  in_dtx_ = true;
  concealed_run_ = 0;
  if (decoded == 0) return emit_silence(packet.samples / kTicksASample, packet.samples, false);
  // the last of the room's noise fades away; the pause itself is silent
  audio::ramp(std::span(scratch_).first(decoded), after_silence_ ? 0.0 : 1.0, 0.0);
  after_silence_ = true;
  append(decoded, packet.samples, false);
}

void JitterPlayout::bridge(const Moment& moment, const JitterPacket& next) {
  const auto gap = next.timestamp - *next_;
  const auto ahead = static_cast<std::int64_t>(samples_.size()) * kTicksASample;  // plays before it
  if (moment.now + ahead - next.end() >= moment.target - kTolerance) {
    // enough time was put in already while waiting
    return move_to(moment, next.timestamp);
  }
  const bool paused = next.sequence == last_sequence_ + 1;  // nothing was lost: the sender left time out
  if (!paused && next.has_fec && gap == next.frame_samples) return rebuild(next);
  const auto ticks = std::min<std::int64_t>(gap / (kUnit * kTicksASample) * (kUnit * kTicksASample), kFrame * kTicksASample);
  const auto samples = static_cast<std::size_t>(ticks / kTicksASample);
  if (paused) return emit_silence(samples, ticks, false);
  emit_concealed(samples, ticks);
}

void JitterPlayout::move_to(const Moment& moment, std::int64_t timestamp) {
  next_ = timestamp;
  smooth_delay_ = static_cast<double>(moment.now + static_cast<std::int64_t>(samples_.size()) * kTicksASample - timestamp - packet_ticks_);
}

void JitterPlayout::rebuild(const JitterPacket& next) {
  const auto samples = static_cast<std::size_t>(next.frame_samples / kTicksASample);
  const auto decoded = decoder_.decode_lost(next.payload, std::span(scratch_).first(samples));
  if (!decoded) return emit_concealed(samples, next.frame_samples);
  ++stats_.fec_frames;
  concealed_run_ = 0;
  append(samples, next.frame_samples, false);
}

void JitterPlayout::wait(std::size_t samples) {
  if (!waiting_ && !in_dtx_) ++stats_.underruns;
  waiting_ = true;
  smooth_delay_ += static_cast<double>(samples * kTicksASample);
  if (in_dtx_) return emit_silence(samples, 0, false);
  emit_concealed(samples, 0);
}

void JitterPlayout::emit_concealed(std::size_t samples, std::int64_t ticks) {
  if (after_silence_) return emit_silence(samples, ticks, true);
  const auto out = std::span(scratch_).first(samples);
  if (!decoder_.conceal(out)) return emit_silence(samples, ticks, true);
  concealed_run_ += samples;
  if (concealed_run_ >= kConcealAtMost) {
    audio::ramp(out, 1.0, 0.0);
    after_silence_ = true;
  }
  append(samples, ticks, true);
}

void JitterPlayout::emit_silence(std::size_t samples, std::int64_t ticks, bool concealed) {
  std::fill_n(scratch_.begin(), samples, std::int16_t{0});
  after_silence_ = true;
  append(samples, ticks, concealed);
}

void JitterPlayout::append(std::size_t samples, std::int64_t ticks, bool concealed) {
  samples_.append(audio::PcmView(scratch_).first(samples), {*next_, ticks, concealed});
  *next_ += ticks;
}

std::size_t JitterPlayout::adapt(const Moment& moment, std::size_t used) {
  ++frames_since_cut_;
  const auto excess = static_cast<std::int64_t>(std::llround(smooth_delay_)) - moment.target;
  const bool quiet = quiet_.is_quiet(audio::PcmView(scratch_).first(used));
  auto now = used;
  if (excess > kCutAbove) now = cut(used, excess, quiet);
  if (excess < -kTolerance && quiet) now = lengthen(scratch_, used, std::min<std::size_t>(4 * kUnit, used / 2));
  if (now < used) stats_.cut_samples += used - now;
  if (now > used) stats_.added_samples += now - used;
  smooth_delay_ += static_cast<double>(static_cast<std::int64_t>(now) - static_cast<std::int64_t>(used)) * kTicksASample;
  return now;
}

std::size_t JitterPlayout::cut(std::size_t used, std::int64_t excess, bool quiet) {
  const auto piece = std::span(scratch_).first(used);
  if (quiet) {
    const auto wanted = static_cast<std::size_t>((excess - kTolerance / 2) / kTicksASample);
    return shorten(piece, std::min({wanted, 4 * kUnit, used / 2}));
  }
  if (excess < kHasteAbove || frames_since_cut_ < kFramesBetweenCuts) return used;
  const auto period = find_period(piece);
  if (!period) return used;
  frames_since_cut_ = 0;
  return shorten(piece, *period);
}

}  // namespace codevoice::rtc
