// Is this word what speech recognition made of that one? "mutics" for "mutex". A second net behind the repair of
// transcripts by vocabulary: only for words of five letters and more, and never for a word that is one of the field
// itself ("polling" is not "pooling", "sharing" not "sharding").
#pragma once

#include <string>
#include <string_view>

namespace codevoice::interview {

/// How it sounds, roughly (after Metaphone): consonants in classes, a leading vowel as 'A'. Lower case in.
std::string sound_of(std::string_view word);
/// The same told more closely, with the vowels, one for a run of them: "write" and "right" sound alike; "leak" and "lock",
/// "bucket" and "packet" do not.
std::string close_sound_of(std::string_view word);

/// Damerau–Levenshtein (neighbours may swap), given up above `limit`: then limit + 1.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit);

/// True when `heard`, itself no known word, may be a slip for `meant`.
bool is_misheard(std::string_view heard, std::string_view meant);

}  // namespace codevoice::interview
