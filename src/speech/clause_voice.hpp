// A voice that speaks one clause at a time; what LocalTts makes an engine of.
// Units:  mono int16 at rate_hz(). Thread: synthesize() from any pool thread; calls may take turns inside.
// Errors: Internal or Unavailable; the next clause may work again.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "audio/pcm.hpp"
#include "base/result.hpp"

namespace codevoice::speech {

class ClauseVoice {
 public:
  virtual ~ClauseVoice() = default;
  virtual std::string name() const = 0;
  virtual std::uint32_t rate_hz() const = 0;
  /// Speech only: silence before and after is cut off.
  virtual Result<audio::Pcm> synthesize(const std::string& clause) = 0;
  /// How many phonemes each of these words is spoken with; empty where that is not known. As slow as a synthesis of nothing.
  virtual std::vector<std::size_t> phonemes_in(const std::vector<std::string>& /*words*/) { return {}; }
};

/// What trim_silence() leaves at the ends.
inline constexpr std::chrono::milliseconds kLeadIn{20}, kLeadOut{60};

/// Cuts silence at both ends, leaving a little so that no consonant is lost.
void trim_silence(audio::Pcm& pcm, std::uint32_t rate_hz);

}  // namespace codevoice::speech
