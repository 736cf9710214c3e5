#include "voice/turn_weights.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/log.hpp"
#include "voice/weight_files.hpp"

namespace codevoice::voice {

namespace {

struct Field {
  std::string_view name;
  float TurnWeights::*value;
};
constexpr std::array kFields{Field{"rule", &TurnWeights::rule},
                             Field{"words", &TurnWeights::words},
                             Field{"last_sentence", &TurnWeights::last_sentence},
                             Field{"sentences", &TurnWeights::sentences},
                             Field{"comma", &TurnWeights::comma},
                             Field{"trailing", &TurnWeights::trailing},
                             Field{"question", &TurnWeights::question},
                             Field{"base", &TurnWeights::base},
                             Field{"model_first", &TurnWeights::model_first},
                             Field{"model_newest", &TurnWeights::model_newest},
                             Field{"model_sure_not", &TurnWeights::model_sure_not},
                             Field{"impression_first", &TurnWeights::impression_first},
                             Field{"impression_newest", &TurnWeights::impression_newest},
                             Field{"impression", &TurnWeights::impression},
                             Field{"voice", &TurnWeights::voice},
                             Field{"end", &TurnWeights::end},
                             Field{"end_in_range", &TurnWeights::end_in_range},
                             Field{"slope", &TurnWeights::slope},
                             Field{"long_slope", &TurnWeights::long_slope},
                             Field{"fall", &TurnWeights::fall},
                             Field{"rise", &TurnWeights::rise},
                             Field{"last_second", &TurnWeights::last_second},
                             Field{"range", &TurnWeights::range},
                             Field{"sure", &TurnWeights::sure},
                             Field{"undecided", &TurnWeights::undecided},
                             Field{"goes_on", &TurnWeights::goes_on},
                             Field{"soon_ms", &TurnWeights::soon_ms}};
using Seen = std::array<bool, kFields.size()>;

/// "name number"; empty: fine.
std::string read_line(std::string_view line, TurnWeights& weights, Seen& seen) {
  line = line.substr(0, line.find('#'));
  const auto name = line.substr(0, line.find(' '));
  if (name.empty()) return line.find_first_not_of(' ') == std::string_view::npos ? "" : "begins with a blank";
  auto number = line.substr(name.size());
  number.remove_prefix(std::min(number.size(), number.find_first_not_of(' ')));
  while (number.ends_with(' ')) number.remove_suffix(1);
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (kFields[i].name != name) continue;
    if (std::exchange(seen[i], true)) return "is there twice";
    auto& value = weights.*kFields[i].value;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool is_number = error == std::errc() && end == number.data() + number.size() && std::isfinite(value);
    return is_number ? "" : "has no number";
  }
  return "is no weight";
}

}  // namespace

Result<TurnWeights> TurnWeights::parse(std::string_view text) {
  TurnWeights weights;
  Seen seen{};
  for (int number = 1; !text.empty(); ++number) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto problem = read_line(line, weights, seen);
    if (!problem.empty())
      return fail(ErrorKind::Invalid, "turn weights, line " + std::to_string(number) + ": '" + std::string(line) + "' " + problem);
  }
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (!seen[i]) return fail(ErrorKind::Invalid, "turn weights: '" + std::string(kFields[i].name) + "' is missing");
  }
  const bool in_order = weights.sure > weights.undecided && weights.undecided >= weights.goes_on && weights.soon_ms > 0.0F;
  if (!in_order) return fail(ErrorKind::Invalid, "turn weights: sure > undecided >= goes_on and soon_ms > 0 must hold");
  return weights;
}

const TurnWeights& turn_weights() {
  static const auto weights = [] {
    auto read = TurnWeights::parse(embedded_weights("turn_end.txt"));
    if (read) return *read;
    log::error("turn_weights.broken", {{"reason", read.error().message}});
    std::abort();  // a broken file in the binary is a broken binary
  }();
  return weights;
}

}  // namespace codevoice::voice
