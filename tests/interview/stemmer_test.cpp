#include "interview/stemmer.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

namespace codevoice::interview {
namespace {

// from the sample vocabulary of the algorithm's author
TEST(Stemmer, GivesPortersStems) {
  const std::vector<std::pair<std::string_view, std::string_view>> pairs{
      {"caresses", "caress"},    {"ponies", "poni"},         {"cats", "cat"},          {"feed", "feed"},
      {"agreed", "agre"},        {"plastered", "plaster"},   {"bled", "bled"},         {"motoring", "motor"},
      {"sing", "sing"},          {"conflated", "conflat"},   {"troubled", "troubl"},   {"sized", "size"},
      {"hopping", "hop"},        {"tanned", "tan"},          {"falling", "fall"},      {"hissing", "hiss"},
      {"failing", "fail"},       {"filing", "file"},         {"happy", "happi"},       {"sky", "sky"},
      {"relational", "relat"},   {"conditional", "condit"},  {"digitizer", "digit"},   {"vietnamization", "vietnam"},
      {"predication", "predic"}, {"operator", "oper"},       {"feudalism", "feudal"},  {"decisiveness", "decis"},
      {"hopefulness", "hope"},   {"callousness", "callous"}, {"formality", "formal"},  {"sensitivity", "sensit"},
      {"triplicate", "triplic"}, {"formative", "form"},      {"electrical", "electr"}, {"goodness", "good"},
      {"revival", "reviv"},      {"allowance", "allow"},     {"inference", "infer"},   {"airliner", "airlin"},
      {"adjustable", "adjust"},  {"replacement", "replac"},  {"adoption", "adopt"},    {"communism", "commun"},
      {"effective", "effect"},   {"bowdlerize", "bowdler"},  {"probate", "probat"},    {"rate", "rate"},
      {"cease", "ceas"},         {"controlling", "control"}, {"roll", "roll"}};

  for (const auto& [word, stem] : pairs) EXPECT_EQ(stem_of(word), stem) << word;
}

TEST(Stemmer, BringsIrregularAndBritishFormsTogether) {
  const std::vector<std::pair<std::string_view, std::string_view>> same{{"held", "hold"},
                                                                        {"kept", "keeping"},
                                                                        {"written", "writes"},
                                                                        {"indices", "index"},
                                                                        {"vertices", "vertex"},
                                                                        {"synchronised", "synchronized"},
                                                                        {"serialisation", "serialization"},
                                                                        {"normalise", "normalizing"},
                                                                        {"behaviour", "behavior"},
                                                                        {"favourite", "favorite"},
                                                                        {"is", "are"},
                                                                        {"precise", "precisely"}};

  for (const auto& [one, other] : same) EXPECT_EQ(stem_of(one), stem_of(other)) << one;
}

TEST(Stemmer, KeepsApartWhatIsNotTheSame) {
  const std::vector<std::pair<std::string_view, std::string_view>> different{
      {"general", "generation"}, {"news", "new"},    {"source", "sources5"}, {"process", "processor"},
      {"mutable", "immutable"},  {"nothing", "not"}, {"gone", "go"}};

  for (const auto& [one, other] : different) EXPECT_NE(stem_of(one), stem_of(other)) << one;
}

TEST(Stemmer, LeavesAloneWhatIsNoWord) {
  for (const auto* text : {"", "a", "n", "404", "p99", "utf8", "\xC3\xA9t\xC3\xA9"}) EXPECT_EQ(stem_of(text), text);
}

}  // namespace
}  // namespace codevoice::interview
