// Parsers: rtc/rtcp_packet.cpp
// Reports are bounded by their packet, survive being written again, and never give an absurd round trip.
#include "rtc/rtcp_packet.hpp"

#include "fuzz.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

bool alike(const rtc::ReportBlock& a, const rtc::ReportBlock& b) {
  return a.ssrc == b.ssrc && a.fraction_lost == b.fraction_lost && a.cumulative_lost == b.cumulative_lost &&
         a.highest_sequence == b.highest_sequence && a.jitter == b.jitter && a.last_sr == b.last_sr && a.delay_since_last_sr == b.delay_since_last_sr;
}
bool alike(const std::vector<rtc::ReportBlock>& a, const std::vector<rtc::ReportBlock>& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) { return alike(x, y); });
}

void check_blocks(const std::vector<rtc::ReportBlock>& blocks, std::uint64_t now) {
  require(blocks.size() <= 31, "a report has at most 31 blocks");
  for (const auto& block : blocks) {
    const auto round_trip = rtc::round_trip_of(block, now);
    require(!round_trip || (round_trip->count() > 0 && *round_trip <= std::chrono::seconds(30)), "a round trip is positive and short");
  }
}

void check(const rtc::SenderReport& report, std::string_view cname) {
  check_blocks(report.blocks, report.ntp);
  const auto again = rtc::parse_rtcp(rtc::make_sender_report(report, cname));
  require(again && again->sender_reports.size() == 1 && again->receiver_reports.empty() && again->byes.empty(), "a sender report is written as one");
  const auto& other = again->sender_reports.front();
  require(other.ssrc == report.ssrc && other.ntp == report.ntp && other.rtp_timestamp == report.rtp_timestamp && other.packets == report.packets &&
              other.octets == report.octets && alike(other.blocks, report.blocks),
          "a sender report is the same after being written");
}

void check(const rtc::ReceiverReport& report, std::string_view cname) {
  check_blocks(report.blocks, rtc::ntp_from_wall_us(1'000'000 * std::int64_t{report.ssrc}));
  const auto again = rtc::parse_rtcp(rtc::make_receiver_report(report, cname));
  require(again && again->receiver_reports.size() == 1 && again->sender_reports.empty(), "a receiver report is written as one");
  require(again->receiver_reports.front().ssrc == report.ssrc && alike(again->receiver_reports.front().blocks, report.blocks),
          "a receiver report is the same after being written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const auto rtcp = rtc::parse_rtcp(bytes);
  if (!rtcp) return 0;
  require(rtcp->byes.size() * 4 <= size && rtcp->sender_reports.size() * 28 <= size && rtcp->receiver_reports.size() * 8 <= size,
          "no more is read than was sent");
  const auto cname = text_of(bytes.first(std::min<std::size_t>(size, data[0] * 2U)));  // of any bytes and lengths, past 255 too
  for (const auto& report : rtcp->sender_reports) check(report, cname);
  for (const auto& report : rtcp->receiver_reports) check(report, cname);
  return 0;
}
