// The figures of one interview: told to the process's metrics as they come, and kept for the interview's own record.
// Units:  by the figures' names (…_ms, …_seconds, …_usd). Thread: the session's strand; take() costs well under a microsecond a frame.
// Errors: none. docs/metrics.md names every figure.
#pragma once

#include <vector>

#include "room/room_link.hpp"
#include "session/price_table.hpp"
#include "session/reply_clock.hpp"
#include "store/records.hpp"

namespace codevoice::session {

/// Which services are paid for in this interview.
struct PaidServices {
  bool stt = false;
  bool tts = false;
  PriceTable prices;
};

class SessionMetrics {
 public:
  explicit SessionMetrics(PaidServices paid);

  void take(std::string_view from, const pipeline::Frame& frame);
  void stalled(std::string_view stage);
  /// 20 ms of our voice leave now; `level` in -dBov.
  void sent(MediaTime now, std::uint8_t level) { clock_.sent(now, level); }
  /// 20 ms of the candidate's.
  void heard(const room::RemoteAudioFrame& audio);
  /// Tells the process what came since the last call; every few seconds and at the end.
  void publish(Duration round_trip);

  void session_started();
  void session_ended(std::string_view reason);
  std::vector<store::Figure> figures() const;
  /// What was measured before this process took the interview up: sums go on from there, shares and delays are of this process.
  void go_on_after(std::vector<store::Figure> figures) { before_ = std::move(figures); }

 private:
  void add_before(std::vector<store::Figure>& all) const;
  void count_overlap(const pipeline::Frame& frame, bool is_new_cut, std::string_view from);
  void count_speech(const pipeline::TTSAudioRawFrame& audio);
  double cost() const;

  PaidServices paid_;
  ReplyClock clock_;
  std::vector<std::vector<double>> steps_;   // by ReplyStage, milliseconds
  std::array<std::uint64_t, 5> overlaps_{};  // by metrics::Overlap
  std::uint64_t epoch_ = 0;                  // of the newest interruption
  bool cut_open_ = false;                    // the interviewer stopped, and it is not known yet whether rightly
  bool running_ = false;
  std::uint64_t turns_ = 0;
  std::uint64_t early_ = 0;
  std::uint64_t given_up_ = 0;
  std::uint64_t stage_errors_ = 0;
  double probability_sum_ = 0.0;
  Usage usage_;
  double tts_seconds_ = 0.0;
  double cached_seconds_ = 0.0;
  std::uint64_t frames_heard_ = 0;
  std::uint64_t frames_concealed_ = 0;
  // of the candidate's newest track, and of those before it
  std::uint64_t packets_ = 0, packets_before_ = 0;
  std::uint64_t lost_ = 0, lost_before_ = 0;
  Duration jitter_{};
  Duration round_trip_{};
  std::vector<store::Figure> before_;
  // told already
  Usage told_;
  double told_cost_ = 0.0;
  std::uint64_t told_packets_ = 0, told_lost_ = 0;
};

}  // namespace codevoice::session
