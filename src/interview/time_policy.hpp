// What there is still time for. Times are the interview's own: breaks do not count.
// Units: milliseconds since the interview began.
#pragma once

#include <cstddef>
#include <cstdint>

#include "interview/interviewer.hpp"

namespace codevoice::interview {

class TimePolicy {
 public:
  enum class Room : std::uint8_t { None, OneQuestion, More };

  TimePolicy(std::chrono::minutes length, std::size_t questions);

  /// Whether the next question fits, when `left` are still to be asked.
  Room room_for_questions(Elapsed spent, std::size_t left) const;
  /// Whether a follow-up fits without pushing out one of the `left` questions still to be asked.
  bool room_for_follow_up(Elapsed spent, std::size_t left) const;
  bool room_for_own_questions(Elapsed spent) const { return spent + reserve_ / 2 < length_; }
  bool is_over(Elapsed spent) const { return spent >= length_; }
  /// So far over that an answer is not waited for any more.
  bool is_far_over(Elapsed spent) const { return spent >= length_ + overtime_; }
  std::size_t minutes_left(Elapsed spent) const;

 private:
  Elapsed length_;
  Elapsed need_;     // what one question takes when it is answered briskly
  Elapsed reserve_;  // for the candidate's own questions and the closing
  Elapsed overtime_;
};

}  // namespace codevoice::interview
