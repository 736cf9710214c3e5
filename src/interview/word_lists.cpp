#include "interview/word_lists.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace codevoice::interview {

bool is_filler(std::string_view word) noexcept {
  static const std::unordered_set<std::string_view> kFillers{
      "um",   "uh",     "uhm",  "umm",  "erm",  "er", "ah",   "eh",  "hm",  "hmm", "mm",     "mhm", "basically", "actually", "literally",
      "just", "really", "like", "well", "okay", "ok", "yeah", "yes", "yep", "so",  "please", "the", "a",         "an"};
  return kFillers.contains(word);
}

bool is_negator(std::string_view word) noexcept {
  constexpr auto kNegators = std::to_array<std::string_view>({"not", "no", "never", "without", "neither", "nor", "none", "nothing", "nobody"});
  return std::ranges::find(kNegators, word) != kNegators.end();
}

std::vector<std::string_view> parts_of_contraction(std::string_view word) {
  static const std::unordered_map<std::string_view, std::vector<std::string_view>> kParts{
      {"cannot", {"can", "not"}},      {"cant", {"can", "not"}},    {"wont", {"will", "not"}},     {"shant", {"shall", "not"}},
      {"dont", {"do", "not"}},         {"doesnt", {"does", "not"}}, {"didnt", {"did", "not"}},     {"isnt", {"is", "not"}},
      {"arent", {"are", "not"}},       {"wasnt", {"was", "not"}},   {"werent", {"were", "not"}},   {"hasnt", {"has", "not"}},
      {"havent", {"have", "not"}},     {"hadnt", {"had", "not"}},   {"wouldnt", {"would", "not"}}, {"couldnt", {"could", "not"}},
      {"shouldnt", {"should", "not"}}, {"mustnt", {"must", "not"}}, {"neednt", {"need", "not"}},   {"aint", {"is", "not"}},
      {"theyre", {"they", "are"}},     {"youre", {"you", "are"}},   {"thats", {"that"}},           {"theres", {"there"}},
      {"gonna", {"going", "to"}},      {"wanna", {"want", "to"}}};
  const auto place = kParts.find(word);
  return place == kParts.end() ? std::vector<std::string_view>{} : place->second;
}

std::optional<std::uint64_t> value_of_number_word(std::string_view word) noexcept {
  static const std::unordered_map<std::string_view, std::uint64_t> kValues{
      {"zero", 0},           {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
      {"five", 5},           {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
      {"ten", 10},           {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
      {"fifteen", 15},       {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
      {"twenty", 20},        {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},
      {"seventy", 70},       {"eighty", 80},  {"ninety", 90},    {"hundred", 100}, {"thousand", 1000},
      {"million", 1'000'000}};
  const auto place = kValues.find(word);
  return place == kValues.end() ? std::nullopt : std::optional(place->second);
}

const std::vector<Rewrite>& rewrites() {
  static const std::vector<Rewrite> kRewrites = [] {
    std::vector<Rewrite> list{// phrases that say nothing
                              {{"you", "know"}, {}},
                              {{"i", "mean"}, {}},
                              {{"sort", "of"}, {}},
                              {{"kind", "of"}, {}},
                              {{"i", "think"}, {}},
                              {{"i", "guess"}, {}},
                              {{"i", "believe"}, {}},
                              {{"i", "suppose"}, {}},
                              {{"i", "would", "say"}, {}},
                              // not negations
                              {{"not", "only"}, {}},
                              {{"no", "matter"}, {"matter"}},
                              {{"no", "doubt"}, {}},
                              {{"without", "doubt"}, {}},
                              {{"without", "a", "doubt"}, {}},
                              {{"no", "wonder"}, {}},
                              // order notation, as spoken and as recognition writes it
                              {{"o", "of"}, {"o"}},
                              {{"oh", "of"}, {"o"}},
                              {{"order", "of", "n"}, {"o", "n"}},
                              {{"big", "oh"}, {"big", "o"}},
                              {{"log", "of", "n"}, {"log", "n"}},
                              {{"in", "log", "in"}, {"n", "log", "n"}},
                              {{"n", "log", "in"}, {"n", "log", "n"}},
                              {{"in", "log", "n"}, {"n", "log", "n"}},
                              {{"and", "log", "n"}, {"n", "log", "n"}},
                              {{"end", "log", "n"}, {"n", "log", "n"}},
                              {{"end", "log", "end"}, {"n", "log", "n"}},
                              {{"n", "login"}, {"n", "log", "n"}},
                              {{"log", "end"}, {"log", "n"}},
                              {{"end", "squared"}, {"n", "squared"}},
                              {{"n", "square"}, {"n", "squared"}},
                              // heard wrongly so often that it is no longer a mistake
                              {{"cash", "line"}, {"cache", "line"}},
                              {{"cash", "miss"}, {"cache", "miss"}},
                              {{"cash", "misses"}, {"cache", "misses"}},
                              {{"cash"}, {"cache"}},
                              {{"cashes"}, {"caches"}},
                              {{"cashed"}, {"cached"}},
                              {{"mutics"}, {"mutex"}},
                              {{"mutexes"}, {"mutex"}},
                              {{"new", "tex"}, {"mutex"}},
                              {{"mute", "ex"}, {"mutex"}},
                              {{"semi", "four"}, {"semaphore"}},
                              {{"semi", "for"}, {"semaphore"}},
                              {{"sequel"}, {"sql"}},
                              {{"jason"}, {"json"}},
                              {{"g", "r", "p", "c"}, {"grpc"}},
                              {{"a", "sync"}, {"async"}},
                              {{"high", "pervisor"}, {"hypervisor"}},
                              {{"1st"}, {"first"}}};
    std::ranges::stable_sort(list, [](const Rewrite& a, const Rewrite& b) { return a.from.size() > b.from.size(); });
    return list;
  }();
  return kRewrites;
}

}  // namespace codevoice::interview
