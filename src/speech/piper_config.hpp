// A Piper voice's .json: rate, espeak voice, scales and the ids of its phonemes.
// Errors: Invalid for a file that is not such a description.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::speech {

struct PiperConfig {
  std::uint32_t rate_hz = 22'050;
  std::string espeak_voice = "en-us";
  float noise_scale = 0.667F;
  float length_scale = 1.0F;
  float noise_w = 0.8F;
  std::map<char32_t, std::vector<std::int64_t>> phoneme_ids;

  static Result<PiperConfig> parse(std::string_view json);
  /// Begin, every known phoneme followed by a blank, end. Unknown phonemes are left out.
  std::vector<std::int64_t> ids_of(std::string_view ipa) const;
  /// Those of them that sound: no blanks, stress or melody. A length mark counts: it makes its vowel longer.
  std::size_t sounds_in(std::string_view ipa) const;
};

}  // namespace codevoice::speech
