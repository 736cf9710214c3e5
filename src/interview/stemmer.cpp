#include "interview/stemmer.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>
#include <utility>

namespace codevoice::interview {
namespace {

using Rule = std::pair<std::string_view, std::string_view>;

bool is_consonant(std::string_view word, std::size_t at) {
  switch (word[at]) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u': return false;
    case 'y': return at == 0 || !is_consonant(word, at - 1);
    default: return true;
  }
}

/// How many vowel-consonant sequences the word has: Porter's m.
int measure(std::string_view word) {
  int count = 0;
  bool after_vowel = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool consonant = is_consonant(word, i);
    count += consonant && after_vowel ? 1 : 0;
    after_vowel = !consonant;
  }
  return count;
}

bool has_vowel(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (!is_consonant(word, i)) return true;
  }
  return false;
}

bool ends_double(std::string_view word) {
  const auto n = word.size();
  return n > 1 && word[n - 1] == word[n - 2] && is_consonant(word, n - 1);
}

/// consonant-vowel-consonant at the end, the last not w, x or y: "hop" in "hoping"
bool ends_cvc(std::string_view word) {
  const auto n = word.size();
  return n > 2 && is_consonant(word, n - 1) && !is_consonant(word, n - 2) && is_consonant(word, n - 3) && word[n - 1] != 'w' && word[n - 1] != 'x' &&
         word[n - 1] != 'y';
}

/// Replaces the first fitting ending of the list when the rest measures more than `above`. The lists are in an order in
/// which a longer ending comes before its own tail.
void replace_first(std::string& word, std::span<const Rule> rules, int above) {
  for (const auto& [ending, instead] : rules) {
    if (!word.ends_with(ending)) continue;
    const auto rest = std::string_view(word).substr(0, word.size() - ending.size());
    if (measure(rest) > above) word = std::string(rest) + std::string(instead);
    return;
  }
}

void drop_plural(std::string& word) {
  if (word.ends_with("sses") || word.ends_with("ies")) {
    word.resize(word.size() - 2);
  } else if (word.ends_with('s') && !word.ends_with("ss")) {
    word.pop_back();
  }
}

void mend_after_ed(std::string& word) {
  if (word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz")) {
    word += 'e';
  } else if (ends_double(word) && !word.ends_with('l') && !word.ends_with('s') && !word.ends_with('z')) {
    word.pop_back();
  } else if (measure(word) == 1 && ends_cvc(word)) {
    word += 'e';
  }
}

void drop_ed_ing(std::string& word) {
  if (word.ends_with("eed")) {
    if (measure(std::string_view(word).substr(0, word.size() - 3)) > 0) word.pop_back();
    return;
  }
  for (const std::string_view ending : {"ed", "ing"}) {
    if (!word.ends_with(ending)) continue;
    if (!has_vowel(std::string_view(word).substr(0, word.size() - ending.size()))) return;
    word.resize(word.size() - ending.size());
    mend_after_ed(word);
    return;
  }
}

constexpr std::array kStep2 = std::to_array<Rule>(
    {{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"},   {"anci", "ance"},   {"izer", "ize"},  {"abli", "able"},  {"alli", "al"},
     {"entli", "ent"},   {"eli", "e"},       {"ousli", "ous"},   {"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"},   {"alism", "al"},
     {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},    {"iviti", "ive"}, {"biliti", "ble"}, {"logi", "log"}});
constexpr std::array kStep3 =
    std::to_array<Rule>({{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}});
constexpr std::array kStep4 = std::to_array<std::string_view>(
    {"ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic", "ou"});

void drop_suffix(std::string& word) {
  for (const auto ending : kStep4) {
    if (!word.ends_with(ending)) continue;
    const auto rest = std::string_view(word).substr(0, word.size() - ending.size());
    const bool allowed = ending != "ion" || rest.ends_with('s') || rest.ends_with('t');
    if (measure(rest) > 1 && allowed) word.resize(rest.size());
    return;
  }
}

void tidy_end(std::string& word) {
  if (word.ends_with('e')) {
    const auto rest = std::string_view(word).substr(0, word.size() - 1);
    if (measure(rest) > 1 || (measure(rest) == 1 && !ends_cvc(rest))) word.pop_back();
  }
  if (word.ends_with("ll") && measure(word) > 1) word.pop_back();
}

const std::unordered_map<std::string_view, std::string_view>& irregular() {
  static const std::unordered_map<std::string_view, std::string_view> kForms{{"held", "hold"},
                                                                             {"kept", "keep"},
                                                                             {"wrote", "write"},
                                                                             {"written", "write"},
                                                                             {"sent", "send"},
                                                                             {"lost", "lose"},
                                                                             {"built", "build"},
                                                                             {"ran", "run"},
                                                                             {"found", "find"},
                                                                             {"chose", "choose"},
                                                                             {"chosen", "choose"},
                                                                             {"took", "take"},
                                                                             {"taken", "take"},
                                                                             {"gave", "give"},
                                                                             {"given", "give"},
                                                                             {"went", "go"},
                                                                             {"goes", "go"},
                                                                             {"shown", "show"},
                                                                             {"hidden", "hide"},
                                                                             {"hid", "hide"},
                                                                             {"broke", "break"},
                                                                             {"broken", "break"},
                                                                             {"made", "make"},
                                                                             {"done", "do"},
                                                                             {"does", "do"},
                                                                             {"did", "do"},
                                                                             {"threw", "throw"},
                                                                             {"thrown", "throw"},
                                                                             {"knew", "know"},
                                                                             {"known", "know"},
                                                                             {"grew", "grow"},
                                                                             {"grown", "grow"},
                                                                             {"came", "come"},
                                                                             {"began", "begin"},
                                                                             {"begun", "begin"},
                                                                             {"brought", "bring"},
                                                                             {"caught", "catch"},
                                                                             {"bought", "buy"},
                                                                             {"told", "tell"},
                                                                             {"said", "say"},
                                                                             {"stole", "steal"},
                                                                             {"stolen", "steal"},
                                                                             {"spoke", "speak"},
                                                                             {"woken", "wake"},
                                                                             {"woke", "wake"},
                                                                             {"slept", "sleep"},
                                                                             {"fell", "fall"},
                                                                             {"fallen", "fall"},
                                                                             {"forgot", "forget"},
                                                                             {"forgotten", "forget"},
                                                                             {"understood", "understand"},
                                                                             {"met", "meet"},
                                                                             {"children", "child"},
                                                                             {"indices", "index"},
                                                                             {"indexes", "index"},
                                                                             {"vertices", "vertex"},
                                                                             {"matrices", "matrix"},
                                                                             {"has", "have"},
                                                                             {"had", "have"},
                                                                             {"having", "have"},
                                                                             {"is", "be"},
                                                                             {"are", "be"},
                                                                             {"was", "be"},
                                                                             {"were", "be"},
                                                                             {"been", "be"},
                                                                             {"being", "be"},
                                                                             {"am", "be"},
                                                                             {"rewritten", "rewrite"},
                                                                             {"overwritten", "overwrite"},
                                                                             {"overwrote", "overwrite"},
                                                                             {"rebuilt", "rebuild"},
                                                                             {"fed", "feed"},
                                                                             {"led", "lead"},
                                                                             {"spent", "spend"},
                                                                             {"dying", "die"},
                                                                             {"lying", "lie"},
                                                                             {"tying", "tie"},
                                                                             {"analyses", "analysis"},
                                                                             {"its", "it"}};
  return kForms;
}

/// Words Porter would run together with others of the field ("general" with "generation", "news" with "new").
bool is_its_own_stem(std::string_view word) {
  constexpr auto kWords = std::to_array<std::string_view>({"general", "generic", "news", "nothing", "during", "university"});
  return std::ranges::find(kWords, word) != kWords.end();
}

/// "-ise" that is no British "-ize"
bool keeps_its_ise(std::string_view word) {
  constexpr auto kBegins = std::to_array<std::string_view>(
      {"preci", "conci", "promis", "exerci", "otherw", "enterpr", "comprom", "surpr", "likew", "premis", "superv", "adverti", "revis"});
  return std::ranges::any_of(kBegins, [word](auto begin) { return word.starts_with(begin); });
}

void americanise(std::string& word) {
  constexpr auto kEndings = std::to_array<Rule>(
      {{"isations", "izations"}, {"isation", "ization"}, {"ising", "izing"}, {"ised", "ized"}, {"ises", "izes"}, {"iser", "izer"}, {"ise", "ize"}});
  for (const auto& [british, american] : kEndings) {
    if (word.size() < british.size() + 4 || !word.ends_with(british) || keeps_its_ise(word)) continue;
    word = word.substr(0, word.size() - british.size()) + std::string(american);
    return;
  }
  const auto our = word.find("our", 3);
  if (our != std::string::npos && word.compare(our, 5, "ourse") != 0 && word.compare(our, 5, "ource") != 0) {
    word.erase(our + 1, 1);  // behaviour, colours, favourite
  }
}

}  // namespace

std::string stem_of(std::string_view given) {
  const bool letters = std::ranges::all_of(given, [](char c) { return c >= 'a' && c <= 'z'; });
  const auto form = irregular().find(given);
  std::string word(form == irregular().end() ? given : form->second);
  if (!letters || word.size() < 3 || is_its_own_stem(word)) return word;
  americanise(word);
  drop_plural(word);
  drop_ed_ing(word);
  if (word.ends_with('y') && has_vowel(std::string_view(word).substr(0, word.size() - 1))) word.back() = 'i';
  replace_first(word, kStep2, 0);
  replace_first(word, kStep3, 0);
  drop_suffix(word);
  tidy_end(word);
  return word;
}

}  // namespace codevoice::interview
