#include "rtc/rtcp_packet.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;

ReportBlock sample_block() {
  ReportBlock block;
  block.ssrc = 0xCAFE;
  block.fraction_lost = 12;
  block.cumulative_lost = -3;
  block.highest_sequence = 0x0001'FFFF;
  block.jitter = 77;
  block.last_sr = 0xB705'2000;
  block.delay_since_last_sr = 0x0005'4000;
  return block;
}

void expect_same(const ReportBlock& a, const ReportBlock& b) {
  EXPECT_EQ(a.ssrc, b.ssrc);
  EXPECT_EQ(a.fraction_lost, b.fraction_lost);
  EXPECT_EQ(a.cumulative_lost, b.cumulative_lost);
  EXPECT_EQ(a.highest_sequence, b.highest_sequence);
  EXPECT_EQ(a.jitter, b.jitter);
  EXPECT_EQ(a.last_sr, b.last_sr);
  EXPECT_EQ(a.delay_since_last_sr, b.delay_since_last_sr);
}

Bytes join(Bytes first, const Bytes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

TEST(RtcpPacket, SenderReportComesBackAsItWasMade) {
  const SenderReport report{7, 0x0123'4567'89AB'CDEFULL, 960, 50, 4000, {sample_block(), sample_block()}};

  const auto parsed = parse_rtcp(make_sender_report(report, "bot@codevoice"));

  ASSERT_TRUE(parsed.has_value());
  ASSERT_EQ(parsed->sender_reports.size(), 1U);
  const auto& back = parsed->sender_reports[0];
  EXPECT_EQ(back.ssrc, 7U);
  EXPECT_EQ(back.ntp, report.ntp);
  EXPECT_EQ(back.rtp_timestamp, 960U);
  EXPECT_EQ(back.packets, 50U);
  EXPECT_EQ(back.octets, 4000U);
  ASSERT_EQ(back.blocks.size(), 2U);
  expect_same(back.blocks[1], sample_block());
}

TEST(RtcpPacket, ReceiverReportIsLaidOutAsRfc3550Figure) {
  const auto bytes = make_receiver_report({0x11223344, {sample_block()}}, "ab");

  const Bytes expected{
      0x81, 201,  0x00, 0x07, 0x11, 0x22, 0x33, 0x44,                                      // header, our ssrc
      0x00, 0x00, 0xCA, 0xFE, 12,   0xFF, 0xFF, 0xFD, 0x00, 0x01, 0xFF, 0xFF,              // ssrc, lost, highest
      0x00, 0x00, 0x00, 77,   0xB7, 0x05, 0x20, 0x00, 0x00, 0x05, 0x40, 0x00,              // jitter, LSR, DLSR
      0x81, 202,  0x00, 0x03, 0x11, 0x22, 0x33, 0x44, 1,    2,    'a',  'b',  0, 0, 0, 0,  // SDES CNAME
  };
  EXPECT_EQ(bytes, expected);
}

TEST(RtcpPacket, EveryCnameLengthEndsOnAWordAndIsLimited) {
  for (const std::size_t length : {0U, 1U, 2U, 3U, 4U, 5U, 255U, 300U}) {
    const auto bytes = make_receiver_report({1, {}}, std::string(length, 'x'));
    EXPECT_EQ(bytes.size() % 4, 0U) << length;
    EXPECT_TRUE(parse_rtcp(bytes).has_value()) << length;
  }
}

TEST(RtcpPacket, UnknownPartsAreSkippedAndByesCounted) {
  const Bytes feedback{0x81, 205, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2};
  const Bytes bye{0x82, 203, 0, 2, 0, 0, 0, 5, 0, 0, 0, 6};

  const auto parsed = parse_rtcp(join(join(feedback, make_receiver_report({1, {}}, "x")), bye));

  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->receiver_reports.size(), 1U);
  EXPECT_EQ(parsed->byes, (std::vector<std::uint32_t>{5, 6}));
}

TEST(RtcpPacket, ReducedSizePacketsNeedNoReport) {
  const Bytes bye{0x81, 203, 0, 1, 0, 0, 0, 5};

  EXPECT_EQ(parse_rtcp(bye)->byes.size(), 1U);
}

TEST(RtcpPacket, OnlyTheLastPartMayBePadded) {
  const Bytes padded_bye{0xA1, 203, 0, 2, 0, 0, 0, 5, 0, 0, 0, 4};
  Bytes wrong_count = padded_bye;
  wrong_count.back() = 12;
  Bytes no_count = padded_bye;
  no_count.back() = 0;

  EXPECT_TRUE(parse_rtcp(padded_bye).has_value());
  EXPECT_FALSE(parse_rtcp(join(padded_bye, {0x80, 203, 0, 0})).has_value());
  EXPECT_FALSE(parse_rtcp(wrong_count).has_value());
  EXPECT_FALSE(parse_rtcp(no_count).has_value());
}

TEST(RtcpPacket, BrokenStructuresAreRefused) {
  const auto whole = make_sender_report({7, 1, 2, 3, 4, {sample_block()}}, "abc");
  const std::size_t first_part = 4 + 24 + 24;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(parse_rtcp(ByteView(whole).first(size)).has_value(), size == first_part) << size;
  }
  auto version = whole;
  version[0] = 0x41;
  auto too_many_blocks = whole;
  too_many_blocks[0] = 0x82;
  EXPECT_FALSE(parse_rtcp(version).has_value());
  EXPECT_FALSE(parse_rtcp(too_many_blocks).has_value());
  EXPECT_FALSE(parse_rtcp(Bytes{0x80, 201, 0, 0}).has_value());
  EXPECT_FALSE(parse_rtcp(Bytes{0x82, 203, 0, 1, 0, 0, 0, 5}).has_value());
}

TEST(RtcpPacket, MoreBlocksThanFiveBitsCanCountAreLeftOut) {
  const ReceiverReport report{1, std::vector<ReportBlock>(40, sample_block())};

  EXPECT_EQ(parse_rtcp(make_receiver_report(report, "x"))->receiver_reports[0].blocks.size(), 31U);
}

TEST(RtcpPacket, LossBeyondTwentyFourBitsIsClamped) {
  auto block = sample_block();
  block.cumulative_lost = 0x7FFF'FFFF;

  const auto back = parse_rtcp(make_receiver_report({1, {block}}, "x"))->receiver_reports[0].blocks[0];

  EXPECT_EQ(back.cumulative_lost, 0x7F'FFFF);
}

TEST(RtcpPacket, NtpTimeCountsFrom1900InFractionsOfTwoToTheThirtyTwo) {
  EXPECT_EQ(ntp_from_wall_us(0), 2'208'988'800ULL << 32);
  EXPECT_EQ(ntp_from_wall_us(1'500'000), (2'208'988'801ULL << 32) + 0x8000'0000ULL);
  EXPECT_EQ(ntp_from_wall_us(-5), 2'208'988'800ULL << 32);
}

TEST(RtcpPacket, RoundTripIsThatOfRfc3550Figure2) {
  // A = 0xb710:8000, DLSR = 0x0005:4000, LSR = 0xb705:2000 make 6.125 s
  EXPECT_EQ(round_trip_of(sample_block(), 0x0000'B710'8000'0000ULL), Duration{6125ms});
}

TEST(RtcpPacket, RoundTripNeedsASenderReportAndSense) {
  auto never = sample_block();
  never.last_sr = 0;
  auto from_the_future = sample_block();
  from_the_future.delay_since_last_sr = 0x0010'0000;

  EXPECT_EQ(round_trip_of(never, 0x0000'B710'8000'0000ULL), std::nullopt);
  EXPECT_EQ(round_trip_of(from_the_future, 0x0000'B710'8000'0000ULL), std::nullopt);
  EXPECT_EQ(round_trip_of(sample_block(), 0x0000'C710'8000'0000ULL), std::nullopt);
}

TEST(RtcpPacket, RoundTripOfNearlyNothingIsShortButKnown) {
  ReportBlock block;
  block.last_sr = 0x0001'0000;
  block.delay_since_last_sr = 3;

  const auto trip = round_trip_of(block, 0x0000'0001'0000'0000ULL);

  ASSERT_TRUE(trip.has_value());
  EXPECT_GT(*trip, 0ns);
  EXPECT_LT(*trip, 1ms);
}

}  // namespace
}  // namespace codevoice::rtc
