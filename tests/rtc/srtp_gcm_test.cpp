#include "rtc/srtp_gcm.hpp"

#include <gtest/gtest.h>
#include <srtp2/srtp.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "rtc/srtp_session.hpp"

namespace codevoice::rtc {
namespace {

/// It refuses to be started twice, so the product does it.
void start_libsrtp() {
  SrtpKeys keys;
  keys.profile = SrtpProfile::Aes128CmSha1_80;
  keys.local = keys.remote = Bytes(30);
  EXPECT_TRUE(SrtpSession::create(keys));
}

/// libsrtp, which others use: what one seals the other opens.
class Libsrtp {
 public:
  Libsrtp(SrtpProfile profile, Bytes key, srtp_ssrc_type_t direction) {
    start_libsrtp();
    const auto kind = profile == SrtpProfile::AeadAes128Gcm ? srtp_profile_aead_aes_128_gcm : srtp_profile_aead_aes_256_gcm;
    srtp_policy_t policy{};
    EXPECT_EQ(srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, kind), srtp_err_status_ok);
    EXPECT_EQ(srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, kind), srtp_err_status_ok);
    policy.ssrc.type = direction;
    policy.key = key.data();
    policy.window_size = 1024;
    EXPECT_EQ(srtp_create(&context_, &policy), srtp_err_status_ok);
  }
  ~Libsrtp() { srtp_dealloc(context_); }
  Libsrtp(const Libsrtp&) = delete;
  Libsrtp& operator=(const Libsrtp&) = delete;

  Bytes run(srtp_err_status_t (*what)(srtp_t, void*, int*), Bytes packet) {
    int size = static_cast<int>(packet.size());
    packet.resize(packet.size() + kSrtpTrailer);
    EXPECT_EQ(what(context_, packet.data(), &size), srtp_err_status_ok);
    packet.resize(static_cast<std::size_t>(size));
    return packet;
  }

 private:
  srtp_t context_ = nullptr;
};

Bytes key_of(SrtpProfile profile) {
  std::mt19937 random(11);
  Bytes key(key_size_of(profile) + salt_size_of(profile));
  for (auto& octet : key) octet = static_cast<std::uint8_t>(random());
  return key;
}

/// With two contributing sources and a header extension now and then.
Bytes rtp(std::uint32_t index, std::size_t payload) {
  Bytes packet(12, 0);
  packet[0] = 0x80;
  packet[1] = 111;
  write_be16(&packet[2], static_cast<std::uint16_t>(index));
  write_be32(&packet[4], index * 960U);
  write_be32(&packet[8], 0xCAFE'BABE);
  if (index % 3 == 0) {
    packet[0] |= 2;
    packet.resize(packet.size() + 8, 0x33);
  }
  if (index % 2 == 0) {
    packet[0] |= 0x10;
    constexpr std::array<std::uint8_t, 8> kExtension{0xBE, 0xDE, 0x00, 0x01, 0x10, 0xFF, 0x00, 0x00};
    packet.insert(packet.end(), kExtension.begin(), kExtension.end());
  }
  packet.resize(packet.size() + payload, 0x5A);
  return packet;
}

Bytes report(std::size_t words) {
  Bytes packet(8 + 4 * words, 0x11);
  packet[0] = 0x80;
  packet[1] = 200;
  write_be16(&packet[2], static_cast<std::uint16_t>(1 + words));
  write_be32(&packet[4], 0xCAFE'BABE);
  return packet;
}

using Protect = SrtpResult (SrtpGcm::*)(std::span<std::uint8_t>, std::size_t);
using Unprotect = SrtpResult (SrtpGcm::*)(std::span<std::uint8_t>);

Bytes sealed(SrtpGcm& by, Protect how, Bytes packet) {
  const auto size = packet.size();
  packet.resize(size + kSrtpTrailer);
  packet.resize((by.*how)(packet, size).value_or(0));
  return packet;
}
Bytes opened(SrtpGcm& by, Unprotect how, Bytes packet) {
  packet.resize((by.*how)(packet).value_or(0));
  return packet;
}

class SrtpGcmTest : public testing::TestWithParam<SrtpProfile> {
 protected:
  const Bytes key = key_of(GetParam());
  SrtpGcm seal{key, SrtpGcm::Use::Seal};
  SrtpGcm open{key, SrtpGcm::Use::Open};
};

INSTANTIATE_TEST_SUITE_P(Profiles, SrtpGcmTest, testing::Values(SrtpProfile::AeadAes128Gcm, SrtpProfile::AeadAes256Gcm));

TEST_P(SrtpGcmTest, PacketsAreSealedByteForByteAsLibsrtpDoesAlsoPastTheSequenceWrap) {
  Libsrtp theirs(GetParam(), key, ssrc_any_outbound), reader(GetParam(), key, ssrc_any_inbound);

  for (std::uint32_t i = 65'000; i < 66'500; ++i) {
    const auto packet = rtp(i, i % 200);
    const auto ours = sealed(seal, &SrtpGcm::protect_rtp, packet);
    ASSERT_EQ(ours, theirs.run(srtp_protect, packet)) << i;
    ASSERT_EQ(reader.run(srtp_unprotect, ours), packet) << i;
    ASSERT_EQ(opened(open, &SrtpGcm::unprotect_rtp, ours), packet) << i;
  }
}

TEST_P(SrtpGcmTest, ReportsAreSealedByteForByteAsLibsrtpDoes) {
  Libsrtp theirs(GetParam(), key, ssrc_any_outbound), reader(GetParam(), key, ssrc_any_inbound);

  for (std::size_t i = 0; i < 50; ++i) {
    const auto packet = report(i % 7);
    const auto ours = sealed(seal, &SrtpGcm::protect_rtcp, packet);
    ASSERT_EQ(ours, theirs.run(srtp_protect_rtcp, packet)) << i;
    ASSERT_EQ(reader.run(srtp_unprotect_rtcp, ours), packet) << i;
    ASSERT_EQ(opened(open, &SrtpGcm::unprotect_rtcp, ours), packet) << i;
  }
}

TEST_P(SrtpGcmTest, LostAndReorderedPacketsOfLibsrtpAreOpenedOnceEach) {
  Libsrtp theirs(GetParam(), key, ssrc_any_outbound);
  std::mt19937 random(5);
  std::vector<Bytes> packets;
  for (std::uint32_t i = 60'000; i < 140'000; i += static_cast<std::uint32_t>(1 + random() % 40))
    packets.push_back(theirs.run(srtp_protect, rtp(i, 20)));
  for (std::size_t i = 0; i + 20 < packets.size(); i += 20)
    std::shuffle(packets.begin() + static_cast<std::ptrdiff_t>(i), packets.begin() + static_cast<std::ptrdiff_t>(i + 20), random);

  for (const auto& packet : packets) {
    EXPECT_FALSE(opened(open, &SrtpGcm::unprotect_rtp, packet).empty());
    auto again = packet;
    EXPECT_EQ(open.unprotect_rtp(again).error(), SrtpDrop::Replay);
  }
}

TEST_P(SrtpGcmTest, AReportInTheClearIsRefused) {
  auto packet = sealed(seal, &SrtpGcm::protect_rtcp, report(1));
  packet[packet.size() - 4] &= 0x7F;

  const auto size = open.unprotect_rtcp(packet);

  ASSERT_FALSE(size);
  EXPECT_EQ(size.error(), SrtpDrop::Auth);
}

TEST_P(SrtpGcmTest, AHeaderLongerThanThePacketIsRefused) {
  auto packet = rtp(1, 0);
  packet[0] = 0x9F;  // 15 sources and an extension
  packet.resize(12 + 60 + 3);
  auto cut = packet;
  cut.resize(12 + 60 + 4 + 16);
  write_be16(&cut[12 + 60 + 2], 100);
  auto buffer = packet;
  buffer.resize(packet.size() + kSrtpTrailer);

  EXPECT_EQ(open.unprotect_rtp(packet).error(), SrtpDrop::Malformed);
  EXPECT_EQ(open.unprotect_rtp(cut).error(), SrtpDrop::Malformed);
  EXPECT_EQ(seal.protect_rtp(buffer, packet.size()).error(), SrtpDrop::Malformed);
}

}  // namespace
}  // namespace codevoice::rtc
