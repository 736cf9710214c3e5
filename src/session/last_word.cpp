#include "session/last_word.hpp"

#include <algorithm>

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;

constexpr auto kWindow = 10ms;
constexpr auto kBefore = 300ms;        // the VAD's end may be so much late
constexpr auto kAfter = 100ms;         // and so much early
constexpr double kBelowPeak = 3162.0;  // 35 dB, as energies
constexpr double kLeast = 1e-6;        // -60 dBFS: quieter is no voice

double mean_square(std::span<const std::int16_t> pcm) {
  std::int64_t sum = 0;
  for (const std::int32_t sample : pcm) sum += sample * sample;
  return pcm.empty() ? 0.0 : static_cast<double>(sum) / static_cast<double>(pcm.size()) / (32768.0 * 32768.0);
}

}  // namespace

void LastWord::heard(std::span<const std::int16_t> pcm, std::uint32_t rate_hz, MediaTime at) {
  const std::size_t window = rate_hz / 100;
  for (std::size_t begin = 0; window > 0 && begin + window <= pcm.size(); begin += window) {
    at += kWindow;
    windows_[next_] = Window{at, mean_square(pcm.subspan(begin, window))};
    next_ = (next_ + 1) % windows_.size();
  }
}

MediaTime LastWord::end_near(MediaTime vad_end) const {
  double peak = 0.0;
  for (const auto& window : windows_) peak = std::max(peak, window.energy);
  const auto threshold = std::max(kLeast, peak / kBelowPeak);
  MediaTime end{};
  for (const auto& window : windows_) {
    const bool near = window.end >= vad_end - kBefore && window.end <= vad_end + kAfter;
    if (near && window.energy > threshold) end = std::max(end, window.end);
  }
  const bool room_is_loud = end + kWindow > vad_end + kAfter;
  return end == MediaTime{} || room_is_loud ? vad_end : end;
}

}  // namespace codevoice::session
