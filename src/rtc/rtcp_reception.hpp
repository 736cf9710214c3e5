// What a receiver must tell of a stream: how many packets were lost, how unevenly they came.
// Units: jitter in 48 kHz ticks.   Thread: one. No allocation.   Source: RFC 3550 §6.4.1, A.3, A.8.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "rtc/rtcp_packet.hpp"

namespace codevoice::rtc {

class RtcpReception {
 public:
  /// Every packet that is not a duplicate; `sequence` and `ticks` are unwrapped.
  void add(std::int64_t sequence, std::int64_t ticks, TimePoint arrived);
  void on_sender_report(const SenderReport& report, TimePoint arrived);
  /// For the next report; begins a new interval for the fraction.
  ReportBlock make_block(std::uint32_t ssrc, TimePoint now);
  /// A new stream begins: only what its own packets say counts.
  void reset() { *this = RtcpReception{}; }

  /// Negative when more came than were expected.
  std::int64_t lost() const;
  Duration jitter() const;

 private:
  struct LastReport {
    std::uint32_t middle_ntp = 0;
    TimePoint arrived{};
  };
  std::int64_t expected() const;

  std::optional<std::int64_t> first_;
  std::int64_t highest_ = 0;
  std::int64_t received_ = 0;
  std::int64_t expected_before_ = 0;
  std::int64_t received_before_ = 0;
  std::optional<double> transit_;
  double jitter_ = 0.0;
  std::optional<LastReport> last_report_;
};

}  // namespace codevoice::rtc
