#include "rtc/dtls_session.hpp"

#include <gtest/gtest.h>

#include <random>

#include "dtls_pair.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::string_view kSomeoneElse = "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";
const test::Wire kPerfect = [](const Bytes&) { return 1; };

TEST(DtlsSession, BothSidesAgreeOnKeys) {
  test::DtlsPair pair;

  pair.connect();

  ASSERT_TRUE(pair.client.keys && pair.server.keys);
  EXPECT_EQ(pair.client.keys->local, pair.server.keys->remote);
  EXPECT_EQ(pair.client.keys->remote, pair.server.keys->local);
  EXPECT_NE(pair.client.keys->local, pair.client.keys->remote);
}

TEST(DtlsSession, CarriesRecordsBothWays) {
  test::DtlsPair pair;
  pair.connect();
  const Bytes question{1, 2, 3};
  const Bytes answer(1100, 7);

  ASSERT_TRUE(pair.client.session->send(question));
  ASSERT_TRUE(pair.server.session->send(answer));
  pair.settle();

  EXPECT_EQ(pair.server.records, std::vector<Bytes>{question});
  EXPECT_EQ(pair.client.records, std::vector<Bytes>{answer});
}

TEST(DtlsSession, SendsNoDatagramAboveTheMtu) {
  test::DtlsPair pair;
  std::size_t largest = 0;

  pair.run(
      [&](const Bytes& datagram) {
        largest = std::max(largest, datagram.size());
        return 1;
      },
      [&] { return pair.connected(); });

  ASSERT_TRUE(pair.connected());
  EXPECT_LE(largest, 1200U);
}

TEST(DtlsSession, ConnectsThoughDatagramsAreLostDoubledAndReordered) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    test::DtlsPair pair;
    std::mt19937 random(seed);

    pair.run(
        [&](const Bytes&) {
          const auto dice = random() % 10;
          return dice < 3 ? 0 : dice < 5 ? 2 : 1;
        },
        [&] { return pair.connected(); });

    ASSERT_TRUE(pair.connected()) << "seed " << seed;
    EXPECT_EQ(pair.client.keys->local, pair.server.keys->remote);
    EXPECT_TRUE(pair.client.failures.empty() && pair.server.failures.empty());
  }
}

TEST(DtlsSession, ALostLastFlightIsSentAgain) {
  test::DtlsPair pair;
  int from_server_after_done = 0;

  // the server is done when it has sent its Finished; that datagram never arrives the first time
  pair.run(
      [&](const Bytes&) {
        if (pair.server.session->connected() && !pair.client.session->connected()) return from_server_after_done++ == 0 ? 0 : 1;
        return 1;
      },
      [&] { return pair.connected(); });

  EXPECT_TRUE(pair.connected());
  EXPECT_GE(from_server_after_done, 2);
}

// ASVS 17.2.8
TEST(DtlsSession, AServerGivesNoKeysToAnotherCertificate) {
  test::DtlsPair::Setup setup;
  setup.server_expects = kSomeoneElse;
  test::DtlsPair pair(setup);

  pair.run(kPerfect, [] { return false; });

  EXPECT_FALSE(pair.server.keys);
  ASSERT_EQ(pair.server.failures.size(), 1U);
  EXPECT_EQ(pair.server.failures[0].kind, ErrorKind::Protocol);
  EXPECT_NE(pair.server.failures[0].message.find("certificate"), std::string::npos);
  EXPECT_FALSE(pair.client.keys);
}

// ASVS 17.2.8
TEST(DtlsSession, AClientGivesNoKeysToAnotherCertificate) {
  test::DtlsPair::Setup setup;
  setup.client_expects = kSomeoneElse;
  test::DtlsPair pair(setup);

  pair.run(kPerfect, [] { return false; });

  EXPECT_FALSE(pair.client.keys);
  EXPECT_FALSE(pair.server.keys);
  EXPECT_EQ(pair.client.failures.size(), 1U);
  EXPECT_EQ(pair.server.failures.size(), 1U);
}

TEST(DtlsSession, FailsWithoutAnSrtpProfileInCommon) {
  test::DtlsPair::Setup setup;
  setup.client_context.profiles.clear();
  test::DtlsPair pair(setup);

  pair.run(kPerfect, [] { return false; });

  EXPECT_FALSE(pair.server.keys || pair.client.keys);
  ASSERT_EQ(pair.server.failures.size(), 1U);
  EXPECT_NE(pair.server.failures[0].message.find("SRTP"), std::string::npos);
}

TEST(DtlsSession, GarbageChangesNothing) {
  test::DtlsPair pair;
  std::mt19937 random(5);
  const auto spray = [&](test::DtlsEnd& end) {
    Bytes junk(1 + random() % 300);
    for (auto& octet : junk) octet = static_cast<std::uint8_t>(random());
    junk[0] = static_cast<std::uint8_t>(20 + random() % 44);
    end.session->on_datagram(junk);
  };

  pair.run(
      [&](const Bytes&) {
        spray(pair.server);
        spray(pair.client);
        return 1;
      },
      [&] { return pair.connected(); });
  for (int i = 0; i < 200; ++i) spray(pair.server);
  ASSERT_TRUE(pair.client.session->send(Bytes{42}));
  pair.settle();

  EXPECT_EQ(pair.server.records, std::vector<Bytes>{Bytes{42}});
}

TEST(DtlsSession, CloseIsHeardOnceAndEndsSending) {
  test::DtlsPair pair;
  pair.connect();

  pair.client.session->close();
  pair.settle();

  EXPECT_EQ(pair.server.closed, 1);
  EXPECT_FALSE(pair.server.session->send(Bytes{1}));
  EXPECT_FALSE(pair.client.session->send(Bytes{1}));
  EXPECT_TRUE(pair.server.failures.empty());
}

TEST(DtlsSession, RefusesADescriptionWithoutASha256Fingerprint) {
  const auto certificate = DtlsCertificate::create();
  const auto context = DtlsContext::create(*certificate);
  test::DtlsEnd end;
  DtlsSessionConfig config;
  config.peer_fingerprint = "AB:CD";

  const auto session = DtlsSession::create(*context, config, end);

  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().kind, ErrorKind::Invalid);
}

TEST(DtlsSession, SendingBeforeTheHandshakeIsUnavailable) {
  test::DtlsPair pair;

  const auto sent = pair.client.session->send(Bytes{1});

  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace codevoice::rtc
