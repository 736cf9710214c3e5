#include "voice/model_speech.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace codevoice::voice {
namespace {

constexpr std::string_view kHead = "points:";
constexpr std::size_t kMostHead = 120;      // bytes
constexpr std::size_t kMostSentence = 400;  // bytes: then the next comma ends it

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::vector<std::size_t> numbers_in(std::string_view text) {
  std::vector<std::size_t> numbers;
  while (!text.empty()) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{}) numbers.push_back(number);
    const auto used = static_cast<std::size_t>(end - text.data());
    text.remove_prefix(std::max<std::size_t>(used, 1));
  }
  return numbers;
}

/// "e.g.", "vs.", initials: the stop is not the sentence's.
bool ends_in_abbreviation(std::string_view sentence) {
  constexpr std::array<std::string_view, 7> kShort{"e.g.", "i.e.", "vs.", "etc.", "mr.", "dr.", "no."};
  const auto text = ascii_lower(sentence.size() > 8 ? sentence.substr(sentence.size() - 8) : sentence);
  return std::any_of(kShort.begin(), kShort.end(), [&](std::string_view word) {
    const bool whole = text.size() == word.size() || (text.size() > word.size() && !is_word(text[text.size() - word.size() - 1]));
    return text.ends_with(word) && whole && word != "etc.";
  });
}

/// Emoji, arrows, bullets: nothing a voice could say.
bool is_speakable(char32_t c) {
  if (c < 0x20) return false;
  return c < 0x2190 || (c >= 0x3040 && c < 0xE000);
}

std::string speakable(std::string_view text) {
  std::string out;
  while (const auto c = take_code_point(text)) {
    if (is_speakable(*c)) append_code_point(out, *c);
  }
  return out;
}

}  // namespace

void ModelSpeech::feed(std::string_view piece) {
  if (head_known_) {
    for (const char c : piece) take(c);
    return;
  }
  raw_ += piece;
  const auto begin = std::min(raw_.find_first_not_of(" \r\n\t*_#\""), raw_.size());
  const auto seen = std::string_view(raw_).substr(begin);
  const auto known = std::min(seen.size(), kHead.size());
  const bool may_be_head = ascii_lower(seen.substr(0, known)) == kHead.substr(0, known);
  if (may_be_head && seen.find('\n') == std::string_view::npos && raw_.size() < kMostHead) return;
  read_head();
}

void ModelSpeech::read_head() {
  head_known_ = true;
  const auto begin = std::min(raw_.find_first_not_of(" \r\n\t*_#\""), raw_.size());
  std::string_view rest = std::string_view(raw_).substr(begin);
  if (ascii_lower(rest.substr(0, kHead.size())) == kHead) {
    rest.remove_prefix(kHead.size());
    // without a line break the numbers end where a word begins; "none" is no such word
    const auto line = std::min(rest.find('\n'), rest.size());
    auto end = std::string_view::npos;
    for (std::size_t i = 0; i < line && end == std::string_view::npos; ++i) {
      if (!is_word(rest[i]) || std::isdigit(static_cast<unsigned char>(rest[i])) != 0) continue;
      end = ascii_lower(rest.substr(i, 4)) == "none" ? i + 4 : i;
    }
    end = std::min(end, line);
    points_ = numbers_in(rest.substr(0, end));
    rest.remove_prefix(end);
    rest.remove_prefix(std::min(rest.find_first_not_of(" .,;*_\r\n"), rest.size()));
  }
  const std::string speech(rest);
  raw_.clear();
  for (const char c : speech) take(c);
}

void ModelSpeech::take(char c) {
  if (c == '`') {
    backticks_ += c;
    if (backticks_.size() == 3) {
      in_code_ = !in_code_;
      backticks_.clear();
    }
    return;
  }
  backticks_.clear();
  if (in_code_) return;
  if (c == '\n' || c == '\r') return end_sentence();
  if (c == '*' || c == '_' || c == '#' || c == '~') return;
  const bool is_space = c == ' ' || c == '\t';
  if (is_space && may_end_ && !ends_in_abbreviation(sentence_)) return end_sentence();
  if (is_space && (sentence_.empty() || sentence_.back() == ' ')) return;
  may_end_ = c == '.' || c == '!' || c == '?' || (may_end_ && (c == '"' || c == ')' || c == '\''));
  sentence_ += is_space ? ' ' : c;
  if (sentence_.size() > kMostSentence && (c == ',' || c == ';' || sentence_.size() > 2 * kMostSentence)) end_sentence();
}

void ModelSpeech::end_sentence() {
  auto text = speakable(std::exchange(sentence_, {}));
  may_end_ = false;
  while (!text.empty() && (text.front() == '-' || text.front() == ' ' || text.front() == '>')) text.erase(0, 1);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  if (std::none_of(text.begin(), text.end(), is_word)) return;
  if (text.back() == ':') return;  // introduces what is not spoken: a list, code
  if (is_word(text.back())) text += '.';
  sentences_.push_back(std::move(text));
}

void ModelSpeech::finish() {
  if (!head_known_) read_head();
  end_sentence();
}

std::optional<std::string> ModelSpeech::next() {
  if (sentences_.empty()) return std::nullopt;
  auto sentence = std::move(sentences_.front());
  sentences_.pop_front();
  return sentence;
}

}  // namespace codevoice::voice
