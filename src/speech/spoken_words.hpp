// Names and words of programmers as they are said: "kubernetes" for k8s, "snake case" for snake_case, "A.W.S" for AWS. A voice reads
// letters with full stops between them as letters, with the melody of an abbreviation.
// Thread: pure. Errors: none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "speech/spoken_numbers.hpp"

namespace codevoice::speech {

/// A name with signs in it, or one that is said otherwise than it is written, at `at` of the text; only whole ones.
std::optional<Spoken> spoken_name(std::string_view text, std::size_t at);

/// One word of letters, digits and underscores that is no name: an abbreviation, a variable, a version. Plain words come back as they are.
std::string spoken_word(std::string_view word);

}  // namespace codevoice::speech
