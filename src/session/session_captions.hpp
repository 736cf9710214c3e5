// Frames to what people read: live captions for the room, finished lines for the record.
// A candidate's line stays open until the reply to it is heard, for it may go on (R2); the interviewer's grows as it is spoken and ends
// as what was heard (R14).
// Thread: the session's strand. Ownership: values; the callbacks outlive it.
#pragma once

#include <functional>
#include <string>

#include "pipeline/frame.hpp"
#include "store/records.hpp"

namespace codevoice::session {

struct Caption {
  store::Speaker speaker = store::Speaker::Candidate;
  std::string segment;  // stable for a line
  std::string text;     // the whole line so far
  bool final = false;
  bool depends_on_answer = false;  // the interviewer's: feedback or a follow-up, what the candidate waited for
};

class SessionCaptions {
 public:
  std::function<void(const Caption&)> on_caption;
  std::function<void(const store::Utterance&)> on_line;

  explicit SessionCaptions(std::int64_t zero_wall_us) : zero_wall_us_(zero_wall_us) {}
  /// Of an interview with so many lines on record: those of a process before this one are not said again.
  void go_on_after(int lines);
  void take(std::string_view from, const pipeline::Frame& frame);
  /// A line that is no speech: "the connection was lost".
  void note(std::string text, MediaTime at);

 private:
  void candidate_interim(const pipeline::TranscriptionFrame& words);
  void take_back_interim();
  void candidate_said(const pipeline::UserTurnEndedFrame& turn);
  void close_candidate_line();
  void bot_speaks(const pipeline::TTSTextFrame& part);
  void bot_heard(const pipeline::HeardFrame& heard);
  std::int64_t wall(MediaTime at) const;
  std::string candidate_segment() const;
  std::string interviewer_segment(std::uint64_t utterance) const;

  std::int64_t zero_wall_us_;
  std::string life_;  // begins the segments of a process that took the interview up
  int lines_ = 0;     // of the record, begun so far
  int candidate_position_ = -1;
  MediaTime candidate_begin_{};  // of the open line
  MediaTime last_said_{};        // until when the candidate's words are told
  bool interim_shown_ = false;   // newer than what is told
  int candidate_lines_ = 0;
  std::string candidate_text_;
  std::uint64_t utterance_ = 0;
  std::string bot_text_;
};

}  // namespace codevoice::session
