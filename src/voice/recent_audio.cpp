#include "voice/recent_audio.hpp"

#include <algorithm>

namespace codevoice::voice {

void RecentAudio::push(std::span<const std::int16_t> pcm, MediaTime at, bool speech) {
  Frame frame;
  std::copy_n(pcm.begin(), std::min(pcm.size(), frame.pcm.size()), frame.pcm.begin());
  frame.at = at;
  frame.speech = speech;
  frames_.push_back(frame);  // the oldest falls out
}

std::vector<std::int16_t> RecentAudio::last(Duration length) const {
  const auto wanted = static_cast<std::size_t>(length / std::chrono::milliseconds{20});
  const auto count = std::min(wanted, frames_.size());
  std::vector<std::int16_t> samples;
  samples.reserve(count * 320);
  for (auto frame = frames_.end() - static_cast<std::ptrdiff_t>(count); frame != frames_.end(); ++frame) {
    samples.insert(samples.end(), frame->pcm.begin(), frame->pcm.end());
  }
  return samples;
}

}  // namespace codevoice::voice
