#include "interview/intent.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "interview/lexer.hpp"
#include "interview/request_patterns.hpp"
#include "interview/word_lists.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kContentWords = 3;  // fewer words beside a request are no answer

struct SpokenWord {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool after_stop = false;
  bool after_comma = false;
};
using SpokenWords = std::vector<SpokenWord>;
using Part = std::span<const SpokenWord>;

/// "I'm" is two words here.
std::string_view tail_of(const Token& token) {
  if (token.tail == "m" || token.text == "im") return "am";
  if (token.text == "id") return "would";
  if (token.text == "lets") return "us";
  if (token.text == "whats") return "is";
  if (token.tail == "s") return token.text == "let" ? "us" : "is";
  if (token.tail == "re") return "are";
  if (token.tail == "ll") return "will";
  if (token.tail == "d") return "would";
  return token.tail == "ve" ? "have" : "";
}

SpokenWords words_in(std::string_view text) {
  SpokenWords words;
  for (const Token& token : tokens_of(text)) {
    auto parts = parts_of_contraction(token.text);
    if (token.text == "im" || token.text == "id") parts.push_back("i");  // the apostrophes are gone
    if (token.text == "lets" || token.text == "whats") parts = {std::string_view(token.text).substr(0, token.text.size() - 1)};
    if (parts.empty()) parts.push_back(token.text);
    if (const auto tail = tail_of(token); !tail.empty()) parts.push_back(tail);
    bool first = true;
    for (const auto part : parts) {
      words.push_back({std::string(part), token.begin, token.end, first && token.after_stop, first && token.after_comma});
      first = false;
    }
  }
  return words;
}

/// Parts between the places where `cuts` says so.
template <class Cuts>
std::vector<Part> split(Part words, Cuts cuts) {
  std::vector<Part> parts;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= words.size(); ++i) {
    if (i < words.size() && !cuts(words[i])) continue;
    parts.push_back(words.subspan(begin, i - begin));
    begin = i;
  }
  return parts;
}

bool is_padding(std::string_view word) {
  constexpr auto kPadding = std::to_array<std::string_view>(
      {"um",     "uh",     "uhm",  "er",  "erm",      "hmm",   "hm",    "well",     "okay",      "ok",     "so",
       "please", "sorry",  "oh",   "ah",  "actually", "maybe", "hey",   "alright",  "basically", "kindly", "quickly",
       "just",   "thanks", "then", "and", "but",      "yeah",  "right", "honestly", "really",    "the",    "interviewer"});
  return std::ranges::find(kPadding, word) != kPadding.end();
}

/// Without polite words and hesitation at either end.
Part stripped(Part words) {
  while (!words.empty() && is_padding(words.front().text)) words = words.subspan(1);
  while (!words.empty() && (is_padding(words.back().text))) words = words.first(words.size() - 1);
  return words;
}

std::vector<std::string> texts(Part words) {
  std::vector<std::string> out;
  for (const SpokenWord& word : words) {
    if (word.text != "um" && word.text != "uh" && word.text != "please") out.push_back(word.text);
  }
  return out;
}

struct Found {
  Intent intent = Intent::Answer;
  Reach reach = Reach::Anywhere;
  std::size_t weight = 0;  // place in the list: smaller weighs more
};

/// The request that all of these words make.
std::optional<Found> request_of(Part words) {
  const auto& patterns = request_patterns();
  for (const auto& form : {texts(words), texts(stripped(words))}) {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      if (patterns[i].pattern.is(form)) return Found{patterns[i].intent, patterns[i].reach, i};
    }
  }
  return std::nullopt;
}

struct FoundInside : Found {
  std::size_t first = 0;
  std::size_t last = 0;  // one past
};

/// The weightiest request inside running speech, with all the words that ask for it.
std::optional<FoundInside> request_inside(Part words) {
  const auto& patterns = request_patterns();
  std::vector<std::string> form;
  for (const SpokenWord& word : words) form.push_back(word.text);
  std::optional<FoundInside> best;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].reach != Reach::Anywhere) continue;
    if (best && patterns[i].intent != best->intent) continue;
    for (std::size_t at = 0; at < form.size(); ++at) {
      const auto length = patterns[i].pattern.begins(std::span(form).subspan(at));
      if (!length) continue;
      if (!best) best = FoundInside{{patterns[i].intent, patterns[i].reach, i}, at, at + *length};
      best->first = std::min(best->first, at);
      best->last = std::max(best->last, at + *length);
    }
  }
  return best;
}

/// These say nothing once an answer follows: "let me think. The stack …", "I'm not sure, but …".
bool yields_to_an_answer(Intent intent) {
  constexpr auto kStrong = std::to_array<Intent>({Intent::Stop, Intent::Pause, Intent::Skip, Intent::Repeat});
  return std::ranges::find(kStrong, intent) == kStrong.end();
}

/// Walks the turn part by part and tells requests from content.
class TurnReader {
 public:
  explicit TurnReader(std::string_view text) : text_(text), words_(words_in(text)) {}

  Reading read() {
    for (const Part sentence : split(Part(words_), [](const SpokenWord& word) { return word.after_stop; })) {
      if (!sentence.empty()) read_sentence(sentence);
    }
    return decide();
  }

 private:
  struct Piece {
    std::optional<Found> request;
    Part words;
  };

  void read_sentence(Part sentence) {
    if (const auto request = request_of(sentence)) {
      pieces_.push_back({request, sentence});
      return;
    }
    if (read_pieces(sentence)) return;
    if (const auto inside = request_inside(sentence)) {
      read_content(sentence.first(inside->first));
      pieces_.push_back({*inside, sentence.subspan(inside->first, inside->last - inside->first)});
      read_content(sentence.subspan(inside->last));
      return;
    }
    pieces_.push_back({std::nullopt, sentence});
  }

  /// "I don't know, skip": each part between commas is a request or says nothing.
  bool read_pieces(Part sentence) {
    const auto parts = split(sentence, [](const SpokenWord& word) { return word.after_comma; });
    if (parts.size() < 2) return false;
    std::vector<Piece> found;
    for (const Part part : parts) {
      const auto request = request_of(part);
      if (!request && !stripped(part).empty()) return false;
      if (request) found.push_back({request, part});
    }
    pieces_.insert(pieces_.end(), found.begin(), found.end());
    return !found.empty();
  }

  /// What stands beside a request in one sentence: a request of its own, padding, or an answer.
  void read_content(Part words) {
    const auto request = request_of(words);
    if (request) {
      pieces_.push_back({request, words});
    } else if (stripped(words).size() > kContentWords) {
      pieces_.push_back({std::nullopt, words});
    }
  }

  static bool is_content(const Piece& piece) { return !piece.request; }

  bool has_content() const {
    std::size_t count = 0;
    for (const Piece& piece : pieces_) count += is_content(piece) ? stripped(piece.words).size() : 0;
    return count >= kContentWords || (count > 0 && std::ranges::all_of(pieces_, is_content));
  }

  bool content_after(std::size_t at) const {
    for (std::size_t i = at + 1; i < pieces_.size(); ++i) {
      if (is_content(pieces_[i]) && stripped(pieces_[i].words).size() >= kContentWords) return true;
    }
    return false;
  }

  Reading decide() const {
    const bool content = has_content();
    Reading reading;
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const auto& request = pieces_[i].request;
      if (!request || (request->reach == Reach::Whole && content)) continue;
      if (yields_to_an_answer(request->intent) && content_after(i)) continue;
      if (!best || request->weight < pieces_[*best].request->weight) best = i;
    }
    if (best) reading.intent = pieces_[*best].request->intent;
    if (!best && !content && !pieces_.empty()) reading.intent = Intent::Acknowledge;
    if (!best && content) reading.content = std::string(text_);
    if (best && content) reading.content = content_text();
    return reading;
  }

  std::string content_text() const {
    std::string all;
    for (const Piece& piece : pieces_) {
      if (!is_content(piece)) continue;
      all += all.empty() ? "" : " ";
      all += text_.substr(piece.words.front().begin, piece.words.back().end - piece.words.front().begin);
      const auto end = piece.words.back().end;
      if (end < text_.size() && (text_[end] == '.' || text_[end] == '?' || text_[end] == '!')) all += text_[end];
    }
    return all;
  }

  std::string_view text_;
  SpokenWords words_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::string_view name_of(Intent intent) noexcept {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"answer",      "stop",           "pause",     "resume",        "skip",        "repeat",       "rephrase",    "slow_down",
       "moment",      "dont_know",      "ask_ai",    "ask_recording", "ask_scoring", "ask_decision", "ask_results", "ask_how_long",
       "ask_hearing", "ask_assumption", "ask_other", "no_questions",  "yes",         "no",           "acknowledge"});
  return kNames[static_cast<std::size_t>(intent)];
}

Reading read_intent(std::string_view text) { return TurnReader(text).read(); }

}  // namespace codevoice::interview
