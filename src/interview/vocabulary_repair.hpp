// Mends jargon in a transcript by the words the question makes likely: "new tex" is "mutex", "right ahead log" is
// "write ahead log". Cautious: a word that is one of the field or of ordinary English stays, unless the vocabulary asks for
// what it is known to be taken for (confusions.hpp). The raw text is kept by the caller beside it.
// Thread: pure. Errors: none; a text with nothing to mend comes back as it was, byte for byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace codevoice::interview {

std::string repair_transcript(std::string_view heard, const std::vector<std::string>& vocabulary);

}  // namespace codevoice::interview
