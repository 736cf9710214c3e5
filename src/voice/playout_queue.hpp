// What is waiting to be played and how much of it was: the ledger behind "what was really heard" (R14).
// Units:  48 kHz mono samples. Thread: the session's strand; pure.
// Rule:   exact at the borders of the parts an engine speaks; inside a part words are placed by their share of its characters, and a
//         word that is not wholly out is left out.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "audio/pcm.hpp"
#include "pipeline/frame.hpp"

namespace codevoice::voice {

struct PlayoutPart {
  audio::Pcm pcm;  // 48 kHz
  std::string text;
  std::uint64_t utterance = 0;
  std::uint64_t turn_id = 0;
  pipeline::SpeechKind kind = pipeline::SpeechKind::Reply;
  bool depends_on_answer = false;
  bool last = false;  // of its utterance: carries no samples
};

/// One utterance as far as it was played.
struct PlayedText {
  std::string text;
  std::uint64_t utterance = 0;
  std::uint64_t turn_id = 0;
  pipeline::SpeechKind kind = pipeline::SpeechKind::Reply;
  bool depends_on_answer = false;
  bool interrupted = false;
};

class PlayoutQueue {
 public:
  void push(PlayoutPart part);
  bool has_audio() const { return samples_ > 0; }
  bool empty() const { return parts_.empty(); }
  std::size_t samples() const { return samples_; }
  const PlayoutPart& front() const { return parts_.front(); }
  /// True when the next sample is the first of its part.
  bool at_part_begin() const { return !parts_.empty() && played_ == 0; }

  /// Up to `count` samples of the front part; finished parts go into the ledger. Gives nothing at an utterance's end.
  audio::Pcm take(std::size_t count);
  /// The utterance whose end was reached by the last take(), if any.
  std::optional<PlayedText> finished();
  /// Cuts: what was heard of the present utterance when the last `unheard` samples sent did not arrive; the queue is empty after it.
  std::optional<PlayedText> cut(std::size_t unheard);
  void clear();

 private:
  struct Spoken {
    std::string text;
    std::size_t samples = 0;
  };
  PlayedText describe(const PlayoutPart& part) const;

  std::deque<PlayoutPart> parts_;
  std::size_t samples_ = 0;           // waiting
  std::size_t played_ = 0;            // of the front part
  std::vector<Spoken> done_;          // parts of the present utterance that were played
  std::optional<PlayoutPart> about_;  // whose utterance done_ is (without samples)
  std::optional<PlayedText> finished_;
};

/// The words of `text` that were wholly out when `played` of `total` samples were.
std::string words_heard(const std::string& text, std::size_t played, std::size_t total);

}  // namespace codevoice::voice
