#include "rtc/audio_sender.hpp"

#include <utility>

#include "base/crypto.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::uint32_t kSamplesAPacket = 960;

}  // namespace

AudioSender::AudioSender(std::uint32_t ssrc, std::uint8_t payload_type, std::string cname)
    : ssrc_(ssrc),
      payload_type_(payload_type),
      cname_(std::move(cname)),
      sequence_(static_cast<std::uint16_t>(crypto::random_u32())),
      timestamp_(crypto::random_u32()) {}

Bytes AudioSender::next(ByteView opus_payload, std::uint8_t level) {
  const auto timestamp = timestamp_;
  timestamp_ += kSamplesAPacket;
  samples_ += kSamplesAPacket;
  if (opus_payload.empty()) {
    after_gap_ = true;
    return {};
  }
  const RtpHeader header{payload_type_, std::exchange(after_gap_, false), sequence_++, timestamp, ssrc_, level_extension_, level};
  ++packets_;
  octets_ += static_cast<std::uint32_t>(opus_payload.size());
  return make_rtp(header, opus_payload);
}

Bytes AudioSender::make_report(std::int64_t wall_us) const {
  // timestamp_ is the end of what was sent in this tick, which is now
  const SenderReport report{ssrc_, ntp_from_wall_us(wall_us), timestamp_, packets_, octets_, {}};
  return make_sender_report(report, cname_);
}

void AudioSender::on_report_block(const ReportBlock& block, std::int64_t wall_us) {
  if (block.ssrc != ssrc_) return;
  fraction_lost_ = block.fraction_lost / 256.0;
  const auto measured = round_trip_of(block, ntp_from_wall_us(wall_us));
  if (!measured) return;
  round_trip_ = round_trip_ == Duration{} ? *measured : (round_trip_ * 3 + *measured) / 4;
}

}  // namespace codevoice::rtc
