// A room's transport and a participant's over real loopback sockets: TransportHub, TransportPeer and both kinds of ICE.
#include "rtc/transport_hub.hpp"

#include <gtest/gtest.h>

#include "rtc/ice_requests.hpp"
#include "rtc/mux_rig.hpp"
#include "rtc/transport_pair.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;
using codevoice::test::count_of;
using codevoice::test::TransportPair;

std::uint64_t all_of(const DropCounts& drops) {
  std::uint64_t sum = 0;
  for (const auto& [reason, count] : drops) sum += count;
  return sum;
}

TEST(TransportHub, ConnectsAndCarriesMediaBothWays) {
  TransportPair pair;

  ASSERT_TRUE(pair.connect());
  EXPECT_TRUE(pair.media_flows(100));

  EXPECT_EQ(pair.room_end->connected, 1);
  EXPECT_EQ(pair.participant_end->connected, 1);
  EXPECT_EQ(pair.room_end->rtp[3], codevoice::test::rtp_packet(103));
  pair.participant->send_rtcp(codevoice::test::rtcp_packet());
  EXPECT_TRUE(pair.run_until([&] { return !pair.room_end->rtcp.empty(); }));
  EXPECT_GT(pair.participant->round_trip(), Duration{});
}

TEST(TransportHub, EitherSideMayBeTheDtlsClient) {
  TransportPair::Setup setup;
  setup.participant_dtls = DtlsRole::Server;
  TransportPair pair(setup);

  ASSERT_TRUE(pair.connect());
  EXPECT_TRUE(pair.media_flows(1));
}

TEST(TransportHub, MessagesArriveWholeAndInOrderOnTheirChannel) {
  TransportPair pair;
  ASSERT_TRUE(pair.connect());
  const Bytes big(64'000, 0x55);

  ASSERT_TRUE(pair.participant->send_data("_reliable", big));
  ASSERT_TRUE(pair.participant->send_data("_reliable", view_of("second")));
  ASSERT_TRUE(pair.run_until([&] { return pair.room_end->data.size() == 2; }));
  ASSERT_TRUE(pair.room->send_data("_lossy", view_of("back")));
  ASSERT_TRUE(pair.run_until([&] { return !pair.participant_end->data.empty(); }));

  EXPECT_EQ(pair.room_end->data[0].second, big);
  EXPECT_EQ(text_of(pair.room_end->data[1].second), "second");
  EXPECT_EQ(pair.room_end->data[1].first, "_reliable");
  EXPECT_EQ(pair.participant_end->data[0].first, "_lossy");
}

TEST(TransportHub, AnotherCertificateThanTheOneNamedIsRefusedBeforeMedia) {
  TransportPair pair;
  auto forged = TransportPair::describe(*pair.participant);
  forged.fingerprint = pair.room->fingerprint();  // a certificate, but not the participant's

  ASSERT_TRUE(pair.room->set_remote(forged));
  ASSERT_TRUE(pair.participant->set_remote(TransportPair::describe(*pair.room)));
  ASSERT_TRUE(pair.run_until([&] { return !pair.room_end->failures.empty(); }));
  pair.participant->send_rtp(codevoice::test::rtp_packet(1));

  EXPECT_EQ(pair.room_end->failures.size(), 1U);
  EXPECT_EQ(pair.room_end->connected, 0);
  EXPECT_FALSE(pair.room->connected());
  EXPECT_TRUE(pair.room_end->rtp.empty());
}

TEST(TransportHub, TheCertificateMayNotChangeLater) {
  TransportPair pair;
  ASSERT_TRUE(pair.connect());
  auto changed = TransportPair::describe(*pair.participant);
  changed.fingerprint = pair.room->fingerprint();

  EXPECT_FALSE(pair.room->set_remote(changed));
  EXPECT_TRUE(pair.media_flows(1));
}

TEST(TransportHub, APathWithoutFreshChecksIsGivenUp) {
  TransportPair::Setup setup;
  setup.consent_timeout = 400ms;  // less than the five seconds between checks
  TransportPair pair(setup);
  ASSERT_TRUE(pair.connect());

  pair.participant_hub->close();
  ASSERT_TRUE(pair.run_until([&] { return !pair.room_end->failures.empty(); }));

  EXPECT_EQ(pair.room_end->failures[0].kind, ErrorKind::Timeout);
  EXPECT_FALSE(pair.room->connected());
  EXPECT_EQ(pair.room_hub->open_transports(), 0U);
}

TEST(TransportHub, APeerThatNeverAnswersIsGivenUp) {
  TransportPair::Setup setup;
  setup.connect_timeout = 200ms;
  TransportPair pair(setup);

  ASSERT_TRUE(pair.participant->set_remote(TransportPair::describe(*pair.room)));  // but the room was never told of it
  ASSERT_TRUE(pair.run_until([&] { return !pair.participant_end->failures.empty(); }));

  EXPECT_EQ(pair.participant_end->failures[0].kind, ErrorKind::Timeout);
}

TEST(TransportHub, AnIceRestartChangesCredentialsAndNothingElse) {
  TransportPair pair;
  ASSERT_TRUE(pair.connect());
  const auto room_before = pair.room->local_ice().ufrag;
  const auto participant_before = pair.participant->local_ice().ufrag;

  pair.participant->restart_ice();
  ASSERT_NE(pair.participant->local_ice().ufrag, participant_before);
  ASSERT_TRUE(pair.room->set_remote(TransportPair::describe(*pair.participant)));
  EXPECT_NE(pair.room->local_ice().ufrag, room_before);
  EXPECT_TRUE(pair.media_flows(10));  // the answer is still on its way
  ASSERT_TRUE(pair.participant->set_remote(TransportPair::describe(*pair.room)));
  EXPECT_TRUE(pair.media_flows(40));

  EXPECT_EQ(pair.room_end->connected, 1);
  EXPECT_EQ(pair.participant_end->connected, 1);
  EXPECT_TRUE(pair.room_end->failures.empty());
}

/// What anybody can throw at the port: each datagram with the reason it must be counted under.
std::vector<std::pair<Bytes, std::string>> junk() {
  auto garbled = test::Check::to({"nobody", "password"}).bytes();
  garbled[3] = static_cast<std::uint8_t>(garbled[3] + 4);  // claims to be longer than it is
  Bytes dtls{22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0};
  return {{Bytes(400, 0xAA), "unknown_source"}, {codevoice::test::rtp_packet(1), "unknown_source"},
          {std::move(dtls), "unknown_source"},  {Bytes(1, 0x00), "unknown_source"},
          {std::move(garbled), "bad_stun"},     {test::Check::to({"nobody", "password"}).bytes(), "unknown_ufrag"},
          {Bytes(4000, 0x80), "oversized"},     {Bytes(), "empty"}};
}

TEST(TransportHub, AFloodOfJunkIsCountedByReasonAndDisturbsNobody) {
  constexpr int kRounds = 1'000;
  TransportPair pair;
  ASSERT_TRUE(pair.connect());
  test::UdpPeer attacker(pair.loop, "127.0.0.1");
  const Endpoint victim(asio::ip::make_address("127.0.0.1"), pair.room_hub->udp_port());
  const auto before = all_of(pair.room_hub->drops());
  const auto kinds = junk();

  std::uint64_t sent = 0;
  std::uint16_t sequence = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (const auto& [bytes, reason] : kinds) attacker.send(bytes, victim);
    sent += kinds.size();
    if (round % 5 != 0) continue;  // more at once would overflow the kernel's buffer, which is a reason of its own
    ASSERT_TRUE(pair.media_flows(++sequence, 1)) << "media stopped after " << sent << " datagrams";
    ASSERT_TRUE(pair.run_until([&] { return all_of(pair.room_hub->drops()) - before >= sent; })) << sent;
  }
  ASSERT_TRUE(pair.run_until([&] { return all_of(pair.room_hub->drops()) - before >= sent; }));

  const auto drops = pair.room_hub->drops();
  EXPECT_EQ(count_of(drops, "unknown_source"), 4U * kRounds);
  EXPECT_EQ(count_of(drops, "bad_stun"), 1U * kRounds);
  EXPECT_EQ(count_of(drops, "unknown_ufrag"), 1U * kRounds);
  EXPECT_EQ(count_of(drops, "oversized"), 1U * kRounds);
  EXPECT_EQ(count_of(drops, "empty"), 1U * kRounds);
  EXPECT_FALSE(attacker.receive()) << "junk was answered: the port could be used to hit others";
  EXPECT_TRUE(pair.room_end->failures.empty());
  EXPECT_TRUE(pair.media_flows(10'000));
  EXPECT_EQ(pair.room_hub->open_transports(), 1U);
}

TEST(TransportHub, AClosedTransportIsQuietAndAClosedHubOpensNoMore) {
  TransportPair pair;
  ASSERT_TRUE(pair.connect());

  pair.room->close();
  pair.participant->send_rtp(codevoice::test::rtp_packet(1));
  ASSERT_TRUE(pair.run_until([&] { return count_of(pair.room_hub->drops(), "late") > 0; }));
  pair.room->send_rtp(codevoice::test::rtp_packet(1));
  EXPECT_FALSE(pair.room->send_data("_reliable", view_of("x")));
  pair.room_hub->close();
  const auto end = std::make_shared<codevoice::test::TransportEnd>();
  const auto late = pair.room_hub->open({}, end);
  ASSERT_TRUE(pair.run_until([&] { return !end->failures.empty(); }));

  EXPECT_TRUE(pair.room_end->rtp.empty());
  EXPECT_TRUE(pair.room_end->failures.empty());
  EXPECT_EQ(end->failures[0].kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace codevoice::rtc
