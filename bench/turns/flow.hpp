// Where in one flowing utterance its first words end: a voice that reads them alone reads them as a sentence, which somebody who stops to
// think does not do.
// Units: 16 kHz mono, samples. Thread: pure. Errors: none.
#pragma once

#include "audio/pcm.hpp"

namespace codevoice::bench {

/// `whole` and `first` are by the same voice, and the words of `first` are those `whole` begins with.
std::size_t end_of_first_words(const audio::Pcm& whole, const audio::Pcm& first);

}  // namespace codevoice::bench
