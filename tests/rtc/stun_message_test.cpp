#include "rtc/stun_message.hpp"

#include <gmock/gmock.h>

#include "base/crypto.hpp"
#include "rtc/stun_attributes.hpp"
#include "rtc/stun_vectors.hpp"
#include "rtc/stun_writer.hpp"

namespace codevoice::rtc {
namespace {

using test::from_hex;
using test::kVectorPassword;

constexpr StunTransaction kTransaction = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

/// A message of attributes written as hex, without integrity or fingerprint.
Bytes message_of(std::string_view type, std::string_view attributes) {
  auto bytes = from_hex(std::string(type) + "0000 2112a442 0102030405060708090a0b0c" + std::string(attributes));
  write_be16(bytes.data() + 2, static_cast<std::uint16_t>(bytes.size() - kStunHeaderSize));
  return bytes;
}

TEST(StunMessage, ReadsTheSampleRequestOfTheRfc) {
  const auto packet = from_hex(test::kSampleRequest);

  const auto message = parse_stun(packet);

  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, StunKind::Request);
  EXPECT_EQ(message->username, "evtj:h6vY");
  EXPECT_EQ(message->receiver_ufrag(), "evtj");
  EXPECT_EQ(message->priority, 0x6e0001ffU);
  EXPECT_EQ(message->controlled, 0x932ff9b151263b36U);
  EXPECT_FALSE(message->controlling);
  EXPECT_FALSE(message->use_candidate);
  EXPECT_TRUE(message->has_fingerprint);
  EXPECT_EQ(message->unknown.count, 0U);
  EXPECT_TRUE(integrity_ok(*message, kVectorPassword));
  EXPECT_FALSE(integrity_ok(*message, "VOkJxbRl1RmTxUk/WvJxBx"));
  EXPECT_FALSE(integrity_ok(*message, ""));
}

TEST(StunMessage, ReadsTheSampleAnswersOfTheRfc) {
  const auto packet_v4 = from_hex(test::kSampleResponseV4);
  const auto packet_v6 = from_hex(test::kSampleResponseV6);

  const auto v4 = parse_stun(packet_v4);
  const auto v6 = parse_stun(packet_v6);

  ASSERT_TRUE(v4);
  EXPECT_EQ(v4->kind, StunKind::Success);
  EXPECT_EQ(v4->mapped, Endpoint(asio::ip::make_address("192.0.2.1"), 32853));
  EXPECT_TRUE(integrity_ok(*v4, kVectorPassword));
  ASSERT_TRUE(v6);
  EXPECT_EQ(v6->mapped, Endpoint(asio::ip::make_address("2001:db8:1234:5678:11:2233:4455:6677"), 32853));
  EXPECT_TRUE(integrity_ok(*v6, kVectorPassword));
}

TEST(StunMessage, AnyChangedByteIsNoticedByTheFingerprint) {
  const auto packet = from_hex(test::kSampleRequest);

  const auto fingerprint_type = packet.size() - 8;  // changed, it is another attribute
  for (std::size_t i = 0; i < packet.size(); ++i) {
    if (i == fingerprint_type || i == fingerprint_type + 1) continue;
    auto changed = packet;
    changed[i] ^= 1U;
    EXPECT_FALSE(parse_stun(changed)) << "byte " << i;
  }
}

TEST(StunMessage, AnyTruncationIsMalformed) {
  const auto packet = from_hex(test::kSampleRequest);

  for (std::size_t length = 0; length < packet.size(); ++length) {
    EXPECT_FALSE(parse_stun(ByteView(packet).first(length))) << length << " bytes";
  }
}

TEST(StunMessage, OtherProtocolsAndMethodsAreNoMessage) {
  EXPECT_FALSE(parse_stun({}));
  EXPECT_FALSE(parse_stun(from_hex("16 fe fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")));  // DTLS
  EXPECT_FALSE(parse_stun(message_of("0003", "")));                                                   // TURN allocate
  EXPECT_TRUE(parse_stun(message_of("0001", "")));
  EXPECT_TRUE(parse_stun(message_of("0011", "")));
  auto other_magic = message_of("0001", "");
  other_magic[4] = 0;
  EXPECT_FALSE(parse_stun(other_magic));
  EXPECT_FALSE(looks_like_stun(other_magic));
}

TEST(StunMessage, AttributesOfAWrongSizeAreMalformed) {
  for (const auto* attribute : {"00240002 01020000", "00250001 00000000", "80290004 01020304", "802a0004 01020304", "00080004 01020304",
                                "80280002 01020000", "00090002 00000000", "00200004 00010000", "00200008 0003a147e112a643",
                                "00200014 0001a147e112a643000000000000000000000000", "00060008 61626364"}) {
    EXPECT_FALSE(parse_stun(message_of("0001", attribute))) << attribute;
  }
}

TEST(StunMessage, ErrorCodesOutsideTheRangeAreMalformed) {
  const auto role_conflict = message_of("0111", "00090004 00000457");

  EXPECT_EQ(parse_stun(role_conflict)->error_code, 487);
  EXPECT_FALSE(parse_stun(message_of("0111", "00090004 00000757")));
  EXPECT_FALSE(parse_stun(message_of("0111", "00090004 00000464")));
}

TEST(StunMessage, WhatFollowsTheIntegrityIsIgnored) {
  auto packet = StunWriter(StunKind::Request, kTransaction).username("a:b").finish("secret");
  packet.resize(packet.size() - 8);  // without FINGERPRINT
  const auto extra = from_hex("00250000 00240004 00000001 00990000");
  packet.insert(packet.end(), extra.begin(), extra.end());
  write_be16(packet.data() + 2, static_cast<std::uint16_t>(packet.size() - kStunHeaderSize));

  const auto message = parse_stun(packet);

  ASSERT_TRUE(message);
  EXPECT_TRUE(integrity_ok(*message, "secret"));
  EXPECT_FALSE(message->use_candidate);
  EXPECT_FALSE(message->priority);
  EXPECT_EQ(message->unknown.count, 0U);
}

TEST(StunMessage, NothingMayFollowTheFingerprint) {
  auto packet = StunWriter(StunKind::Request, kTransaction).username("a:b").finish("secret");
  ASSERT_TRUE(parse_stun(packet));
  const auto extra = from_hex("80220000");
  packet.insert(packet.end(), extra.begin(), extra.end());

  write_be16(packet.data() + 2, static_cast<std::uint16_t>(packet.size() - kStunHeaderSize));

  EXPECT_FALSE(parse_stun(packet));
}

TEST(StunMessage, UnknownRequiredAttributesAreListedAndOptionalOnesPass) {
  const auto packet = message_of("0001", "00990000 c0570004 00000000 009a0000 00060003 613a6200");

  const auto message = parse_stun(packet);

  ASSERT_TRUE(message);
  EXPECT_EQ(message->unknown.count, 2U);
  EXPECT_EQ(message->unknown.types[0], 0x0099);
  EXPECT_EQ(message->unknown.types[1], 0x009a);
  EXPECT_EQ(message->username, "a:b");
}

TEST(StunMessage, OfRepeatedAttributesTheFirstCounts) {
  const auto packet = message_of("0001", "00240004 00000001 00240004 00000002 00060003 613a6200 00060003 633a6400");

  const auto message = parse_stun(packet);

  ASSERT_TRUE(message);
  EXPECT_EQ(message->priority, 1U);
  EXPECT_EQ(message->username, "a:b");
}

TEST(StunMessage, TheMaskedAddressIsPreferredToThePlainOne) {
  const auto packet = message_of("0101", "00010008 00010050 0a000001 00200008 0001a147e112a643 00010008 00010050 0a000002");

  EXPECT_EQ(parse_stun(packet)->mapped, Endpoint(asio::ip::make_address("192.0.2.1"), 32853));
}

TEST(StunMessage, ANameWithoutColonBelongsToNobody) {
  const auto packet = message_of("0001", "00060004 61626364");

  EXPECT_EQ(parse_stun(packet)->receiver_ufrag(), "");
}

TEST(StunMessage, RandomBytesNeverBreakTheReader) {
  const auto good = from_hex(test::kSampleRequest);

  for (int round = 0; round < 20'000; ++round) {
    auto packet = good;
    std::array<std::uint8_t, 8> random{};
    crypto::random_bytes(random);
    packet.resize(packet.size() - 8 - random[6] % 8 * 4);
    for (std::size_t i = 0; i < 6; i += 2) packet[kStunHeaderSize + random[i] % (packet.size() - kStunHeaderSize)] = random[i + 1];
    write_be16(packet.data() + 2, static_cast<std::uint16_t>(packet.size() - kStunHeaderSize));
    if (const auto message = parse_stun(packet)) {
      EXPECT_FALSE(message->has_integrity() && integrity_ok(*message, "guess"));
    }
  }
}

}  // namespace
}  // namespace codevoice::rtc
