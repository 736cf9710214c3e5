// Chooses wordings: each occasion's list is gone through in an order that the seed sets, and no wording is used twice.
// The counts live with the caller, so that they travel in snapshots; the same counts give the same next wording.
// Thread: values, any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "interview/phrases.hpp"

namespace codevoice::interview {

using PhraseCounts = std::map<Occasion, std::size_t>;

class Phrasebook {
 public:
  explicit Phrasebook(std::uint64_t seed) : seed_(seed) {}

  /// The next unused wording; none when all are used up: then nothing is said.
  std::optional<std::string> take(Occasion occasion, PhraseCounts& used) const;
  /// The same without using it.
  std::optional<std::string> peek(Occasion occasion, const PhraseCounts& used) const;

 private:
  std::uint64_t seed_;
};

/// "five questions", "one minute": numbers up to a hundred as words.
std::string counted(std::size_t number, std::string_view one, std::string_view many);

}  // namespace codevoice::interview
