#include "voice/listener_sound.hpp"

#include <algorithm>
#include <cmath>

#include "audio/opus_encoder.hpp"
#include "audio/resampler.hpp"

namespace codevoice::voice {

Result<void> ListenerSound::begin(const pipeline::ListenerSoundFrame& sound) {
  if (sound.pcm.empty() || sound.rate_hz == 0) return fail(ErrorKind::Invalid, "the voice does not say it");
  const auto length = audio::duration_of(sound.pcm.size(), sound.rate_hz);
  if (length > config_.listener_most) return fail(ErrorKind::Invalid, "the voice does not say it as a sound");
  auto pcm = audio::resample(sound.pcm, sound.rate_hz, audio::kOpusRateHz, audio::ResampleQuality::Balanced);
  if (!pcm) return tl::unexpected(pcm.error());
  const double gain = std::pow(10.0, config_.listener_gain_db / 20.0);
  for (auto& sample : *pcm) sample = audio::to_sample(gain * sample);
  pcm_ = std::move(*pcm);
  at_ = 0;
  return {};
}

/// What comes next, to silence within the ramp; it is over after that.
void ListenerSound::take_fading(std::span<std::int16_t> out) {
  const auto left = pcm_.size() - at_;
  const auto count = std::min({left, out.size(), audio::samples_in(config_.ramp, audio::kOpusRateHz)});
  std::copy_n(pcm_.begin() + static_cast<std::ptrdiff_t>(at_), count, out.begin());
  audio::ramp(out.first(count), 1.0, 0.0);
  pcm_.clear();
  at_ = 0;
}

audio::Pcm ListenerSound::next(bool ends) {
  audio::Pcm frame(audio::kOpusFrame);
  if (ends) {
    take_fading(frame);
    return frame;
  }
  const auto count = std::min(frame.size(), pcm_.size() - at_);
  std::copy_n(pcm_.begin() + static_cast<std::ptrdiff_t>(at_), count, frame.begin());
  at_ += count;
  return frame;
}

void ListenerSound::fade_under(std::span<std::int16_t> frame) {
  if (!playing()) return;
  audio::Pcm fading(frame.size());
  take_fading(fading);
  for (std::size_t i = 0; i < frame.size(); ++i) frame[i] = audio::to_sample(static_cast<double>(frame[i]) + fading[i]);
}

}  // namespace codevoice::voice
