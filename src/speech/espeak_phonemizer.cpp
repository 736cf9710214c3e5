#include "speech/espeak_phonemizer.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace codevoice::speech {
namespace {

// espeak answers a line per clause and no end mark: this follows every text, and its own answer is the end mark
constexpr std::array<std::string_view, 2> kSentinels{"zebra xylophone zebra", "quokka bassoon quokka"};
constexpr std::chrono::seconds kStartLimit{3};
constexpr std::string_view kMelody = ",;:.?!";

/// One line of plain words: what espeak would read as commands ([[phonemes]], <ssml>) and line ends become spaces.
std::string plain_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '[' || c == ']' || c == '<' || c == '>' || (c >= 0 && c < ' ') || c == 127; }, ' ');
  return line;
}

/// The sentinel whose words the text does not hold itself.
std::size_t sentinel_for(std::string_view text) { return text.find("xylophone") == std::string_view::npos ? 0 : 1; }

bool has_word(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c < 0 || std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

/// Removes language switches such as "(fr)" and spaces at both ends.
std::string cleaned(std::string ipa) {
  for (auto open = ipa.find('('); open != std::string::npos; open = ipa.find('(', open)) {
    const auto close = ipa.find(')', open);
    ipa.erase(open, close == std::string::npos ? close : close - open + 1);
  }
  const auto first = ipa.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return ipa.substr(first, ipa.find_last_not_of(' ') - first + 1);
}

/// The piece up to the next mark that ends a clause ("3.14" and "a.b" hold none), the mark itself, and the rest.
struct Piece {
  std::string_view words;
  std::string_view marks;
  std::string_view rest;
};
Piece next_piece(std::string_view text) {
  for (std::size_t at = text.find_first_of(kMelody); at != std::string_view::npos; at = text.find_first_of(kMelody, at + 1)) {
    const auto after = std::min(text.find_first_not_of(kMelody, at), text.size());
    if (after == text.size() || text[after] == ' ') return {text.substr(0, at), text.substr(at, 1), text.substr(after)};
  }
  return {text, {}, {}};
}

}  // namespace

Result<std::unique_ptr<EspeakPhonemizer>> EspeakPhonemizer::create(EspeakConfig config) {
  std::unique_ptr<EspeakPhonemizer> phonemizer(new EspeakPhonemizer(std::move(config)));
  if (auto started = phonemizer->start(); !started) {
    return fail(ErrorKind::Unavailable,
                phonemizer->config_.program + " does not answer (" + started.error().message + "): install it with: apt-get install espeak-ng");
  }
  return phonemizer;
}

Result<void> EspeakPhonemizer::start() {
  child_.reset();
  auto child = ChildProcess::start({config_.program, "-q", "--ipa", "-v", config_.voice});
  if (!child) return tl::unexpected(child.error());
  const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
  for (std::size_t i = 0; i < kSentinels.size(); ++i) {
    if (auto sent = child->write(std::string(kSentinels[i]) + "\n", deadline); !sent) return sent;
    auto mark = child->read_line(deadline);
    if (!mark) return tl::unexpected(mark.error());
    end_marks_[i] = cleaned(std::move(*mark));
    if (end_marks_[i].empty()) return fail(ErrorKind::Protocol, "it gave no phonemes");
  }
  child_ = std::move(*child);
  return {};
}

Result<std::string> EspeakPhonemizer::phonemes(std::string_view text) {
  const auto line = plain_line(text);
  const std::scoped_lock lock(mutex_);
  std::string all;
  for (Piece piece{{}, {}, line}; !piece.rest.empty();) {
    piece = next_piece(piece.rest);
    if (has_word(piece.words)) {
      auto ipa = ask(piece.words);
      if (!ipa) return ipa;
      if (!all.empty() && all.back() != ' ') all += ' ';
      all += *ipa;
    }
    if (!piece.marks.empty() && !all.empty()) {
      if (all.back() == ' ') all.pop_back();
      all.append(piece.marks).append(" ");
    }
  }
  if (!all.empty() && all.back() == ' ') all.pop_back();
  return all;
}

Result<std::string> EspeakPhonemizer::ask(std::string_view plain) {
  for (int attempt = 0;; ++attempt) {
    Result<std::string> answer = fail(ErrorKind::Unavailable, "espeak-ng is not running");
    if (child_) answer = ask_child(plain, std::chrono::steady_clock::now() + config_.deadline);
    if (answer || attempt > 0) return answer;
    log::warn("espeak.restarted", {{"reason", answer.error().message}});
    ++restarts_;
    if (auto started = start(); !started) return tl::unexpected(started.error());
  }
}

Result<std::string> EspeakPhonemizer::ask_child(std::string_view plain, ChildProcess::Deadline deadline) {
  const auto sentinel = sentinel_for(plain);
  const std::string question = std::string(plain) + "\n" + std::string(kSentinels[sentinel]) + "\n";
  Result<std::string> answer{};
  auto sent = child_->write(question, deadline);
  while (sent) {
    auto line = child_->read_line(deadline);
    if (!line) {
      sent = tl::unexpected(line.error());
      break;
    }
    auto ipa = cleaned(std::move(*line));
    if (ipa == end_marks_[sentinel]) return answer;
    if (!answer->empty() && !ipa.empty()) *answer += ' ';
    *answer += ipa;
  }
  child_.reset();  // what it would still say belongs to this text, not to the next
  return tl::unexpected(sent.error());
}

}  // namespace codevoice::speech
