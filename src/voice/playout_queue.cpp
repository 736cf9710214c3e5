// untested: by a unit test of its own so far; whole interviews run through it
#include "voice/playout_queue.hpp"

#include <algorithm>

namespace codevoice::voice {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::string words_heard(const std::string& text, std::size_t played, std::size_t total) {
  if (total == 0 || played >= total) return text;
  const auto reached = static_cast<std::size_t>(static_cast<double>(text.size()) * static_cast<double>(played) / static_cast<double>(total));
  if (reached >= text.size()) return text;
  const auto end = text.rfind(' ', reached);  // the word that reaches to `reached` is not wholly out
  return end == std::string::npos ? std::string() : text.substr(0, end);
}

void PlayoutQueue::push(PlayoutPart part) {
  samples_ += part.pcm.size();
  parts_.push_back(std::move(part));
}

PlayedText PlayoutQueue::describe(const PlayoutPart& part) const {
  PlayedText played;
  played.utterance = part.utterance;
  played.turn_id = part.turn_id;
  played.kind = part.kind;
  played.depends_on_answer = part.depends_on_answer;
  return played;
}

audio::Pcm PlayoutQueue::take(std::size_t count) {
  audio::Pcm out;
  finished_.reset();
  while (!parts_.empty() && out.size() < count) {
    auto& part = parts_.front();
    if (part.last) {
      if (about_) {
        finished_ = describe(*about_);
        for (const auto& spoken : done_) finished_->text += spoken.text;
        finished_->text = trimmed(finished_->text);
      }
      done_.clear();
      about_.reset();
      parts_.pop_front();
      played_ = 0;
      break;
    }
    const auto taken = std::min(count - out.size(), part.pcm.size() - played_);
    out.insert(out.end(), part.pcm.begin() + static_cast<std::ptrdiff_t>(played_), part.pcm.begin() + static_cast<std::ptrdiff_t>(played_ + taken));
    played_ += taken;
    samples_ -= taken;
    if (!about_) {
      about_ = PlayoutPart{{}, {}, part.utterance, part.turn_id, part.kind, part.depends_on_answer, false};
    }
    if (played_ < part.pcm.size()) break;
    done_.push_back({part.text, part.pcm.size()});
    parts_.pop_front();
    played_ = 0;
  }
  return out;
}

std::optional<PlayedText> PlayoutQueue::finished() { return std::exchange(finished_, std::nullopt); }

std::optional<PlayedText> PlayoutQueue::cut(std::size_t unheard) {
  std::optional<PlayedText> heard;
  if (about_) {
    auto spoken = done_;
    if (played_ > 0 && !parts_.empty()) spoken.push_back({parts_.front().text, parts_.front().pcm.size()});
    std::size_t sent = played_;
    for (const auto& part : done_) sent += part.samples;
    std::size_t arrived = sent - std::min(sent, unheard);
    heard = describe(*about_);
    heard->interrupted = true;
    for (const auto& part : spoken) {
      heard->text += words_heard(part.text, arrived, part.samples);
      if (arrived < part.samples) break;
      arrived -= part.samples;
    }
    heard->text = trimmed(heard->text);
  }
  clear();
  return heard;
}

void PlayoutQueue::clear() {
  parts_.clear();
  done_.clear();
  about_.reset();
  finished_.reset();
  samples_ = played_ = 0;
}

}  // namespace codevoice::voice
