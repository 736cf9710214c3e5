#include "voice/echo_gate.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "audio/dot.hpp"
#include "audio/echo_match.hpp"
#include "base/log.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kRateHz = 4000;  // holds what makes a voice known
constexpr std::size_t kFrame = kRateHz / 50;
constexpr std::size_t kWindow = 640;  // 160 ms: shorter ones are explained by chance
constexpr std::size_t kRange = 2000;  // delays of up to half a second
constexpr std::size_t kBefore = 6;    // taps before the delay found: the loudest reflection need not be the first
constexpr std::size_t kSlack = 160;   // the two streams are not told at the same moment
constexpr int kHeardAfter = 50;       // frames: the delay, the window, and a room that rings
constexpr float kLeastLikeness = 0.5F;
constexpr float kSureShare = 0.65F;                                             // of an echo whose delay was not known before
constexpr float kKnownShare = 0.45F;                                            // where it was
constexpr float kOtherShare = 0.25F;                                            // less: something else sounds
constexpr int kFound = 3, kConfirmed = 5, kConfirmedAtMost = 25, kDoubted = 2;  // more weighs what tells against it
constexpr float kRing = 0.6F;                                                   // of the energy, from frame to frame: half a second to -60 dB
constexpr float kLouder = 3.0F;                                                 // than the echo: it is not that alone
constexpr float kForget = 0.98F;                                                // of the loudest echo, from frame to frame
constexpr std::size_t kWindowFrames = kWindow / kFrame;
constexpr auto kSearchEvery = 60ms;
constexpr auto kTickJitter = 40ms;    // a late tick is followed by a short one
constexpr auto kCaptureJitter = 8ms;  // more is a gap, or samples left out

}  // namespace

void EchoGate::Stream::push(audio::PcmView frame) {
  std::array<float, kFrame> low{};
  decimator.process(frame, low);
  for (auto& sample : low) sample -= std::exchange(last, sample);  // a voice is louder the lower: without this, any low sound is like any other
  samples.push(low);
}

void EchoGate::Stream::push_silence() {
  static constexpr std::array<float, kFrame> kSilence{};
  samples.push(kSilence);
  last = 0.0F;
}

void EchoGate::Stream::follow(MediaTime at, Duration tolerance) {
  if (std::chrono::abs(at - until) > tolerance) until = at;
  until += 20ms;
}

void EchoGate::Stream::clear() {
  decimator.reset();
  samples.clear();
  last = 0.0F;
}

EchoGate::EchoGate()
    : sent_(audio::kOpusRateHz / kRateHz, kWindow + kRange + kSlack + audio::kEchoTaps),
      heard_(audio::kSpeechRateHz / kRateHz, kWindow + kSlack),
      ringing_((kWindow + kRange + kSlack) / kFrame + 2),
      silent_(kHeardAfter) {}

bool EchoGate::compares() const { return silent_ < kHeardAfter; }

void EchoGate::sent(audio::PcmView frame, MediaTime at) {
  sent_.follow(at, kTickJitter);
  if (frame.empty() && !compares()) return;  // all that is kept is silence
  silent_ = frame.empty() ? silent_ + 1 : 0;
  if (frame.empty()) {
    sent_.push_silence();
  } else {
    sent_.push(frame);
  }
  const auto newest = sent_.samples.last(kFrame);
  const float ringing = kRing * ringing_.last(1)[0] + audio::dot(newest.data(), newest.data(), kFrame);
  ringing_.push(std::array{ringing});
  if (compares()) return;
  sent_.clear();
  ringing_.clear();
}

void EchoGate::heard(audio::PcmView frame, MediaTime at) {
  if (!compares()) {
    listening_ = false;
    return;
  }
  if (!std::exchange(listening_, true)) heard_.clear();
  heard_.follow(at, kCaptureJitter);
  heard_.push(frame);
}

/// Samples by which what is heard is ahead of what was sent.
std::ptrdiff_t EchoGate::lead() const { return static_cast<std::ptrdiff_t>((heard_.until - sent_.until) / 1us) * kRateHz / 1'000'000; }

/// How many samples were sent after the one that is heard now.
std::optional<std::size_t> EchoGate::sent_after(std::size_t delay) const {
  const auto after = static_cast<std::ptrdiff_t>(delay) - lead();
  if (after < 0 || after > static_cast<std::ptrdiff_t>(kRange + kSlack)) return std::nullopt;
  return static_cast<std::size_t>(after);
}

float EchoGate::share_at(std::size_t delay) const {
  const auto after = sent_after(delay - std::min(delay, kBefore));
  if (!after) return 0.0F;
  return audio::echo_share(heard_.samples.last(kWindow), sent_.samples.last(kWindow + audio::kEchoTaps - 1, *after));
}

/// The energy of what was sent so long ago, and of what a room keeps of it.
float EchoGate::ring_at(std::size_t delay) const {
  const auto after = sent_after(delay);
  if (!after) return 0.0F;
  const auto frames = ringing_.last(kWindowFrames, *after / kFrame);
  return std::accumulate(frames.begin(), frames.end(), 0.0F);
}

bool EchoGate::is_known_echo(std::size_t delay) {
  const float share = share_at(delay), ring = ring_at(delay);
  const auto window = heard_.samples.last(kWindow);
  const float energy = audio::dot(window.data(), window.data(), kWindow);
  if (share >= kKnownShare) {
    confirmed_ = std::min(confirmed_ + 1, kConfirmedAtMost);
    coupling_ = std::max(kForget * coupling_, energy / std::max(ring, 1.0F));
    return true;
  }
  const bool is_rest = confirmed_ >= kConfirmed && energy <= kLouder * coupling_ * ring;
  if (share < kOtherShare) confirmed_ = std::max(confirmed_ - kDoubted, 0);
  return is_rest;
}

void EchoGate::search() {
  searched_at_ = heard_.until;
  const auto ahead = lead();
  if (static_cast<std::size_t>(std::abs(ahead)) > kSlack) return;
  const auto after = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, -ahead));
  const auto least = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, ahead));
  const auto found = audio::find_echo(heard_.samples.last(kWindow), sent_.samples.last(kWindow + kRange - least, after));
  const auto delay = found.samples + least;
  if (found.likeness < kLeastLikeness || share_at(delay) < kSureShare) return;
  if (!delay_) log::info("echo.found", {{"delay_ms", delay * 1000 / kRateHz}, {"likeness", found.likeness}});
  if (delay_ != delay) {
    confirmed_ = kFound;
    coupling_ = 0.0F;
  }
  delay_ = delay;
}

bool EchoGate::is_echo() {
  if (!compares() || !listening_) return false;
  if (delay_ && is_known_echo(*delay_)) return true;
  if (heard_.until - searched_at_ < kSearchEvery) return false;
  search();
  return delay_ && is_known_echo(*delay_);
}

std::optional<Duration> EchoGate::delay() const {
  if (!delay_) return std::nullopt;
  return audio::duration_of(*delay_, kRateHz);
}

}  // namespace codevoice::voice
