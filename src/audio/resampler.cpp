#include "audio/resampler.hpp"

#include <soxr.h>

#include <utility>

namespace codevoice::audio {
namespace {

constexpr std::uint32_t kLowestRateHz = 1'000;
constexpr std::uint32_t kHighestRateHz = 768'000;

unsigned long recipe_of(ResampleQuality quality) {
  switch (quality) {
    case ResampleQuality::Fast: return SOXR_LQ;
    case ResampleQuality::Balanced: return SOXR_MQ;
    case ResampleQuality::Best: return SOXR_HQ;
  }
  return SOXR_MQ;
}

}  // namespace

void Resampler::Deleter::operator()(soxr* state) const { soxr_delete(state); }

Result<Resampler> Resampler::create(std::uint32_t from_hz, std::uint32_t to_hz, ResampleQuality quality) {
  for (const auto rate : {from_hz, to_hz}) {
    if (rate < kLowestRateHz || rate > kHighestRateHz) return fail(ErrorKind::Invalid, "resampler: no such sample rate");
  }
  if (from_hz == to_hz) return Resampler(nullptr, from_hz, to_hz);
  auto io = soxr_io_spec(SOXR_INT16_I, SOXR_INT16_I);
  io.flags = SOXR_NO_DITHER;  // digital silence stays silence
  const auto recipe = soxr_quality_spec(recipe_of(quality), 0);
  auto runtime = soxr_runtime_spec(1);
  runtime.log2_min_dft_size = 8;  // small blocks: a stream of 20 ms pieces is held back less
  soxr_error_t error = nullptr;
  std::unique_ptr<soxr, Deleter> state(soxr_create(from_hz, to_hz, 1, &error, &io, &recipe, &runtime));
  if (error != nullptr || !state) return fail(ErrorKind::Internal, "resampler: " + std::string(soxr_strerror(error)));
  return Resampler(std::move(state), from_hz, to_hz);
}

std::size_t Resampler::run(const std::int16_t* in, std::size_t count, Pcm& out) {
  const auto before = out.size();
  const auto room = static_cast<std::size_t>(static_cast<std::uint64_t>(count) * to_hz_ / from_hz_) + 64;
  out.resize(before + room);
  std::size_t used = 0;
  std::size_t made = 0;
  soxr_process(state_.get(), in, count, &used, out.data() + before, room, &made);
  out.resize(before + made);
  return in == nullptr ? made : used;
}

void Resampler::process(PcmView in, Pcm& out) {
  if (!state_) {
    out.insert(out.end(), in.begin(), in.end());
    return;
  }
  while (!in.empty()) {
    const auto before = out.size();
    const auto used = run(in.data(), in.size(), out);
    if (used == 0 && out.size() == before) return;
    in = in.subspan(used);
  }
}

void Resampler::finish(Pcm& out) {
  if (!state_) return;
  while (run(nullptr, 0, out) > 0) {
  }
  reset();
}

void Resampler::reset() {
  if (state_) soxr_clear(state_.get());
}

Duration Resampler::held_back() const {
  if (!state_) return Duration{};
  return Duration{static_cast<std::int64_t>(soxr_delay(state_.get()) / to_hz_ * 1e9)};
}

Result<Pcm> resample(PcmView in, std::uint32_t from_hz, std::uint32_t to_hz, ResampleQuality quality) {
  auto resampler = Resampler::create(from_hz, to_hz, quality);
  if (!resampler) return tl::unexpected(std::move(resampler).error());
  Pcm out;
  out.reserve(static_cast<std::size_t>(static_cast<std::uint64_t>(in.size()) * to_hz / from_hz) + 64);
  resampler->process(in, out);
  resampler->finish(out);
  return out;
}

}  // namespace codevoice::audio
