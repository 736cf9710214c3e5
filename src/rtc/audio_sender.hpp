// One outgoing Opus track: sequence numbers, timestamps, counters, sender reports.
// Units:  48 kHz RTP clock; 20 ms packets (960). Thread: one shard. Errors: none.
#pragma once

#include <string>

#include "rtc/rtcp_packet.hpp"
#include "rtc/rtp_packet.hpp"

namespace codevoice::rtc {

class AudioSender {
 public:
  /// Starts at random sequence and timestamp (RFC 3550 §5.1).
  AudioSender(std::uint32_t ssrc, std::uint8_t payload_type, std::string cname);
  /// The RTP packet for this 20 ms tick; an empty payload gives empty bytes and only moves time on (DTX). The marker is set on
  /// the first packet after a gap.
  /// `level`: how loud it is, -dBov (RFC 6464); sent once the extension was agreed on.
  Bytes next(ByteView opus_payload, std::uint8_t level = 127);
  void set_level_extension(std::uint8_t id) { level_extension_ = id; }
  void set_payload_type(std::uint8_t payload_type) { payload_type_ = payload_type; }
  Bytes make_report(std::int64_t wall_us) const;
  void on_report_block(const ReportBlock& block, std::int64_t wall_us);
  std::uint32_t ssrc() const { return ssrc_; }
  std::uint64_t samples_sent() const { return samples_; }
  Duration round_trip() const { return round_trip_; }
  double fraction_lost() const { return fraction_lost_; }

 private:
  std::uint32_t ssrc_;
  std::uint8_t payload_type_;
  std::string cname_;
  std::uint16_t sequence_;
  std::uint32_t timestamp_;
  std::uint64_t samples_ = 0;
  std::uint32_t packets_ = 0;
  std::uint32_t octets_ = 0;
  std::uint8_t level_extension_ = 0;
  bool after_gap_ = true;
  Duration round_trip_{};
  double fraction_lost_ = 0.0;
};

}  // namespace codevoice::rtc
