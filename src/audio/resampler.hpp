// Changes the sample rate of a mono stream, piece by piece, as if it were done in one go.
// Units:  int16 in and out, appended.   Thread: one at a time.   Ownership: owns its soxr state.
// Errors: Invalid for rates that make no sense; a stream that was made does not fail.
#pragma once

#include <cstdint>
#include <memory>

#include "audio/pcm.hpp"
#include "base/result.hpp"

struct soxr;

namespace codevoice::audio {

/// Fast: gentle roll-off; Balanced: speech engines; Best: what people listen to. A live stream of 20 ms pieces is held back < 40 ms with Balanced.
enum class ResampleQuality : std::uint8_t { Fast, Balanced, Best };

class Resampler {
 public:
  static Result<Resampler> create(std::uint32_t from_hz, std::uint32_t to_hz, ResampleQuality quality = ResampleQuality::Balanced);

  /// Appends to `out` what is ready; the filter keeps the last few milliseconds until more comes.
  void process(PcmView in, Pcm& out);
  /// The stream ends here: appends the rest. Further input starts a new stream.
  void finish(Pcm& out);
  /// Forgets what was kept and starts a new stream.
  void reset();
  /// What went in and has not come out yet.
  Duration held_back() const;
  std::uint32_t from_hz() const { return from_hz_; }
  std::uint32_t to_hz() const { return to_hz_; }

 private:
  struct Deleter {
    void operator()(soxr* state) const;
  };
  Resampler(std::unique_ptr<soxr, Deleter> state, std::uint32_t from_hz, std::uint32_t to_hz)
      : state_(std::move(state)), from_hz_(from_hz), to_hz_(to_hz) {}
  std::size_t run(const std::int16_t* in, std::size_t count, Pcm& out);

  std::unique_ptr<soxr, Deleter> state_;  // none when both rates are the same
  std::uint32_t from_hz_;
  std::uint32_t to_hz_;
};

/// A whole clip at once.
Result<Pcm> resample(PcmView in, std::uint32_t from_hz, std::uint32_t to_hz, ResampleQuality quality = ResampleQuality::Best);

}  // namespace codevoice::audio
