// The closed lists behind the tokenizer: fillers, contractions, number words, slips of speech recognition.
// Data only: adding a word here changes what answers match, so docs/questions.md names these lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace codevoice::interview {

bool is_filler(std::string_view word) noexcept;   // um, basically … and the articles
bool is_negator(std::string_view word) noexcept;  // not, no, never, without, neither, nor, none, nothing, nobody

/// "doesnt" → {"does", "not"}; empty when `word` is no contraction. Apostrophes are already taken out.
std::vector<std::string_view> parts_of_contraction(std::string_view word);

/// 0…90 for "zero" … "ninety"; 100, 1000, 1000000 for the multipliers.
std::optional<std::uint64_t> value_of_number_word(std::string_view word) noexcept;

/// A run of words that stands for another one, longest first: "you know" → nothing, "oh of" → "o".
struct Rewrite {
  std::vector<std::string_view> from;
  std::vector<std::string_view> to;
};
const std::vector<Rewrite>& rewrites();

}  // namespace codevoice::interview
