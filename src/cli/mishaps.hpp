// What goes wrong with a synthetic candidate's answers, at random but the same for the same seed: for soaks.
// Thread: a value. Errors: none.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string_view>

namespace codevoice::cli {

enum class Mishap : std::uint8_t {
  None,
  Mute,     // in the middle of a word, for a while
  Silence,  // says nothing until the interviewer asks again
  Noise,    // a loud one, and then the answer
  Leave,    // in the middle of a word, and comes back
  Vanish,   // the same, for good
};
std::string_view name_of(Mishap mishap) noexcept;

class Mishaps {
 public:
  /// Without a seed nothing goes wrong.
  explicit Mishaps(std::optional<std::uint64_t> seed = {}) : random_(seed ? std::optional(std::mt19937_64(*seed)) : std::nullopt) {}
  /// Of the next answer: half of them go well.
  Mishap next();

 private:
  std::optional<std::mt19937_64> random_;
};

}  // namespace codevoice::cli
