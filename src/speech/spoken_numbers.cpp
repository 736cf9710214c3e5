#include "speech/spoken_numbers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace codevoice::speech {
namespace {

constexpr std::size_t kMostDigits = 12;
constexpr auto kSmall =
    std::to_array<std::string_view>({"zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
                                     "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"});
constexpr auto kTens = std::to_array<std::string_view>({"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"});
constexpr auto kThousands = std::to_array<std::string_view>({"", "thousand", "million", "billion"});

struct Unit {
  std::string_view written;
  std::string_view one;
  std::string_view many;
  bool glued = false;  // only right behind the digits: "5 s" may be anything
};
constexpr auto kUnits = std::to_array<Unit>({{"%", "percent", "percent"},
                                             {"ms", "millisecond", "milliseconds"},
                                             {"us", "microsecond", "microseconds", true},
                                             {"\xc2\xb5s", "microsecond", "microseconds"},
                                             {"ns", "nanosecond", "nanoseconds"},
                                             {"s", "second", "seconds", true},
                                             {"sec", "second", "seconds"},
                                             {"min", "minute", "minutes"},
                                             {"h", "hour", "hours", true},
                                             {"KB", "kilobyte", "kilobytes"},
                                             {"kB", "kilobyte", "kilobytes"},
                                             {"MB", "megabyte", "megabytes"},
                                             {"GB", "gigabyte", "gigabytes"},
                                             {"TB", "terabyte", "terabytes"},
                                             {"PB", "petabyte", "petabytes"},
                                             {"KiB", "kibibyte", "kibibytes"},
                                             {"MiB", "mebibyte", "mebibytes"},
                                             {"GiB", "gibibyte", "gibibytes"},
                                             {"kbps", "kilobit per second", "kilobits per second"},
                                             {"Mbps", "megabit per second", "megabits per second"},
                                             {"Gbps", "gigabit per second", "gigabits per second"},
                                             {"Hz", "hertz", "hertz"},
                                             {"kHz", "kilohertz", "kilohertz"},
                                             {"MHz", "megahertz", "megahertz"},
                                             {"GHz", "gigahertz", "gigahertz"},
                                             {"px", "pixel", "pixels"},
                                             {"k", "thousand", "thousand", true},
                                             {"K", "thousand", "thousand", true},
                                             {"M", "million", "million", true},
                                             {"x", "times", "times", true}});
constexpr auto kOrdinals = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"one", "first"}, {"two", "second"}, {"three", "third"}, {"five", "fifth"}, {"eight", "eighth"}, {"nine", "ninth"}, {"twelve", "twelfth"}});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

std::string one_by_one(std::string_view digits) {
  std::string said;
  for (const char digit : digits) said += (said.empty() ? "" : " ") + std::string(kSmall[static_cast<std::size_t>(digit - '0')]);
  return said;
}

std::string below_thousand(unsigned number) {
  std::string said;
  if (number >= 100) said = std::string(kSmall[number / 100]) + " hundred";
  const unsigned rest = number % 100;
  if (rest == 0) return said;
  if (!said.empty()) said += ' ';
  if (rest < kSmall.size()) return said + std::string(kSmall[rest]);
  said += kTens[rest / 10];
  return rest % 10 == 0 ? said : said + "-" + std::string(kSmall[rest % 10]);
}

/// "1,000,000" without the commas, and how long it was; commas that group no thousands end it.
std::pair<std::string, std::size_t> grouped_digits(std::string_view text) {
  std::size_t end = digits_at(text, 0);
  std::string digits(text.substr(0, end));
  if (end > 3) return {digits, end};
  while (end < text.size() && text[end] == ',' && digits_at(text, end + 1) == 3) {
    digits += text.substr(end + 1, 3);
    end += 4;
  }
  return {digits, end};
}

/// Three numbers are a version, four an address.
Spoken dotted(std::string_view text, std::vector<std::string_view> parts) {
  const bool is_fraction = parts.size() == 2;
  Spoken spoken{cardinal(parts[0]), parts[0].size()};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    spoken.said += parts.size() > 3 ? " dot " : " point ";
    spoken.said += is_fraction ? one_by_one(parts[i]) : cardinal(parts[i]);
  }
  spoken.length = static_cast<std::size_t>(parts.back().data() + parts.back().size() - text.data());
  return spoken;
}

Spoken plain_number(std::string_view text) {
  std::vector<std::string_view> parts{text.substr(0, digits_at(text, 0))};
  for (std::size_t end = parts[0].size(); end < text.size() && text[end] == '.';) {
    const auto count = digits_at(text, end + 1);
    if (count == 0) break;
    parts.push_back(text.substr(end + 1, count));
    end += count + 1;
  }
  if (parts.size() > 1) return dotted(text, std::move(parts));
  auto [digits, length] = grouped_digits(text);
  Spoken spoken{cardinal(digits), length};
  const bool has_fraction = length > parts[0].size() && length + 1 < text.size() && text[length] == '.' && is_digit(text[length + 1]);
  if (!has_fraction) return spoken;
  const auto count = digits_at(text, length + 1);
  spoken.said += " point " + one_by_one(text.substr(length + 1, count));
  spoken.length += count + 1;
  return spoken;
}

bool ends_word(std::string_view text, std::size_t at) { return at >= text.size() || !is_word(text[at]); }

void add_unit(std::string_view text, Spoken& spoken) {
  const bool spaced = spoken.length < text.size() && text[spoken.length] == ' ';
  const auto at = spoken.length + (spaced ? 1 : 0);
  for (const Unit& unit : kUnits) {
    const bool found = text.substr(at, unit.written.size()) == unit.written && ends_word(text, at + unit.written.size());
    if (!found || (spaced && unit.glued)) continue;
    spoken.said += " " + std::string(spoken.said == "one" ? unit.one : unit.many);
    spoken.length = at + unit.written.size();
    return;
  }
}

/// "2nd", "twenty-1st": the last word changes.
bool add_ordinal(std::string_view text, Spoken& spoken) {
  const auto ending = text.substr(spoken.length, 2);
  const bool is_ordinal = (ending == "st" || ending == "nd" || ending == "rd" || ending == "th") && ends_word(text, spoken.length + 2);
  if (!is_ordinal) return false;
  spoken.length += 2;
  for (const auto& [number, ordinal] : kOrdinals) {
    if (!spoken.said.ends_with(number)) continue;
    spoken.said.replace(spoken.said.size() - number.size(), number.size(), ordinal);
    return true;
  }
  if (spoken.said.ends_with('y')) spoken.said.replace(spoken.said.size() - 1, 1, "ie");
  spoken.said += "th";
  return true;
}

/// What joins two numbers: "3-5", "1/2", "10:30"; its length, and how it is said.
std::pair<std::size_t, std::string_view> joint(std::string_view text) {
  if (text.starts_with('-')) return {1, " to "};
  if (text.starts_with("\xe2\x80\x93")) return {3, " to "};
  if (text.starts_with('/')) return {1, " over "};
  if (text.starts_with(':')) return {1, " "};
  return {0, {}};
}

}  // namespace

std::string cardinal(std::string_view digits) {
  if (digits.size() > kMostDigits || (digits.size() > 1 && digits[0] == '0')) return one_by_one(digits);
  std::uint64_t number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  if (number == 0) return "zero";
  std::string said;
  for (std::size_t group = 0; number > 0; ++group, number /= 1000) {
    auto words = below_thousand(static_cast<unsigned>(number % 1000));
    if (words.empty()) continue;
    if (group > 0) words += " " + std::string(kThousands[group]);
    said = said.empty() ? words : words + " " + said;
  }
  return said;
}

std::optional<Spoken> spoken_number(std::string_view text) {
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  auto spoken = plain_number(text);
  if (add_ordinal(text, spoken)) return spoken;
  while (true) {
    const auto [length, said] = joint(text.substr(spoken.length));
    const auto next = text.substr(std::min(spoken.length + length, text.size()));
    if (length == 0 || next.empty() || !is_digit(next[0])) break;
    const auto more = plain_number(next);
    spoken.said += std::string(said) + more.said;
    spoken.length += length + more.length;
  }
  add_unit(text, spoken);
  return spoken;
}

}  // namespace codevoice::speech
