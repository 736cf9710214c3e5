// The audio of one speaker that a recogniser has not confirmed yet: kept to be sent again when the connection is lost, and the way from the
// connection's own time to media time. Where it is sent in frames (Opus), a connection gets whole ones: silence fills them up, before what is
// sent again, or at a pause, so that each sample is sent once.
// Units:     16 kHz mono; stream seconds count the audio of one connection. Thread: the session's executor; pure.
// Overflow:  what is older than a minute is dropped and counted: nobody waits that long for its words.
#pragma once

#include <deque>
#include <string>

#include "speech/speech_gate.hpp"

namespace codevoice::speech {

class SentAudio {
 public:
  /// Sent in frames of so many samples, and understood that many samples late.
  explicit SentAudio(std::size_t frame = 1, std::size_t delay = 0) : frame_(frame), delay_(delay) {}

  void add(const AudioPiece& piece);
  /// A new connection knows nothing: all that is kept will be sent again, as its first audio.
  void begin_connection();
  /// Nothing more comes for now: makes the last frame whole.
  void fill_up();
  /// The next bytes to send, whole frames and at most `samples` of them; empty when less than `least` wait.
  std::string take(std::size_t samples, std::size_t least);
  std::size_t unsent() const { return unsent_; }  // samples
  std::size_t sent() const { return sent_; }      // samples of this connection
  /// All up to here was understood, and is forgotten.
  void confirm(double stream_s);
  /// Times of words: at a border between what was sent together, a begin is of what follows and an end of what came before.
  MediaTime begin_at(double stream_s) const { return media_at(samples_of(stream_s)); }
  MediaTime end_at(double stream_s) const;
  /// Speech before `upto` that is not confirmed yet, leaving out what begins less than `slack` before it.
  bool speech_open(MediaTime upto, Duration slack) const;
  /// What was spoken before is nobody's concern any more.
  void forget_before(MediaTime when);
  std::uint64_t dropped() const { return dropped_; }  // samples
  bool empty() const { return pieces_.empty(); }

 private:
  struct Kept {
    AudioPiece piece;
    std::size_t stream_begin = 0;  // samples; of what is left of the piece
    std::uint32_t skip = 0;        // samples confirmed already
    bool filler = false;           // silence nobody said
    std::size_t length() const { return piece.samples - skip; }
  };
  std::size_t samples_of(double stream_s) const;
  static Kept filler(std::size_t samples, MediaTime at);
  MediaTime media_at(std::size_t sample) const;
  void drop_front();

  std::size_t frame_;
  std::size_t delay_;
  std::deque<Kept> pieces_;
  std::size_t next_ = 0;    // index of the first piece not sent
  std::size_t offset_ = 0;  // samples of it that were
  std::size_t sent_ = 0;
  std::size_t unsent_ = 0;
  MediaTime confirmed_media_{};  // where that is: for times that are asked for after their audio is gone
  std::size_t confirmed_ = 0;    // samples of this connection
  std::uint64_t dropped_ = 0;
};

}  // namespace codevoice::speech
