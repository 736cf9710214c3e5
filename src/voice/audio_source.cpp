#include "voice/audio_source.hpp"

#include <algorithm>

namespace codevoice::voice {

void AudioSource::push(std::span<const std::int16_t> pcm, MediaTime at, bool concealed) {
  ++pushed_;
  if (muted_) return;  // who is muted is not listened to, whatever their client sends
  if (count_ == kCapacity) {
    first_ = (first_ + 1) % kCapacity;
    --count_;
    ++dropped_;
  }
  auto& slot = ring_[(first_ + count_) % kCapacity];
  ++count_;
  const auto samples = std::min(pcm.size(), kFrameSamples);
  std::copy_n(pcm.begin(), samples, slot.pcm.begin());
  std::fill(slot.pcm.begin() + static_cast<std::ptrdiff_t>(samples), slot.pcm.end(), std::int16_t{0});
  slot.at = at;
  slot.concealed = concealed;
  changed_.notify();
}

void AudioSource::set_muted(bool muted) {
  muted_ = muted;
  changed_.notify();
}

std::optional<CapturedAudio> AudioSource::pop() {
  if (count_ == 0) return std::nullopt;
  const auto& slot = ring_[first_];
  first_ = (first_ + 1) % kCapacity;
  --count_;
  return slot;
}

}  // namespace codevoice::voice
