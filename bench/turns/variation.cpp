#include "turns/variation.hpp"

#include <algorithm>

#include "audio/resampler.hpp"
#include "lib/hearing.hpp"

namespace codevoice::bench {
namespace {

constexpr std::size_t kRate = 16'000;

std::size_t samples(double seconds) { return static_cast<std::size_t>(static_cast<double>(kRate) * seconds); }

}  // namespace

Condition Variation::condition() {
  Condition some;
  some.voice = between(0.84, 1.2);
  some.tempo = between(0.82, 1.22) / some.voice;
  if (between(0, 1) > 0.4) some.snr_db = static_cast<int>(between(8, 30));
  if (between(0, 1) < 0.4) some.room = between(0.1, 0.5);
  some.gain = between(0.15, 1.0);
  return some;
}

CutStyle Variation::cut() { return {between(0.1, 0.3), between(0.6, 1.1), between(0.003, 0.04)}; }

audio::Pcm as_another(const audio::Pcm& pcm, const Condition& condition) {
  if (condition.voice == 1.0) return pcm;
  auto other = must(audio::resample(pcm, static_cast<std::uint32_t>(kRate * condition.voice), kRate));
  for (auto& sample : other) sample = audio::to_sample(sample * condition.gain);
  return other;
}

audio::Pcm with_end(audio::PcmView pcm, const CutStyle& style) {
  const auto flows = pcm.size() - std::min(pcm.size(), samples(style.drawn_out));
  audio::Pcm out(pcm.begin(), pcm.begin() + static_cast<std::ptrdiff_t>(flows));
  const auto last = pcm.subspan(flows);
  const auto drawn = stretched({last.begin(), last.end()}, style.drawl);
  out.insert(out.end(), drawn.begin(), drawn.end());
  const auto fade = std::min(samples(style.fade), out.size());
  for (std::size_t i = 0; i < fade; ++i) {
    auto& sample = out[out.size() - 1 - i];
    sample = static_cast<std::int16_t>(sample * static_cast<int>(i) / static_cast<int>(fade));
  }
  return out;
}

}  // namespace codevoice::bench
