#include "rtc/rtcp_reception.hpp"

#include <algorithm>
#include <cmath>

namespace codevoice::rtc {
namespace {

constexpr double kTicksASecond = 48'000.0;

double ticks_of(TimePoint time) { return std::chrono::duration<double>(time.time_since_epoch()).count() * kTicksASecond; }

}  // namespace

void RtcpReception::add(std::int64_t sequence, std::int64_t ticks, TimePoint arrived) {
  first_ = std::min(first_.value_or(sequence), sequence);
  highest_ = received_ == 0 ? sequence : std::max(highest_, sequence);
  ++received_;

  const double transit = ticks_of(arrived) - static_cast<double>(ticks);
  if (transit_) jitter_ += (std::abs(transit - *transit_) - jitter_) / 16.0;  // RFC 3550 A.8
  transit_ = transit;
}

void RtcpReception::on_sender_report(const SenderReport& report, TimePoint arrived) {
  last_report_ = LastReport{static_cast<std::uint32_t>(report.ntp >> 16), arrived};
}

std::int64_t RtcpReception::expected() const { return first_ ? highest_ - *first_ + 1 : 0; }

std::int64_t RtcpReception::lost() const { return expected() - received_; }

Duration RtcpReception::jitter() const { return Duration{std::llround(jitter_ / kTicksASecond * 1e9)}; }

ReportBlock RtcpReception::make_block(std::uint32_t ssrc, TimePoint now) {
  ReportBlock block;
  block.ssrc = ssrc;
  block.highest_sequence = static_cast<std::uint32_t>(highest_);
  block.jitter = static_cast<std::uint32_t>(jitter_);
  constexpr std::int64_t kMostLost = 0x7F'FFFF;
  block.cumulative_lost = static_cast<std::int32_t>(std::clamp(lost(), -kMostLost - 1, kMostLost));

  const auto expected_now = expected() - expected_before_;
  const auto lost_now = expected_now - (received_ - received_before_);
  if (expected_now > 0 && lost_now > 0) {
    block.fraction_lost = static_cast<std::uint8_t>(std::min<std::int64_t>(lost_now * 256 / expected_now, 255));
  }
  expected_before_ = expected();
  received_before_ = received_;

  if (last_report_) {
    const double since = std::chrono::duration<double>(now - last_report_->arrived).count() * 65'536.0;
    block.last_sr = last_report_->middle_ntp;
    block.delay_since_last_sr = static_cast<std::uint32_t>(std::clamp(since, 0.0, 4'294'967'295.0));
  }
  return block;
}

}  // namespace codevoice::rtc
