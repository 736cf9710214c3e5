#include "voice/sentence_end.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "voice/turn_weights.hpp"

namespace codevoice::voice {
namespace {

using namespace std::string_view_literals;

template <std::size_t N>
using Words = std::array<std::string_view, N>;

constexpr Words<24> kDeterminers{"the", "a",  "an",    "my",    "your",   "our",  "their",   "its",     "his",  "her",  "every", "some",
                                 "any", "no", "which", "whose", "either", "much", "several", "another", "than", "like", "per",   "via"};
/// They end a sentence now and then ("it depends on that").
constexpr Words<11> kPointers{"that", "this", "more", "less", "most", "both", "each", "these", "those", "many", "few"};
constexpr Words<17> kConjunctions{"and",    "or",    "but",     "because", "if",    "when",    "while", "although", "since",
                                  "unless", "until", "whether", "as",      "where", "whereas", "nor",   "plus"};
constexpr Words<5> kLeadingOn{"then", "also", "so", "though", "therefore"};
constexpr Words<24> kPrepositions{"of",    "to",     "in",     "on",      "at",      "by",      "for",     "from",
                                  "with",  "into",   "over",   "under",   "between", "through", "without", "about",
                                  "after", "before", "during", "against", "within",  "across",  "onto",    "upon"};
constexpr Words<34> kAuxiliaries{"is",    "are",  "was",    "were",    "be",   "been",  "being",  "am",      "have",  "has",   "had",  "do",
                                 "does",  "did",  "can",    "could",   "will", "would", "shall",  "should",  "may",   "might", "must", "cannot",
                                 "let's", "it's", "that's", "there's", "i'm",  "i'd",   "you're", "they're", "we're", "i'll"};
constexpr Words<8> kPronouns{"i", "you", "he", "she", "we", "they", "who", "what"};
constexpr Words<18> kAdverbs{"very",   "not",   "usually", "often",  "always", "never",  "only",      "just",     "even",
                             "really", "quite", "rather",  "almost", "mostly", "simply", "basically", "actually", "typically"};
constexpr Words<6> kFillers{"um", "uh", "er", "ah", "hmm", "erm"};
constexpr Words<9> kSubordinators{"if", "when", "while", "although", "because", "since", "unless", "until", "after"};
/// They close a turn however short: answers to "do you know?", and requests.
constexpr Words<10> kClosers{"know", "idea", "repeat", "skip", "pardon", "sure", "question", "questions", "thanks", "rephrase"};
constexpr Words<7> kYesNo{"yes", "no", "yeah", "yep", "nope", "okay", "ok"};
constexpr std::size_t kShortRequest = 12, kBareYesNo = 3;  // words

// logits
constexpr float kBase = 2.08F;
constexpr float kComma = -2.5F, kPreposition = -4.02F, kConjunction = -3.94F, kDeterminer = -3.55F, kFiller = -3.14F, kLeads = -2.91F;
constexpr float kAuxiliary = -2.54F, kAdverb = -1.78F, kPointer = -1.29F, kPronoun = -1.21F, kIt = -0.68F, kOnlySubordinate = -0.56F;
constexpr float kTwoWords = -2.4F, kFourWords = -1.33F, kSevenWords = -0.91F;  // in its last sentence
constexpr float kRequest = 2.81F;

template <std::size_t N>
bool is_in(std::string_view word, const Words<N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_word_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '\'' || c == '+' || c == '#' || (c & 0x80) != 0; }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool open = false;
  for (const char c : text) {
    if (!is_word_letter(c)) {
      open = false;
      continue;
    }
    if (!std::exchange(open, true)) words.emplace_back();
    words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return words;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return text;
}

std::string_view last_sentence(std::string_view text) {
  for (std::size_t i = text.size(); i > 1; --i) {
    const bool ends = ".?!"sv.find(text[i - 2]) != std::string_view::npos && std::isspace(static_cast<unsigned char>(text[i - 1])) != 0;
    if (ends) return text.substr(i);
  }
  return text;
}

float rate_last_word(const std::string& word, const std::string& before) {
  if (is_in(word, kFillers) || (before == "you" && word == "know")) return kFiller;
  if (is_in(word, kPrepositions)) return kPreposition;
  if (is_in(word, kConjunctions)) return kConjunction;
  if (is_in(word, kDeterminers)) return kDeterminer;
  if (is_in(word, kLeadingOn)) return kLeads;
  if (is_in(word, kAuxiliaries)) return kAuxiliary;
  if (is_in(word, kAdverbs)) return kAdverb;
  if (is_in(word, kPointers)) return kPointer;
  if (is_in(word, kPronouns)) return kPronoun;
  return word == "it" ? kIt : 0.0F;
}

float rate_length(std::size_t words) {
  if (words <= 2) return kTwoWords;
  if (words <= 4) return kFourWords;
  return words <= 7 ? kSevenWords : 0.0F;
}

bool is_request(const std::vector<std::string>& words) {
  if (words.size() > kShortRequest) return false;
  const auto closes = [](const std::string& word) { return is_in(word, kClosers); };
  if (words.size() <= kBareYesNo && is_in(words.front(), kYesNo)) return true;
  return std::any_of(words.begin(), words.end(), closes);
}

float rule_of(std::string_view text, std::string_view sentence, const std::vector<std::string>& words) {
  float rate = kBase + rate_length(words.size()) + rate_last_word(words.back(), words.size() > 1 ? words[words.size() - 2] : std::string());
  if (",;-"sv.find(text.back()) != std::string_view::npos || text.ends_with("...")) rate += kComma;
  if (is_in(words.front(), kSubordinators) && words.size() <= 8 && sentence.find(',') == std::string_view::npos) rate += kOnlySubordinate;
  if (is_request(sentence.size() == text.size() ? words : words_of(text))) rate += kRequest;
  return rate;
}

std::size_t count_sentences(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const auto last = last_sentence(text);
    ++count;
    text = trimmed(text.substr(0, text.size() - last.size()));
  }
  return count;
}

float up_to(float most, std::size_t count) { return std::min(most, static_cast<float>(count)); }

}  // namespace

TextSigns signs_of(std::string_view text) {
  text = trimmed(text);
  const auto sentence = last_sentence(text);
  const auto words = words_of(sentence);
  TextSigns signs;
  if (words.empty()) return signs;
  signs.rule = rule_of(text, sentence, words);
  signs.words = up_to(40.0F, words_of(text).size()) / 10.0F;
  signs.last_sentence = up_to(12.0F, words.size()) / 10.0F;
  signs.sentences = up_to(4.0F, count_sentences(text));
  signs.comma = ",;-"sv.find(text.back()) != std::string_view::npos;
  signs.trailing = text.ends_with("...");
  signs.question = text.back() == '?';
  return signs;
}

float rate_sentence_end(std::string_view text) {
  const auto signs = signs_of(text);
  if (signs.words == 0.0F) return 0.0F;
  const auto& weights = turn_weights();
  const auto if_so = [](bool sign, float weight) { return sign ? weight : 0.0F; };
  return weights.rule * signs.rule + weights.words * signs.words + weights.last_sentence * signs.last_sentence + weights.sentences * signs.sentences +
         if_so(signs.comma, weights.comma) + if_so(signs.trailing, weights.trailing) + if_so(signs.question, weights.question);
}

}  // namespace codevoice::voice
