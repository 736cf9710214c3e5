// Words that are taken as they were heard: ordinary English and the field's own. Only a word outside this list may be
// a slip of recognition for a word of a cue.
#pragma once

#include <string_view>

namespace codevoice::interview {

/// `word` is lower case. Words of fewer than five letters are never in question and count as known.
bool is_known_word(std::string_view word);

}  // namespace codevoice::interview
