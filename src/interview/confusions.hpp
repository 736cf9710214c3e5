// What speech recognition is known to write for jargon, where the words heard are ordinary ones, so that no measure of
// likeness can tell ("cash" for "cache"). Data only.
#pragma once

#include <span>
#include <string_view>

namespace codevoice::interview {

struct Confusion {
  std::string_view heard;  // words in lower case, one blank between
  std::string_view meant;  // as it is written
  std::string_view needs;  // a word of the question's vocabulary must begin so; empty: true of any question
};

std::span<const Confusion> confusions() noexcept;

}  // namespace codevoice::interview
