#include "rtc/rtcp_packet.hpp"

#include <algorithm>

namespace codevoice::rtc {
namespace {

constexpr std::uint8_t kSenderReport = 200;
constexpr std::uint8_t kReceiverReport = 201;
constexpr std::uint8_t kSourceDescription = 202;
constexpr std::uint8_t kBye = 203;
constexpr std::uint8_t kCname = 1;
constexpr std::size_t kBlockSize = 24;
constexpr std::size_t kSenderInfoSize = 24;  // ssrc, NTP, RTP time, two counters
constexpr std::size_t kMostBlocks = 31;
constexpr std::size_t kMostCname = 255;
constexpr std::uint64_t kSecondsFrom1900To1970 = 2'208'988'800ULL;

std::int32_t read_signed24(ByteView bytes, std::size_t at) {
  const std::uint32_t raw = read_be32(bytes, at) & 0x00FF'FFFFU;
  return (raw & 0x0080'0000U) != 0 ? static_cast<std::int32_t>(raw) - 0x0100'0000 : static_cast<std::int32_t>(raw);
}

ReportBlock read_block(ByteView bytes) {
  ReportBlock block;
  block.ssrc = read_be32(bytes, 0);
  block.fraction_lost = bytes[4];
  block.cumulative_lost = read_signed24(bytes, 4);
  block.highest_sequence = read_be32(bytes, 8);
  block.jitter = read_be32(bytes, 12);
  block.last_sr = read_be32(bytes, 16);
  block.delay_since_last_sr = read_be32(bytes, 20);
  return block;
}

/// One packet of a compound: its body starts behind the common header.
struct Part {
  std::uint8_t type = 0;
  std::size_t count = 0;  // the header's five bits
  ByteView body;
};

bool read_blocks(const Part& part, std::size_t from, std::vector<ReportBlock>& blocks) {
  if (part.body.size() < from + part.count * kBlockSize) return false;
  for (std::size_t i = 0; i < part.count; ++i) blocks.push_back(read_block(part.body.subspan(from + i * kBlockSize, kBlockSize)));
  return true;
}

bool read_sender_report(const Part& part, Rtcp& into) {
  if (part.body.size() < kSenderInfoSize) return false;
  SenderReport report;
  report.ssrc = read_be32(part.body, 0);
  report.ntp = static_cast<std::uint64_t>(read_be32(part.body, 4)) << 32 | read_be32(part.body, 8);
  report.rtp_timestamp = read_be32(part.body, 12);
  report.packets = read_be32(part.body, 16);
  report.octets = read_be32(part.body, 20);
  if (!read_blocks(part, kSenderInfoSize, report.blocks)) return false;
  into.sender_reports.push_back(std::move(report));
  return true;
}

bool read_receiver_report(const Part& part, Rtcp& into) {
  if (part.body.size() < 4) return false;
  ReceiverReport report;
  report.ssrc = read_be32(part.body, 0);
  if (!read_blocks(part, 4, report.blocks)) return false;
  into.receiver_reports.push_back(std::move(report));
  return true;
}

bool read_bye(const Part& part, Rtcp& into) {
  if (part.body.size() < part.count * 4) return false;
  for (std::size_t i = 0; i < part.count; ++i) into.byes.push_back(read_be32(part.body, i * 4));
  return true;
}

bool read_part(const Part& part, Rtcp& into) {
  switch (part.type) {
    case kSenderReport: return read_sender_report(part, into);
    case kReceiverReport: return read_receiver_report(part, into);
    case kBye: return read_bye(part, into);
    default: return true;
  }
}

/// Takes the next packet off the front of `rest`; nothing when it is broken.
std::optional<Part> take_part(ByteView& rest) {
  if (rest.size() < 4 || rest[0] >> 6 != 2) return std::nullopt;
  const std::size_t size = (std::size_t{read_be16(rest, 2)} + 1) * 4;
  if (size > rest.size()) return std::nullopt;
  const bool padded = (rest[0] & 0x20) != 0;
  Part part{rest[1], rest[0] & 0x1FU, rest.subspan(4, size - 4)};
  rest = rest.subspan(size);
  if (!padded) return part;
  // RFC 3550 §6.4.1: only the last packet of a compound may be padded, by a multiple of four
  const std::size_t padding = part.body.empty() ? 0 : part.body.back();
  if (!rest.empty() || padding == 0 || padding % 4 != 0 || padding > part.body.size()) return std::nullopt;
  part.body = part.body.first(part.body.size() - padding);
  return part;
}

void put_be32(Bytes& to, std::uint32_t value) {
  to.resize(to.size() + 4);
  write_be32(&to[to.size() - 4], value);
}

void put_header(Bytes& to, std::uint8_t type, std::size_t count) {
  to.push_back(static_cast<std::uint8_t>(0x80U | count));
  to.push_back(type);
  to.insert(to.end(), {0, 0});
}

/// Writes the length of the packet that began at `start` and goes to the end.
void close_header(Bytes& to, std::size_t start) { write_be16(&to[start + 2], static_cast<std::uint16_t>((to.size() - start) / 4 - 1)); }

void put_blocks(Bytes& to, std::span<const ReportBlock> blocks) {
  for (const auto& block : blocks) {
    const auto lost = std::clamp(block.cumulative_lost, -0x80'0000, 0x7F'FFFF);  // RFC 3550 A.3: clamped, not wrapped
    put_be32(to, block.ssrc);
    put_be32(to, static_cast<std::uint32_t>(block.fraction_lost) << 24 | (static_cast<std::uint32_t>(lost) & 0x00FF'FFFFU));
    put_be32(to, block.highest_sequence);
    put_be32(to, block.jitter);
    put_be32(to, block.last_sr);
    put_be32(to, block.delay_since_last_sr);
  }
}

void put_cname(Bytes& to, std::uint32_t ssrc, std::string_view cname) {
  const auto start = to.size();
  cname = cname.substr(0, kMostCname);
  put_header(to, kSourceDescription, 1);
  put_be32(to, ssrc);
  to.push_back(kCname);
  to.push_back(static_cast<std::uint8_t>(cname.size()));
  to.insert(to.end(), cname.begin(), cname.end());
  do to.push_back(0);  // at least one zero ends the list of items
  while ((to.size() - start) % 4 != 0);
  close_header(to, start);
}

std::span<const ReportBlock> as_many_as_fit(const std::vector<ReportBlock>& blocks) {
  return std::span(blocks).first(std::min(blocks.size(), kMostBlocks));
}

}  // namespace

std::optional<Rtcp> parse_rtcp(ByteView bytes) {
  if (bytes.empty()) return std::nullopt;
  Rtcp all;
  while (!bytes.empty()) {
    const auto part = take_part(bytes);
    if (!part || !read_part(*part, all)) return std::nullopt;
  }
  return all;
}

Bytes make_sender_report(const SenderReport& report, std::string_view cname) {
  const auto blocks = as_many_as_fit(report.blocks);
  Bytes out;
  put_header(out, kSenderReport, blocks.size());
  put_be32(out, report.ssrc);
  put_be32(out, static_cast<std::uint32_t>(report.ntp >> 32));
  put_be32(out, static_cast<std::uint32_t>(report.ntp));
  put_be32(out, report.rtp_timestamp);
  put_be32(out, report.packets);
  put_be32(out, report.octets);
  put_blocks(out, blocks);
  close_header(out, 0);
  put_cname(out, report.ssrc, cname);
  return out;
}

Bytes make_receiver_report(const ReceiverReport& report, std::string_view cname) {
  const auto blocks = as_many_as_fit(report.blocks);
  Bytes out;
  put_header(out, kReceiverReport, blocks.size());
  put_be32(out, report.ssrc);
  put_blocks(out, blocks);
  close_header(out, 0);
  put_cname(out, report.ssrc, cname);
  return out;
}

std::uint64_t ntp_from_wall_us(std::int64_t wall_us) {
  const auto since_1970 = static_cast<std::uint64_t>(std::max<std::int64_t>(wall_us, 0));
  const std::uint64_t seconds = since_1970 / 1'000'000 + kSecondsFrom1900To1970;
  const std::uint64_t fraction = ((since_1970 % 1'000'000) << 32) / 1'000'000;
  return seconds << 32 | fraction;
}

std::optional<Duration> round_trip_of(const ReportBlock& block, std::uint64_t ntp_now) {
  if (block.last_sr == 0) return std::nullopt;
  constexpr std::int32_t kUnitsASecond = 65'536;
  constexpr std::int32_t kMost = 30 * kUnitsASecond;
  constexpr std::int32_t kRounding = kUnitsASecond / 100;  // a fast path may look this much shorter than nothing
  const auto now = static_cast<std::uint32_t>(ntp_now >> 16);
  const auto units = static_cast<std::int32_t>(now - block.last_sr - block.delay_since_last_sr);
  if (units < -kRounding || units > kMost) return std::nullopt;
  return Duration{std::int64_t{std::max(units, 1)} * 1'000'000'000 / kUnitsASecond};
}

}  // namespace codevoice::rtc
