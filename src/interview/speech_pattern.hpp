// A pattern over spoken words, for recognising requests: "could|can you [please] repeat|say that|it [again]".
// `a|b` is one of, `[a|b]` may be there, `*` is up to eight words of any kind; all else is itself.
// Thread: values, any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace codevoice::interview {

class SpeechPattern {
 public:
  explicit SpeechPattern(std::string_view text);

  /// Whether all of `words` is the pattern.
  bool is(std::span<const std::string> words) const;
  /// How many words from the front of `words` fit; none when they don't.
  std::optional<std::size_t> begins(std::span<const std::string> words) const;

 private:
  struct Element {
    std::vector<std::string> options;  // empty: any words
    bool optional = false;
  };
  std::optional<std::size_t> match(std::size_t element, std::span<const std::string> words, std::size_t at, bool to_end) const;

  std::vector<Element> elements_;
};

}  // namespace codevoice::interview
