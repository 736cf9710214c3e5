#include "bargein/loudspeaker.hpp"

#include <cmath>
#include <numbers>
#include <random>

#include "lib/hearing.hpp"
#include "voice/audio_source.hpp"

namespace codevoice::bench {
namespace {

constexpr std::uint32_t kRate = 16'000;
constexpr std::size_t kFrame = voice::kFrameSamples;
constexpr int kReflections = 240;
constexpr double kLowestHz = 300.0;  // of a small loudspeaker

audio::OpusDecoder decoder() { return must(audio::OpusDecoder::create(kRate)); }

}  // namespace

Loudspeaker::Loudspeaker(const EchoPath& path)
    : gain_(audio::gain_of_db(path.gain_db)),
      far_decoder_(decoder()),
      near_decoder_(decoder()),
      near_encoder_(must(audio::OpusEncoder::create({.complexity = 9, .expected_loss_percent = 0, .rate_hz = kRate}))) {
  const auto first = audio::samples_in(path.delay, kRate);
  reflections_.push_back({first, 1.0});
  const auto length = static_cast<int>(audio::samples_in(path.ring, kRate));
  if (length == 0) return;
  std::mt19937_64 random(11);
  std::uniform_int_distribution<int> when(kRate / 1000, length);
  std::normal_distribution<double> how;
  double energy = 0.0;
  for (int i = 0; i < kReflections; ++i) {
    const int later = when(random);
    const double gain = how(random) * std::pow(10.0, -3.0 * later / length);
    energy += gain * gain;
    reflections_.push_back({first + static_cast<std::size_t>(later), gain});
  }
  const double all = std::sqrt(energy) * audio::gain_of_db(path.direct_db);
  for (std::size_t i = 1; i < reflections_.size(); ++i) reflections_[i].gain /= all;
}

void Loudspeaker::play(ByteView opus_packet) {
  const auto from = played_.size();
  played_.resize(from + kFrame);
  if (!opus_packet.empty()) must(far_decoder_.decode(opus_packet, std::span(played_).subspan(from)));
  const double keep = std::exp(-2.0 * std::numbers::pi * kLowestHz / kRate);
  for (auto& sample : std::span(played_).subspan(from)) {
    low_ = keep * low_ + (1.0 - keep) * sample;
    sample = audio::to_sample(sample - low_);
  }
}

audio::Pcm Loudspeaker::capture(audio::PcmView own) {
  audio::Pcm heard(kFrame);
  for (std::size_t i = 0; i < kFrame; ++i) {
    double sum = i < own.size() ? own[i] : 0.0;
    for (const auto& reflection : reflections_) {
      const auto at = played_.size() + i;
      if (at >= reflection.delay && at - reflection.delay < played_.size()) sum += gain_ * reflection.gain * played_[at - reflection.delay];
    }
    heard[i] = audio::to_sample(sum);
  }
  const auto packet = must(near_encoder_.encode(heard));
  must(near_decoder_.decode(packet, heard));
  return heard;
}

}  // namespace codevoice::bench
