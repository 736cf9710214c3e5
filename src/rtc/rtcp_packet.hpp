// RTCP: compound packets parsed from foreign bytes, and SR/RR (+SDES CNAME) written. Source: RFC 3550 §6, RFC 5506 (reduced size).
// Errors: parse_rtcp gives nothing when the outer structure is broken; unknown packet types are skipped.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace codevoice::rtc {

struct ReportBlock {
  std::uint32_t ssrc = 0;                 // whose packets are reported on
  std::uint8_t fraction_lost = 0;         // of 256, since the last report
  std::int32_t cumulative_lost = 0;       // 24 bits, signed
  std::uint32_t highest_sequence = 0;     // extended
  std::uint32_t jitter = 0;               // in timestamp units
  std::uint32_t last_sr = 0;              // middle 32 bits of the NTP time of the last SR
  std::uint32_t delay_since_last_sr = 0;  // 1/65536 s
};
struct SenderReport {
  std::uint32_t ssrc = 0;
  std::uint64_t ntp = 0;  // 32.32 fixed point since 1900
  std::uint32_t rtp_timestamp = 0;
  std::uint32_t packets = 0;
  std::uint32_t octets = 0;
  std::vector<ReportBlock> blocks;
};
struct ReceiverReport {
  std::uint32_t ssrc = 0;
  std::vector<ReportBlock> blocks;
};
struct Rtcp {
  std::vector<SenderReport> sender_reports;
  std::vector<ReceiverReport> receiver_reports;
  std::vector<std::uint32_t> byes;
};

std::optional<Rtcp> parse_rtcp(ByteView bytes);
Bytes make_sender_report(const SenderReport& report, std::string_view cname);
Bytes make_receiver_report(const ReceiverReport& report, std::string_view cname);
std::uint64_t ntp_from_wall_us(std::int64_t wall_us);
/// Round trip from a report block on our own SR: now - LSR - DLSR; nothing when the block has no LSR or is absurd.
std::optional<Duration> round_trip_of(const ReportBlock& block, std::uint64_t ntp_now);

}  // namespace codevoice::rtc
