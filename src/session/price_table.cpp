#include "session/price_table.hpp"

#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace codevoice::session {
namespace {

using Price = double PriceTable::*;
constexpr std::array<std::pair<std::string_view, Price>, 4> kNames{{{"stt_minute", &PriceTable::stt_minute},
                                                                    {"tts_thousand_characters", &PriceTable::tts_thousand_characters},
                                                                    {"llm_million_prompt", &PriceTable::llm_million_prompt},
                                                                    {"llm_million_completion", &PriceTable::llm_million_completion}}};

Error unknown(std::string_view item) {
  std::string names;
  for (const auto& [name, price] : kNames) names += (names.empty() ? "" : ", ") + std::string(name);
  return {ErrorKind::Invalid, "price '" + std::string(item) + "': NAME=US DOLLARS is wanted, NAME being one of " + names};
}

}  // namespace

Result<PriceTable> PriceTable::parse(std::string_view text) {
  PriceTable table;
  if (text == "free") return PriceTable{0.0, 0.0, 0.0, 0.0};
  while (!text.empty()) {
    const auto item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
    const auto equals = std::min(item.find('='), item.size());
    const auto* const end_of_item = item.data() + item.size();
    double value = 0.0;
    const auto number = item.substr(std::min(equals + 1, item.size()));
    const auto [end, error] = std::from_chars(number.data(), end_of_item, value);
    Price price = nullptr;
    for (const auto& [name, member] : kNames) {
      if (name == item.substr(0, equals)) price = member;
    }
    if (price == nullptr || number.empty() || error != std::errc{} || end != end_of_item || !(value >= 0.0 && value < 1e6)) {
      return tl::unexpected(unknown(item));
    }
    table.*price = value;
  }
  return table;
}

double estimated_usd(const PriceTable& prices, const Usage& usage) {
  return usage.stt_seconds / 60.0 * prices.stt_minute + usage.tts_characters / 1000.0 * prices.tts_thousand_characters +
         usage.prompt_tokens / 1e6 * prices.llm_million_prompt + usage.completion_tokens / 1e6 * prices.llm_million_completion;
}

}  // namespace codevoice::session
