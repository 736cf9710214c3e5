// What is waiting to be played and how much of it was: the ledger behind "what was really heard" (R14).
// Units:  48 kHz mono samples; media time. Thread: the session's strand; pure.
// Rule:   exact at the borders of the parts an engine speaks; inside a part words are placed where the voice has them (by its phonemes),
//         else by their share of its characters, and a word that is not wholly out is left out. The last samples sent may not have arrived: an
//         utterance counts as heard in full only when so much was sent after it.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "audio/pcm.hpp"
#include "pipeline/frame.hpp"

namespace codevoice::voice {

struct PlayoutPart {
  audio::Pcm pcm;    // 48 kHz
  std::string text;  // empty: goes on with the text of the part before it, whose length is known when all of it is here
  std::uint64_t utterance = 0;
  std::uint64_t turn_id = 0;
  pipeline::SpeechKind kind = pipeline::SpeechKind::Reply;
  bool depends_on_answer = false;
  bool last = false;               // of its utterance: carries no samples
  bool more = false;               // parts without text may follow
  std::vector<float> word_ends{};  // of the text, as shares of the samples; empty: not known
};

/// One utterance as far as it was played.
struct PlayedText {
  std::string text;
  std::uint64_t utterance = 0;
  std::uint64_t turn_id = 0;
  pipeline::SpeechKind kind = pipeline::SpeechKind::Reply;
  bool depends_on_answer = false;
  bool interrupted = false;
  MediaTime begin{};  // when its first sample was sent
  MediaTime end{};
  std::size_t samples = 0;  // of it that were sent
};

class PlayoutQueue {
 public:
  void push(PlayoutPart part);
  bool empty() const { return parts_.empty(); }
  std::size_t samples() const { return samples_; }
  const PlayoutPart& front() const { return parts_.front(); }
  /// True when the next sample is the first of its part.
  bool at_part_begin() const { return !parts_.empty() && played_ == 0; }

  /// Up to `count` samples, sent at `now`; stops at an utterance's end.
  audio::Pcm take(std::size_t count, MediaTime now);
  /// What take() would begin with, of the same part; nothing is played by that.
  audio::Pcm peek(std::size_t count) const;
  /// True when the last take() reached the end of an utterance that was heard.
  bool at_rest() const { return at_rest_; }
  /// So many samples of silence were sent.
  void rest(std::size_t samples);
  /// The next utterance after whose end `unheard` samples or more were sent: it was heard in full. Told once.
  std::optional<PlayedText> finished(std::size_t unheard);
  /// Cuts: what was heard of the utterances not told yet when the last `unheard` samples sent did not arrive. Empty after it.
  std::vector<PlayedText> cut(std::size_t unheard);
  void clear();

 private:
  struct Spoken {
    std::string text;
    std::size_t samples = 0;  // of the whole part
    std::size_t sent = 0;
    bool more = false;
    std::vector<float> word_ends{};
  };
  struct Begun {
    PlayedText about;
    std::vector<Spoken> parts;
    std::size_t since = 0;  // samples, silence too, sent after the newest of its own
    bool over = false;
    std::size_t sent() const;
  };
  std::size_t waiting_of_open_text() const;
  Begun& begun_with(const PlayoutPart& part, MediaTime now);
  void end_utterance(MediaTime now);
  void sent(std::size_t samples);

  std::deque<PlayoutPart> parts_;
  std::size_t samples_ = 0;  // waiting
  std::size_t played_ = 0;   // of the front part
  std::deque<Begun> begun_;  // not told yet; only the newest may go on
  bool at_rest_ = false;
};

/// The words of `text` that were wholly out when `played` of `total` samples were.
std::string words_heard(const std::string& text, std::size_t played, std::size_t total, const std::vector<float>& word_ends = {});

}  // namespace codevoice::voice
