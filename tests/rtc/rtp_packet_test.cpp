#include "rtc/rtp_packet.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

const RtpHeader kHeader{111, true, 0xFFFE, 0x89ABCDEF, 0x12345678};

Bytes with_extension(std::uint16_t profile, const Bytes& body) {
  auto bytes = make_rtp(kHeader, {});
  bytes[0] |= 0x10;
  bytes.resize(16);
  write_be16(&bytes[12], profile);
  write_be16(&bytes[14], static_cast<std::uint16_t>(body.size() / 4));
  bytes.insert(bytes.end(), body.begin(), body.end());
  bytes.insert(bytes.end(), {0xAA, 0xBB});
  return bytes;
}

TEST(RtpPacket, WhatWasMadeIsParsedBack) {
  const Bytes payload{1, 2, 3};

  const auto bytes = make_rtp(kHeader, payload);
  const auto packet = parse_rtp(bytes);

  ASSERT_TRUE(packet.has_value());
  EXPECT_EQ(packet->payload_type, 111);
  EXPECT_TRUE(packet->marker);
  EXPECT_EQ(packet->sequence, 0xFFFE);
  EXPECT_EQ(packet->timestamp, 0x89ABCDEFU);
  EXPECT_EQ(packet->ssrc, 0x12345678U);
  EXPECT_EQ(Bytes(packet->payload.begin(), packet->payload.end()), payload);
  EXPECT_TRUE(packet->extension.empty());
}

TEST(RtpPacket, HeaderLaysOutItsBitsAsRfc3550Figure) {
  EXPECT_EQ(make_rtp(kHeader, Bytes{9}), (Bytes{0x80, 0xEF, 0xFF, 0xFE, 0x89, 0xAB, 0xCD, 0xEF, 0x12, 0x34, 0x56, 0x78, 9}));
}

TEST(RtpPacket, ContributorsAndPaddingAreNotPayload) {
  Bytes bytes = make_rtp(kHeader, Bytes{0, 0, 0, 1, 0, 0, 0, 2, 7, 0, 0, 3});
  bytes[0] = 0x80 | 0x20 | 2;

  const auto packet = parse_rtp(bytes);

  ASSERT_TRUE(packet.has_value());
  ASSERT_EQ(packet->payload.size(), 1U);
  EXPECT_EQ(packet->payload[0], 7);
}

TEST(RtpPacket, PaddingOnlyPacketHasAnEmptyPayload) {
  Bytes bytes = make_rtp(kHeader, Bytes{0, 0, 0, 4});
  bytes[0] |= 0x20;

  EXPECT_TRUE(parse_rtp(bytes).value().payload.empty());
}

TEST(RtpPacket, OneByteExtensionsAreFoundBehindPaddingAndOthers) {
  // RFC 8285 §4.2: id 1 with one byte, padding, id 3 with four bytes, stop, and an id 5 that must not be seen
  const auto bytes = with_extension(0xBEDE, {0x10, 0xAA, 0x00, 0x33, 1, 2, 3, 4, 0xF0, 0x50, 9, 0});

  const auto packet = parse_rtp(bytes).value();

  EXPECT_EQ(packet.extension_element(1).size(), 1U);
  ASSERT_EQ(packet.extension_element(3).size(), 4U);
  EXPECT_EQ(packet.extension_element(3)[3], 4);
  EXPECT_TRUE(packet.extension_element(5).empty());
  EXPECT_TRUE(packet.extension_element(2).empty());
  EXPECT_TRUE(packet.extension_element(0).empty());
  EXPECT_EQ(packet.payload.size(), 2U);
}

TEST(RtpPacket, TwoByteExtensionsMayBeLongOrEmpty) {
  const auto bytes = with_extension(0x1000, {0x01, 0x00, 0x00, 0x20, 0x03, 1, 2, 3});

  const auto packet = parse_rtp(bytes).value();

  EXPECT_TRUE(packet.two_byte_extensions);
  EXPECT_TRUE(packet.extension_element(1).empty());
  ASSERT_EQ(packet.extension_element(0x20).size(), 3U);
  EXPECT_EQ(packet.extension_element(0x20)[2], 3);
}

TEST(RtpPacket, AudioLevelIsTheLowestSevenBits) {
  const auto bytes = with_extension(0xBEDE, {0x10, 0x80 | 42, 0, 0});

  const auto packet = parse_rtp(bytes).value();

  EXPECT_EQ(packet.audio_level(1), 42);
  EXPECT_EQ(packet.audio_level(2), std::nullopt);
}

TEST(RtpPacket, UnknownExtensionProfilesArePassedOver) {
  const auto bytes = with_extension(0x4242, {0x10, 1, 0, 0});

  const auto packet = parse_rtp(bytes).value();

  EXPECT_TRUE(packet.extension.empty());
  EXPECT_EQ(packet.payload.size(), 2U);
}

TEST(RtpPacket, ExtensionElementsThatRunOverTheEndAreNotThere) {
  EXPECT_TRUE(parse_rtp(with_extension(0xBEDE, {0x1F, 1, 2, 3})).value().extension_element(1).empty());
  EXPECT_TRUE(parse_rtp(with_extension(0x1000, {0x01, 0x09, 1, 2})).value().extension_element(1).empty());
}

TEST(RtpPacket, EveryCutShortPacketIsRefusedOrShorter) {
  const auto whole = with_extension(0xBEDE, {0x10, 1, 0, 0});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto packet = parse_rtp(ByteView(whole).first(size));
    EXPECT_EQ(packet.has_value(), size >= 20) << size;
  }
}

TEST(RtpPacket, BrokenHeadersAreRefused) {
  auto version = make_rtp(kHeader, Bytes{1});
  version[0] = 0x40;
  auto contributors = make_rtp(kHeader, Bytes{1, 2, 3});
  contributors[0] |= 1;
  auto long_padding = make_rtp(kHeader, Bytes{1, 9});
  long_padding[0] |= 0x20;
  auto no_padding = make_rtp(kHeader, Bytes{1, 0});
  no_padding[0] |= 0x20;

  EXPECT_FALSE(parse_rtp(version).has_value());
  EXPECT_FALSE(parse_rtp(contributors).has_value());
  EXPECT_FALSE(parse_rtp(long_padding).has_value());
  EXPECT_FALSE(parse_rtp(no_padding).has_value());
  EXPECT_FALSE(parse_rtp({}).has_value());
}

}  // namespace
}  // namespace codevoice::rtc
