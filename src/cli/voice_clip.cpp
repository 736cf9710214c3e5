#include "cli/voice_clip.hpp"

#include <random>

#include "audio/opus_encoder.hpp"
#include "audio/resampler.hpp"
#include "audio/wav.hpp"

namespace codevoice::cli {
namespace {

Result<void> encode(audio::PcmView at_48k, VoiceClip& to) {
  auto encoder = audio::OpusEncoder::create({});
  if (!encoder) return tl::unexpected(encoder.error());
  for (std::size_t at = 0; at < at_48k.size(); at += audio::kOpusFrame) {
    audio::Pcm frame(at_48k.begin() + static_cast<std::ptrdiff_t>(at),
                     at_48k.begin() + static_cast<std::ptrdiff_t>(std::min(at + audio::kOpusFrame, at_48k.size())));
    frame.resize(audio::kOpusFrame);
    const auto packet = encoder->encode(frame);
    if (!packet) return tl::unexpected(packet.error());
    to.packets.emplace_back(packet->begin(), packet->end());
    to.levels.push_back(audio::level_dbov(frame));
  }
  return {};
}

}  // namespace

std::size_t find_speech_end(audio::PcmView mono, std::uint32_t rate_hz) {
  const std::size_t window = rate_hz / 100;
  std::vector<double> levels;
  for (std::size_t at = 0; at + window <= mono.size(); at += window) levels.push_back(audio::level_dbfs(mono.subspan(at, window)));
  if (levels.empty()) return 0;
  const double threshold = std::max(-60.0, *std::max_element(levels.begin(), levels.end()) - 35.0);
  for (std::size_t i = levels.size(); i > 0; --i) {
    if (levels[i - 1] > threshold) return i * window;
  }
  return 0;
}

Result<VoiceClip> make_clip(std::string name, audio::PcmView mono, std::uint32_t rate_hz) {
  auto at_48k = audio::resample(mono, rate_hz, audio::kOpusRateHz);
  if (!at_48k) return fail(name, at_48k.error());
  VoiceClip clip;
  clip.name = std::move(name);
  clip.speech_end = find_speech_end(*at_48k, audio::kOpusRateHz);
  if (clip.speech_end == 0) return fail(ErrorKind::Invalid, clip.name + " holds no speech");
  if (auto encoded = encode(*at_48k, clip); !encoded) return fail(clip.name, encoded.error());
  return clip;
}

Result<VoiceClip> load_clip(const std::string& wav_path) {
  const auto wav = audio::read_wav(wav_path);
  if (!wav) return fail(wav_path, wav.error());
  const auto mono = wav->mono();
  return make_clip(wav_path, mono, wav->rate_hz);
}

namespace {

/// A second of it; `deviation` in samples of 16 bits.
Result<VoiceClip> white_noise(std::string name, double deviation) {
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0.0, deviation);
  audio::Pcm pcm(audio::kOpusRateHz);
  for (auto& sample : pcm) sample = audio::to_sample(noise(random));
  VoiceClip clip;
  clip.name = std::move(name);
  if (auto encoded = encode(pcm, clip); !encoded) return tl::unexpected(encoded.error());
  return clip;
}

}  // namespace

Result<VoiceClip> room_tone() { return white_noise("room tone", 6.0); }  // about -75 dBFS
Result<VoiceClip> loud_noise() { return white_noise("noise", 2000.0); }  // about -24 dBFS

}  // namespace codevoice::cli
