#include "voice/playout_queue.hpp"

#include <algorithm>

namespace codevoice::voice {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::size_t words_out(const std::vector<float>& ends, double share) {
  return static_cast<std::size_t>(std::count_if(ends.begin(), ends.end(), [share](float end) { return static_cast<double>(end) <= share; }));
}

std::size_t words_of(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1 : 0;
  return count;
}

/// Where so many words of the text are over.
std::size_t end_of_word(const std::string& text, std::size_t words) {
  std::size_t end = 0;
  for (; words > 0 && end < text.size(); --words) {
    end = std::min(text.find(' ', std::min(text.find_first_not_of(' ', end), text.size())), text.size());
  }
  return end;
}

}  // namespace

std::string words_heard(const std::string& text, std::size_t played, std::size_t total, const std::vector<float>& word_ends) {
  if (total == 0 || played >= total) return text;
  const bool is_placed = !word_ends.empty() && word_ends.size() == words_of(text);  // not where a voice went on with another's text
  if (is_placed) return text.substr(0, end_of_word(text, words_out(word_ends, static_cast<double>(played) / static_cast<double>(total))));
  const auto reached = static_cast<std::size_t>(static_cast<double>(text.size()) * static_cast<double>(played) / static_cast<double>(total));
  const auto end = text.rfind(' ', reached);  // the word that reaches to `reached` is not wholly out
  return end == std::string::npos ? std::string() : text.substr(0, end);
}

void PlayoutQueue::push(PlayoutPart part) {
  samples_ += part.pcm.size();
  parts_.push_back(std::move(part));
}

PlayoutQueue::Begun& PlayoutQueue::begun_with(const PlayoutPart& part, MediaTime now) {
  if (begun_.empty() || begun_.back().over) {
    Begun begun;
    begun.about.utterance = part.utterance;
    begun.about.turn_id = part.turn_id;
    begun.about.kind = part.kind;
    begun.about.depends_on_answer = part.depends_on_answer;
    begun.about.begin = now;
    begun_.push_back(std::move(begun));
  }
  auto& begun = begun_.back();
  if (played_ > 0) return begun;
  if (part.text.empty() && !begun.parts.empty()) {
    begun.parts.back().samples += part.pcm.size();
    begun.parts.back().more = part.more;
    begun.parts.back().word_ends.clear();  // they were of less
  } else {
    begun.parts.push_back({part.text, part.pcm.size(), 0, part.more, part.word_ends});
  }
  return begun;
}

/// Samples that wait to go on with the newest text begun. While more of it may come, as much again as is known is taken to follow: better
/// a word too few than one nobody heard.
std::size_t PlayoutQueue::waiting_of_open_text() const {
  const auto& open = begun_.back().parts.back();
  std::size_t waiting = 0;
  bool more = open.more;
  for (std::size_t i = played_ > 0 ? 1 : 0; i < parts_.size(); ++i) {  // of the one being played all is counted already
    const auto& part = parts_[i];
    if (part.last || !part.text.empty()) return waiting;
    waiting += part.pcm.size();
    more = part.more;
  }
  return more ? waiting + open.samples + waiting : waiting;
}

void PlayoutQueue::end_utterance(MediaTime now) {
  parts_.pop_front();
  if (begun_.empty() || begun_.back().over) return;  // nothing of it could be spoken
  begun_.back().over = true;
  begun_.back().about.end = now;
  at_rest_ = true;
}

std::size_t PlayoutQueue::Begun::sent() const {
  std::size_t all = 0;
  for (const auto& part : parts) all += part.sent;
  return all;
}

/// After the newest sample of each that has begun.
void PlayoutQueue::sent(std::size_t samples) {
  for (auto& begun : begun_) begun.since += samples;
}

audio::Pcm PlayoutQueue::take(std::size_t count, MediaTime now) {
  audio::Pcm out;
  at_rest_ = false;
  while (!parts_.empty() && out.size() < count && !at_rest_) {
    const auto& part = parts_.front();
    if (part.last) {
      end_utterance(now);
      continue;
    }
    auto& begun = begun_with(part, now);
    const auto taken = std::min(count - out.size(), part.pcm.size() - played_);
    out.insert(out.end(), part.pcm.begin() + static_cast<std::ptrdiff_t>(played_), part.pcm.begin() + static_cast<std::ptrdiff_t>(played_ + taken));
    sent(taken);
    played_ += taken;
    samples_ -= taken;
    begun.parts.back().sent += taken;
    begun.since = 0;
    if (played_ < part.pcm.size()) break;
    parts_.pop_front();
    played_ = 0;
  }
  return out;
}

audio::Pcm PlayoutQueue::peek(std::size_t count) const {
  if (parts_.empty()) return {};
  const auto& pcm = parts_.front().pcm;
  const auto from = pcm.begin() + static_cast<std::ptrdiff_t>(std::min(played_, pcm.size()));
  return {from, from + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, static_cast<std::size_t>(pcm.end() - from)))};
}

void PlayoutQueue::rest(std::size_t samples) { sent(samples); }

std::optional<PlayedText> PlayoutQueue::finished(std::size_t unheard) {
  if (begun_.empty() || !begun_.front().over || begun_.front().since < unheard) return std::nullopt;
  auto played = std::move(begun_.front().about);
  for (const auto& part : begun_.front().parts) played.text += part.text;
  played.samples = begun_.front().sent();
  played.text = trimmed(played.text);
  begun_.pop_front();
  return played;
}

std::vector<PlayedText> PlayoutQueue::cut(std::size_t unheard) {
  std::vector<PlayedText> all;
  for (auto& begun : begun_) {
    const auto sent = begun.sent();
    auto arrived = sent - std::min(sent, unheard - std::min(unheard, begun.since));
    if (!begun.over && !begun.parts.empty()) {
      const auto waiting = waiting_of_open_text();
      begun.parts.back().samples += waiting;
      if (waiting > 0) begun.parts.back().word_ends.clear();  // they were of less
    }
    auto played = std::move(begun.about);
    played.samples = sent;
    played.interrupted = !begun.over || begun.since < unheard;
    for (const auto& part : begun.parts) {
      played.text += words_heard(part.text, arrived, part.samples, part.word_ends);
      if (arrived < part.samples) break;
      arrived -= part.samples;
    }
    played.text = trimmed(played.text);
    all.push_back(std::move(played));
  }
  clear();
  return all;
}

void PlayoutQueue::clear() {
  parts_.clear();
  begun_.clear();
  samples_ = played_ = 0;
  at_rest_ = false;
}

}  // namespace codevoice::voice
