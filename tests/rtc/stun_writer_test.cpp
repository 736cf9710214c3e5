#include "rtc/stun_writer.hpp"

#include <gmock/gmock.h>

#include "rtc/stun_vectors.hpp"

namespace codevoice::rtc {
namespace {

constexpr StunTransaction kTransaction = {0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae};

TEST(StunWriter, WhatItWritesIsReadBack) {
  const auto packet = StunWriter(StunKind::Request, kTransaction)
                          .username("theirs:ours")
                          .priority(0x6e0001ff)
                          .ice_controlling(0x1122334455667788)
                          .use_candidate()
                          .finish("a password");

  const auto message = parse_stun(packet);

  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, StunKind::Request);
  EXPECT_EQ(message->transaction, kTransaction);
  EXPECT_EQ(message->username, "theirs:ours");
  EXPECT_EQ(message->priority, 0x6e0001ffU);
  EXPECT_EQ(message->controlling, 0x1122334455667788U);
  EXPECT_TRUE(message->use_candidate);
  EXPECT_TRUE(message->has_fingerprint);
  EXPECT_TRUE(integrity_ok(*message, "a password"));
}

TEST(StunWriter, MasksAddressesAsTheRfcSamplesDo) {
  for (const auto sample : {test::kSampleResponseV4, test::kSampleResponseV6}) {
    const auto theirs = test::from_hex(sample);
    const auto address = *parse_stun(theirs)->mapped;

    const auto ours = StunWriter(StunKind::Success, kTransaction).xor_mapped_address(address).finish();

    const auto length = address.address().is_v4() ? 12U : 24U;  // SOFTWARE comes first in the sample: 16 bytes
    const Bytes ours_only(ours.begin() + 20, ours.begin() + 20 + length);
    const Bytes theirs_only(theirs.begin() + 36, theirs.begin() + 36 + length);
    EXPECT_EQ(ours_only, theirs_only);
    EXPECT_EQ(parse_stun(ours)->mapped, address);
  }
}

TEST(StunWriter, WithoutPasswordThereIsNoIntegrity) {
  const auto packet = StunWriter(StunKind::Error, kTransaction).error_code(401).finish();

  const auto message = parse_stun(packet);

  ASSERT_TRUE(message);
  EXPECT_EQ(message->error_code, 401);
  EXPECT_FALSE(message->has_integrity());
  EXPECT_TRUE(message->has_fingerprint);
}

TEST(StunWriter, ListsUnknownAttributes) {
  StunUnknown unknown;
  unknown.types[0] = 0x0099;
  unknown.types[1] = 0x009a;
  unknown.count = 2;

  const auto packet = StunWriter(StunKind::Error, kTransaction).error_code(420).unknown_attributes(unknown).finish("key");

  const auto listed = test::from_hex("000a0004 0099009a");
  EXPECT_NE(std::search(packet.begin(), packet.end(), listed.begin(), listed.end()), packet.end());
  EXPECT_EQ(parse_stun(packet)->error_code, 420);
}

TEST(StunWriter, WhatDoesNotFitIsLeftOutAndTheRestStaysValid) {
  const std::string long_name(600, 'x');

  const auto packet = StunWriter(StunKind::Request, kTransaction).username(std::string(400, 'a')).username(long_name).finish("key");

  const auto message = parse_stun(packet);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->username, std::string(400, 'a'));
  EXPECT_TRUE(integrity_ok(*message, "key"));
}

}  // namespace
}  // namespace codevoice::rtc
