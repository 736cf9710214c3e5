#include "rtc/srtp_session.hpp"

#include <gtest/gtest.h>

#include <random>

namespace codevoice::rtc {
namespace {

struct Ends {
  std::unique_ptr<SrtpSession> near;
  std::unique_ptr<SrtpSession> far;
};

Bytes key_of(SrtpProfile profile, std::uint8_t first) {
  Bytes key(key_size_of(profile) + salt_size_of(profile));
  for (std::size_t at = 0; at < key.size(); ++at) key[at] = static_cast<std::uint8_t>(first + at);
  return key;
}

Ends make_ends(SrtpProfile profile) {
  SrtpKeys near;
  near.profile = profile;
  near.local = key_of(profile, 1);
  near.remote = key_of(profile, 101);
  SrtpKeys far;
  far.profile = profile;
  far.local = near.remote;
  far.remote = near.local;
  return {std::move(*SrtpSession::create(near)), std::move(*SrtpSession::create(far))};
}

Bytes rtp(std::uint16_t sequence, std::uint32_t ssrc = 0x1234) {
  Bytes packet(12 + 80, 0x5A);
  packet[0] = 0x80;
  packet[1] = 111;
  write_be16(&packet[2], sequence);
  write_be32(&packet[4], sequence * 960U);
  write_be32(&packet[8], ssrc);
  return packet;
}

Bytes rtcp() {
  Bytes packet(8, 0);  // an empty receiver report
  packet[0] = 0x80;
  packet[1] = 201;
  packet[3] = 1;
  write_be32(&packet[4], 0x1234);
  return packet;
}

Bytes protect(SrtpSession& session, Bytes packet) {
  const auto size = packet.size();
  packet.resize(size + kSrtpTrailer);
  const auto sealed = packet[1] == 201 ? session.protect_rtcp(packet, size) : session.protect_rtp(packet, size);
  EXPECT_TRUE(sealed);
  packet.resize(sealed.value_or(0));
  return packet;
}

class EveryProfile : public testing::TestWithParam<SrtpProfile> {};

TEST_P(EveryProfile, RtpComesOutAsItWentIn) {
  auto ends = make_ends(GetParam());
  const auto clear = rtp(7);

  auto packet = protect(*ends.near, clear);
  EXPECT_GT(packet.size(), clear.size());
  EXPECT_FALSE(std::equal(clear.begin() + 12, clear.end(), packet.begin() + 12));
  const auto size = ends.far->unprotect_rtp(packet);

  ASSERT_TRUE(size);
  packet.resize(*size);
  EXPECT_EQ(packet, clear);
}

TEST_P(EveryProfile, RtcpComesOutAsItWentIn) {
  auto ends = make_ends(GetParam());

  auto packet = protect(*ends.near, rtcp());
  const auto size = ends.far->unprotect_rtcp(packet);

  ASSERT_TRUE(size);
  packet.resize(*size);
  EXPECT_EQ(packet, rtcp());
}

// ASVS 17.2.3
TEST_P(EveryProfile, AChangedPacketIsDroppedWhicheverByteChanged) {
  auto ends = make_ends(GetParam());
  const auto good = protect(*ends.near, rtp(7));

  for (std::size_t at = 1; at < good.size(); ++at) {
    auto bad = good;
    bad[at] ^= 0x01;
    const auto size = ends.far->unprotect_rtp(bad);
    ASSERT_FALSE(size) << "byte " << at;
    EXPECT_EQ(size.error(), SrtpDrop::Auth) << "byte " << at;
  }
  auto untouched = good;
  EXPECT_TRUE(ends.far->unprotect_rtp(untouched));
}

// ASVS 17.2.3
TEST_P(EveryProfile, AChangedReportIsDropped) {
  auto ends = make_ends(GetParam());
  auto packet = protect(*ends.near, rtcp());
  packet.back() ^= 0x80;

  const auto size = ends.far->unprotect_rtcp(packet);

  ASSERT_FALSE(size);
  EXPECT_EQ(size.error(), SrtpDrop::Auth);
}

TEST_P(EveryProfile, AReplayedPacketIsDropped) {
  auto ends = make_ends(GetParam());
  const auto packet = protect(*ends.near, rtp(7));
  const auto report = protect(*ends.near, rtcp());
  auto copy = packet;
  auto report_copy = report;
  ASSERT_TRUE(ends.far->unprotect_rtp(copy));
  ASSERT_TRUE(ends.far->unprotect_rtcp(report_copy));

  auto again = packet;
  auto report_again = report;
  const auto rtp_size = ends.far->unprotect_rtp(again);
  const auto rtcp_size = ends.far->unprotect_rtcp(report_again);

  ASSERT_FALSE(rtp_size);
  EXPECT_EQ(rtp_size.error(), SrtpDrop::Replay);
  ASSERT_FALSE(rtcp_size);
  EXPECT_EQ(rtcp_size.error(), SrtpDrop::Replay);
}

TEST_P(EveryProfile, APacketFromBeforeTheWindowIsDropped) {
  auto ends = make_ends(GetParam());
  auto old = protect(*ends.near, rtp(1));
  for (std::uint16_t sequence = 2; sequence < 2000; ++sequence) {
    auto packet = protect(*ends.near, rtp(sequence));
    ASSERT_TRUE(ends.far->unprotect_rtp(packet));
  }

  const auto size = ends.far->unprotect_rtp(old);

  ASSERT_FALSE(size);
  EXPECT_EQ(size.error(), SrtpDrop::Old);
}

TEST_P(EveryProfile, ReorderingInsideTheWindowAndTheSequenceWrapPass) {
  auto ends = make_ends(GetParam());
  std::vector<Bytes> packets;
  for (std::uint32_t i = 0; i < 40; ++i) {
    packets.push_back(protect(*ends.near, rtp(static_cast<std::uint16_t>(65520 + i))));
  }
  std::swap(packets[14], packets[20]);
  std::swap(packets[0], packets[3]);

  for (auto& packet : packets) EXPECT_TRUE(ends.far->unprotect_rtp(packet));
}

// ASVS 17.2.4: malformed SRTP
TEST_P(EveryProfile, EveryCutOfAPacketIsRefused) {
  auto ends = make_ends(GetParam());
  const auto good = protect(*ends.near, rtp(7));
  const auto report = protect(*ends.near, rtcp());

  for (std::size_t size = 0; size < good.size(); ++size) {
    Bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(ends.far->unprotect_rtp(cut));
  }
  for (std::size_t size = 0; size < report.size(); ++size) {
    Bytes cut(report.begin(), report.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(ends.far->unprotect_rtcp(cut));
  }
}

// ASVS 17.2.4, 17.2.5: a flood of rubbish, and media goes on
TEST_P(EveryProfile, AFloodOfRubbishDoesNotDisturbTheStream) {
  auto ends = make_ends(GetParam());
  std::mt19937 random(3);
  std::size_t passed = 0;

  for (int i = 0; i < 5000; ++i) {
    Bytes junk(random() % 1400);
    for (auto& octet : junk) octet = static_cast<std::uint8_t>(random());
    if (!junk.empty()) junk[0] = static_cast<std::uint8_t>(0x80 | (junk[0] & 0x3F));
    auto same = junk;
    passed += ends.far->unprotect_rtp(junk).has_value() + ends.far->unprotect_rtcp(same).has_value();
  }
  auto packet = protect(*ends.near, rtp(9));

  EXPECT_EQ(passed, 0U);
  EXPECT_TRUE(ends.far->unprotect_rtp(packet));
}

TEST_P(EveryProfile, APeerCannotUseMoreAndMoreSsrcs) {
  auto ends = make_ends(GetParam());
  SrtpResult last = 0;

  for (std::uint32_t ssrc = 1; ssrc <= 65; ++ssrc) {
    auto packet = protect(*ends.near, rtp(1, ssrc));
    last = ends.far->unprotect_rtp(packet);
    ASSERT_EQ(last.has_value(), ssrc <= 64) << ssrc;
  }
  auto known = protect(*ends.near, rtp(2, 1));

  ASSERT_FALSE(last);
  EXPECT_EQ(last.error(), SrtpDrop::Crowded);
  EXPECT_TRUE(ends.far->unprotect_rtp(known));
}

TEST_P(EveryProfile, TheSamePacketIsNotSealedTwice) {
  auto ends = make_ends(GetParam());
  protect(*ends.near, rtp(7));
  auto again = rtp(7);
  const auto size = again.size();
  again.resize(size + kSrtpTrailer);

  const auto sealed = ends.near->protect_rtp(again, size);

  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error(), SrtpDrop::Replay);
}

INSTANTIATE_TEST_SUITE_P(SrtpSession, EveryProfile,
                         testing::Values(SrtpProfile::Aes128CmSha1_80, SrtpProfile::AeadAes128Gcm, SrtpProfile::AeadAes256Gcm));

TEST(SrtpSession, RefusesABufferWithoutRoomForTheTag) {
  auto ends = make_ends(SrtpProfile::AeadAes128Gcm);
  auto packet = rtp(1);

  const auto sealed = ends.near->protect_rtp(packet, packet.size());

  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error(), SrtpDrop::Malformed);
}

TEST(SrtpSession, RefusesKeysOfTheWrongLength) {
  SrtpKeys keys;
  keys.local = Bytes(5);
  keys.remote = Bytes(28);

  EXPECT_FALSE(SrtpSession::create(keys));
}

}  // namespace
}  // namespace codevoice::rtc
