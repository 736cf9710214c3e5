// Which words of an answer are said to be not so: those a "not", "never", "no", "without" … reaches.
#pragma once

#include <vector>

#include "interview/words.hpp"

namespace codevoice::interview {

/// One flag a word. A negation reaches three words on, but not past a comma, "but", "because", or "and it …".
std::vector<bool> negated_words(const std::vector<Word>& words);

}  // namespace codevoice::interview
