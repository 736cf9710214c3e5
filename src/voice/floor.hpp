// Who has the floor: the one truth about candidate and interviewer that the stages share. The idle clock is derived from
// it, never armed or disarmed (R10).
// Units:  MediaTime. Ownership: one per pipeline, outlives its stages. Thread: the session's strand.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace codevoice::voice {

enum class ReplyPhase : std::uint8_t { None, Pending, Audible };

class Floor {
 public:
  // --- the candidate ---
  void candidate_sounds(bool sounding) { sounding_ = sounding; }
  bool candidate_sounding() const { return sounding_; }  // by the VAD, this very moment (R1)
  /// Something began to sound, and nobody knows yet whether it is they.
  void candidate_perhaps(bool perhaps) { perhaps_ = perhaps; }
  bool candidate_perhaps() const { return perhaps_; }
  void turn_opened() { turn_open_ = true; }
  /// `words_until`: when the last words of the turn were spoken; nothing when it held none.
  void turn_closed(std::optional<MediaTime> words_until) {
    turn_open_ = false;
    if (words_until) quiet_from_ = std::max(quiet_from_, *words_until);
  }
  bool turn_open() const { return turn_open_; }
  /// Speech over the interviewer is being judged.
  void overlap(bool undecided) { overlap_ = undecided; }
  bool overlapped() const { return overlap_; }
  /// R1: no reply begins while the candidate speaks, or may be about to go on.
  bool free_for_reply() const { return !sounding_ && !turn_open_ && !overlap_; }

  /// A listener's sound fits: they are in the middle of an answer, and quiet.
  bool free_for_listener() const { return turn_open_ && !sounding_ && !overlap_ && reply_ == ReplyPhase::None; }

  // --- the interviewer ---
  /// `turn_id`: the turn it answers; 0 when it answers none (greeting, prompt).
  void reply_pending(std::uint64_t turn_id) {
    reply_ = ReplyPhase::Pending;
    answering_ = turn_id;
    last_words_ = false;
  }
  /// The reply that is pending closes the interview: once it sounds, a "thank you" over it must not cost the goodbye.
  void last_words() { last_words_ = true; }
  bool saying_last_words() const { return last_words_ && reply_ == ReplyPhase::Audible; }
  std::uint64_t answering() const { return answering_; }
  void reply_audible() { reply_ = ReplyPhase::Audible; }
  void reply_over(MediaTime at) {
    if (reply_ == ReplyPhase::Audible) quiet_from_ = std::max(quiet_from_, at);
    reply_ = ReplyPhase::None;
  }
  ReplyPhase reply() const { return reply_; }

  // --- the interview ---
  void pause() { paused_ = true; }  // the candidate is away
  void resume(MediaTime at) {
    paused_ = false;
    quiet_from_ = std::max(quiet_from_, at);
  }
  bool paused() const { return paused_; }

  /// Since when nobody has said a word; nothing while somebody speaks, or is about to. Noise that is no turn is no speech.
  std::optional<MediaTime> quiet_since() const {
    if (paused_ || turn_open_ || overlap_ || reply_ != ReplyPhase::None) return std::nullopt;
    return quiet_from_;
  }

 private:
  bool sounding_ = false;
  bool perhaps_ = false;
  bool turn_open_ = false;
  bool overlap_ = false;
  bool paused_ = false;
  bool last_words_ = false;
  ReplyPhase reply_ = ReplyPhase::None;
  std::uint64_t answering_ = 0;
  MediaTime quiet_from_{};
};

}  // namespace codevoice::voice
