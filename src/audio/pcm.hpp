// Raw mono audio: the types every folder hands around, how loud it is, and changes of loudness without clicks.
// Units:  int16 samples; levels in dBFS of the RMS, where a square wave of full scale is 0 and a full-scale sine -3.01.
// Thread: any; no state, no allocation except where a Pcm is returned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace codevoice::audio {

using Pcm = std::vector<std::int16_t>;
using PcmView = std::span<const std::int16_t>;

inline constexpr std::uint32_t kSpeechRateHz = 16'000;  // what the speech engines hear
inline constexpr std::uint32_t kOpusRateHz = 48'000;    // what travels and is recorded
inline constexpr std::size_t kOpusFrame = 960;          // samples: 20 ms at 48 kHz
/// The floor of level_dbfs: digital silence, or so near to it that nobody could tell.
inline constexpr double kSilenceDbfs = -100.0;

/// How long so many samples last.
constexpr Duration duration_of(std::size_t samples, std::uint32_t rate_hz) {
  return Duration{static_cast<std::int64_t>(samples) * 1'000'000'000 / rate_hz};
}
/// How many whole samples fit into a length of time; a negative length has none.
constexpr std::size_t samples_in(Duration length, std::uint32_t rate_hz) {
  return length.count() <= 0 ? 0 : static_cast<std::size_t>(length.count() / 1'000 * rate_hz / 1'000'000);
}

/// Rounds and limits to the range of a sample; NaN is silence.
std::int16_t to_sample(double value);
double level_dbfs(PcmView pcm);
/// The same as an RTP audio level (RFC 6464): 0 (loudest) to 127 -dBov.
std::uint8_t level_dbov(PcmView pcm);
double gain_of_db(double gain_db);
void apply_gain(std::span<std::int16_t> pcm, double gain_db);
/// Multiplies by a factor that goes in a straight line from `from` to `to` (1.0 leaves a sample as it is): fades without a click.
void ramp(std::span<std::int16_t> pcm, double from, double to);
/// Adds `other` into `pcm`, limited to full scale; as far as the shorter of the two goes.
void mix_into(std::span<std::int16_t> pcm, PcmView other);

}  // namespace codevoice::audio
