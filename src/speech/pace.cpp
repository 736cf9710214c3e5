#include "speech/pace.hpp"

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;  // 2^64 over the golden ratio: neighbours lie far apart

/// FNV-1a: alike on every machine.
std::uint64_t number_of(std::string_view words) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : words) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

}  // namespace

RestRange rest_range(Border border) {
  switch (border) {
    case Border::Word: return {0ms, 0ms};
    case Border::Comma: return {120ms - kClauseEdges, 200ms - kClauseEdges};
    case Border::Colon: return {200ms - kClauseEdges, 300ms - kClauseEdges};
    case Border::Sentence: return {250ms - kClauseEdges, 450ms - kClauseEdges};
  }
  return {};
}

std::chrono::milliseconds rest_of(const RestRange& range, std::uint64_t number) {
  const auto span = static_cast<std::uint64_t>((range.most - range.least).count()) + 1;
  const auto share = (number * kStep) >> 32U;  // of 2^32
  return range.least + std::chrono::milliseconds((share * span) >> 32U);
}

std::chrono::milliseconds rest_after(Border border, std::string_view words) { return rest_of(rest_range(border), number_of(words)); }

}  // namespace codevoice::speech
