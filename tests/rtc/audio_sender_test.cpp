#include "rtc/audio_sender.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;

RtpPacket sent(AudioSender& sender, Bytes& keep) {
  keep = sender.next(Bytes{1, 2, 3});
  return parse_rtp(keep).value();
}

TEST(AudioSender, PacketsCountUpInStepsOfTwentyMilliseconds) {
  AudioSender sender(0xABCD, 111, "bot");
  Bytes bytes;

  const auto first = sent(sender, bytes);
  const auto second = sent(sender, bytes);

  EXPECT_EQ(second.sequence, static_cast<std::uint16_t>(first.sequence + 1));
  EXPECT_EQ(second.timestamp, first.timestamp + 960);
  EXPECT_EQ(second.ssrc, 0xABCDU);
  EXPECT_EQ(second.payload_type, 111);
  EXPECT_EQ(second.payload.size(), 3U);
  EXPECT_EQ(sender.samples_sent(), 1920U);
}

TEST(AudioSender, AGapMovesTimeOnButNotTheSequenceAndIsMarked) {
  AudioSender sender(1, 111, "bot");
  Bytes bytes;
  const auto before = sent(sender, bytes);
  const auto steady = sent(sender, bytes);

  EXPECT_TRUE(sender.next({}).empty());
  EXPECT_TRUE(sender.next({}).empty());
  const auto after = sent(sender, bytes);

  EXPECT_TRUE(before.marker);
  EXPECT_FALSE(steady.marker);
  EXPECT_TRUE(after.marker);
  EXPECT_EQ(after.sequence, static_cast<std::uint16_t>(steady.sequence + 1));
  EXPECT_EQ(after.timestamp, steady.timestamp + 3 * 960);
  EXPECT_EQ(sender.samples_sent(), 5U * 960U);
}

TEST(AudioSender, StartsAtRandomPlaces) {
  Bytes a;
  Bytes b;
  AudioSender first(1, 111, "x");
  AudioSender second(1, 111, "x");

  EXPECT_NE(sent(first, a).timestamp, sent(second, b).timestamp);
}

TEST(AudioSender, NewPayloadTypeHoldsFromTheNextPacket) {
  AudioSender sender(1, 111, "x");
  Bytes bytes;

  sender.set_payload_type(96);

  EXPECT_EQ(sent(sender, bytes).payload_type, 96);
}

TEST(AudioSender, ReportSaysWhatWasSentAndWhen) {
  AudioSender sender(9, 111, "bot");
  Bytes bytes;
  const auto packet = sent(sender, bytes);
  EXPECT_TRUE(sender.next({}).empty());

  const auto report = parse_rtcp(sender.make_report(1'000'000)).value().sender_reports.at(0);

  EXPECT_EQ(report.ssrc, 9U);
  EXPECT_EQ(report.packets, 1U);
  EXPECT_EQ(report.octets, 3U);
  EXPECT_EQ(report.rtp_timestamp, packet.timestamp + 2 * 960);
  EXPECT_EQ(report.ntp, ntp_from_wall_us(1'000'000));
}

TEST(AudioSender, RoundTripAndLossComeFromBlocksOnOurOwnStream) {
  AudioSender sender(9, 111, "bot");
  const std::int64_t sent_us = 1'700'000'000'000'000;
  ReportBlock block;
  block.ssrc = 9;
  block.fraction_lost = 64;
  block.last_sr = static_cast<std::uint32_t>(ntp_from_wall_us(sent_us) >> 16);
  block.delay_since_last_sr = 65'536;  // one second

  sender.on_report_block(block, sent_us + 1'080'000);
  EXPECT_NEAR(static_cast<double>(sender.round_trip().count()), 80e6, 1e5);
  EXPECT_DOUBLE_EQ(sender.fraction_lost(), 0.25);

  block.ssrc = 10;
  block.fraction_lost = 0;
  sender.on_report_block(block, sent_us + 5'000'000);
  EXPECT_NEAR(static_cast<double>(sender.round_trip().count()), 80e6, 1e5);
  EXPECT_DOUBLE_EQ(sender.fraction_lost(), 0.25);
}

TEST(AudioSender, RoundTripIsSmoothed) {
  AudioSender sender(9, 111, "bot");
  const std::int64_t sent_us = 1'700'000'000'000'000;
  ReportBlock block;
  block.ssrc = 9;
  block.last_sr = static_cast<std::uint32_t>(ntp_from_wall_us(sent_us) >> 16);

  sender.on_report_block(block, sent_us + 100'000);
  sender.on_report_block(block, sent_us + 500'000);

  EXPECT_NEAR(static_cast<double>(sender.round_trip().count()), 200e6, 1e5);
}

TEST(AudioSender, TellsHowLoudItIsOnceTheExtensionIsAgreedOn) {
  AudioSender sender(1, 111, "x");
  auto bytes = sender.next(Bytes{1, 2, 3}, 17);
  EXPECT_TRUE(parse_rtp(bytes)->extension.empty());
  sender.set_level_extension(5);

  bytes = sender.next(Bytes{1, 2, 3}, 17);

  const auto packet = parse_rtp(bytes).value();
  EXPECT_EQ(packet.audio_level(5), 17);
  EXPECT_EQ(packet.payload.size(), 3U);
}

}  // namespace
}  // namespace codevoice::rtc
