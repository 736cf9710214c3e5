#include "interview/phrasebook.hpp"

#include <fmt/format.h>

#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "interview/dice.hpp"

namespace codevoice::interview {
namespace {

/// Which wording comes at `place` when the list is shuffled by the seed.
std::size_t shuffled(std::uint64_t seed, Occasion occasion, std::size_t place, std::size_t size) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Dice dice(seed * 1000 + static_cast<std::uint64_t>(occasion));
  for (std::size_t i = size; i > 1; --i) std::swap(order[i - 1], order[dice.below(i)]);
  return order[place];
}

}  // namespace

std::optional<std::string> Phrasebook::peek(Occasion occasion, const PhraseCounts& used) const {
  const auto list = phrases(occasion);
  const auto place = used.find(occasion);
  const std::size_t count = place == used.end() ? 0 : place->second;
  if (count >= list.size()) return std::nullopt;
  return std::string(list[shuffled(seed_, occasion, count, list.size())]);
}

std::optional<std::string> Phrasebook::take(Occasion occasion, PhraseCounts& used) const {
  auto phrase = peek(occasion, used);
  if (phrase) ++used[occasion];
  return phrase;
}

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  constexpr auto kUnits =
      std::to_array<std::string_view>({"no",  "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
                                       "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"});
  constexpr auto kTens = std::to_array<std::string_view>({"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"});
  const auto noun = number == 1 ? one : many;
  if (number < kUnits.size()) return fmt::format("{} {}", kUnits[number], noun);
  if (number >= 100) return fmt::format("{} {}", number, noun);
  const auto unit = number % 10 == 0 ? std::string() : fmt::format("-{}", kUnits[number % 10]);
  return fmt::format("{}{} {}", kTens[number / 10], unit, noun);
}

}  // namespace codevoice::interview
