#include "voice/impression.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>

#include "base/log.hpp"
#include "voice/weight_files.hpp"

namespace codevoice::voice {
namespace {

constexpr std::string_view kBlank = " \t";

/// Numbers with blanks between them, up to a "#"; false: something else is there.
bool read_numbers(std::string_view line, std::vector<float>& numbers) {
  line = line.substr(0, line.find('#'));
  while (true) {
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(kBlank)));
    if (line.empty()) return true;
    float value = 0.0F;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return false;
    line.remove_prefix(static_cast<std::size_t>(end - line.data()));
    if (!line.empty() && kBlank.find(line.front()) == std::string_view::npos) return false;
    numbers.push_back(value);
  }
}

}  // namespace

Result<ImpressionWeights> ImpressionWeights::parse(std::string_view text) {
  ImpressionWeights read;
  for (int number = 1; !text.empty(); ++number) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!read_numbers(line, read.weights)) return fail(ErrorKind::Invalid, "impression weights, line " + std::to_string(number) + " has no numbers");
  }
  if (read.weights.size() < 2) return fail(ErrorKind::Invalid, "impression weights: there are none");
  read.base = read.weights.front();
  read.weights.erase(read.weights.begin());
  return read;
}

std::optional<float> ImpressionWeights::rate(std::span<const float> impression) const {
  if (impression.size() != weights.size()) return std::nullopt;
  const float sum = std::inner_product(impression.begin(), impression.end(), weights.begin(), base);
  if (!std::isfinite(sum)) return std::nullopt;
  return sum;
}

const ImpressionWeights& impression_weights() {
  static const auto weights = [] {
    auto read = ImpressionWeights::parse(embedded_weights("turn_impression.txt"));
    if (read) return *read;
    log::error("impression_weights.broken", {{"reason", read.error().message}});
    std::abort();  // a broken file in the binary is a broken binary
  }();
  return weights;
}

}  // namespace codevoice::voice
