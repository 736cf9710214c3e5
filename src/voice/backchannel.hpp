// Tells "mhm, right" from words that take the floor.
// Thread: any; pure.
#pragma once

#include <string_view>

namespace codevoice::voice {

/// Words of `text` that are more than a listener's noise ("mhm", "okay", "right", a filler).
int floor_taking_words(std::string_view text);
/// Holds a word that asks for the floor all by itself ("wait", "sorry?", "stop"), or sounds as such a one does.
bool asks_for_floor(std::string_view text);
/// Nothing but "no": what a hum is heard as, too.
bool only_denies(std::string_view text);
/// A listener's words, or what a recogniser makes of a hum: "Amen."
bool sounds_like_listening(std::string_view text);
/// `now` is another reading of the sound that was `before`, not what followed it: no word is in both, and they are few.
bool is_another_reading(std::string_view before, std::string_view now);
/// True for text that holds words, none of which takes the floor.
bool is_backchannel(std::string_view text);

}  // namespace codevoice::voice
