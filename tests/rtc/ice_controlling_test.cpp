#include "rtc/ice_controlling.hpp"

#include <gmock/gmock.h>

#include "rtc/ice_sim.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;
using test::at;
using test::candidate;
using test::Check;
using test::IceSim;
using test::kClient;
using test::LiteServer;
using testing::ElementsAre;

const IceCredentials kOurs{"client", "password of the client side"};
const IceCredentials kTheirs{"server", "password of the server side"};
const Endpoint kA = at("192.0.2.1", 7882);
const Endpoint kB = at("192.0.2.2", 7882);
const Endpoint kC = at("192.0.2.3", 7882);

struct Call {  // a client toward a lite server
  IceControlling client{kOurs};
  LiteServer server{kTheirs};
  IceSim sim{client, server};

  void connect(const std::vector<Candidate>& candidates) { client.set_remote(kTheirs, candidates, sim.now); }
  Path path_to(const Endpoint& remote) const {
    auto path = udp_path_to(remote);
    path.local = kClient.address();
    return path;
  }
};

/// A full server written by hand: what it answers is the test's to say.
class ScriptedServer final : public test::IceServer {
 public:
  std::vector<Bytes> on_packet(const Bytes& bytes, const Path& path, TimePoint) override {
    received.push_back(bytes);
    const auto message = parse_stun(bytes);
    return message->kind == StunKind::Request && answer ? answer(*message, path) : std::vector<Bytes>{};
  }
  std::function<std::vector<Bytes>(const StunMessage&, const Path&)> answer = [](const StunMessage& message, const Path& path) {
    return std::vector<Bytes>{IceAnswerer::accept(message, path.remote, kTheirs.pwd)};
  };
  std::vector<Bytes> received;
};

struct FullCall {
  IceControlling client{kOurs};
  ScriptedServer server;
  IceSim sim{client, server};

  StunMessage last_received() const { return *parse_stun(server.received.back()); }
};

Bytes refusal(const StunMessage& request, std::uint16_t code) {
  return StunWriter(StunKind::Error, request.transaction).error_code(code).finish(kTheirs.pwd);
}

TEST(IceControlling, UsesThePathThatWorksAndNominatesIt) {
  Call call;
  call.connect({candidate(kA, 100)});

  call.sim.run(20ms);
  const auto selected_first = call.client.selected();
  const bool nominated_first = call.client.nominated();
  call.sim.run(20ms);

  EXPECT_EQ(selected_first, call.path_to(kA));
  EXPECT_FALSE(nominated_first);
  EXPECT_TRUE(call.client.nominated());
  EXPECT_EQ(call.server.nominations, 1);
  EXPECT_EQ(call.server.agent.selected()->local, kA.address());
  EXPECT_EQ(call.client.round_trip(), 20ms);
  EXPECT_EQ(call.sim.sent.size(), 2U);
}

TEST(IceControlling, StaysSilentUntilTheServerIsKnown) {
  Call call;

  call.sim.run(60s);

  EXPECT_TRUE(call.sim.sent.empty());
  EXPECT_FALSE(call.client.deadline());
}

TEST(IceControlling, ChecksArePacedAndTheBestCandidateComesFirst) {
  Call call;
  call.sim.lose = [](const Endpoint&) { return true; };
  const auto start = call.sim.now;

  call.connect({candidate(kA, 100), candidate(kB, 300), candidate(kC, 200)});
  call.sim.run(400ms);

  ASSERT_EQ(call.sim.sent.size(), 3U);
  EXPECT_EQ(call.sim.sent[0].to, kB);
  EXPECT_EQ(call.sim.sent[1].to, kC);
  EXPECT_EQ(call.sim.sent[2].to, kA);
  EXPECT_EQ(call.sim.sent[0].at, start);
  EXPECT_EQ(call.sim.sent[1].at, start + 50ms);
  EXPECT_EQ(call.sim.sent[2].at, start + 100ms);
}

TEST(IceControlling, NominatesTheFirstPathThatWorksAndKeepsTheOthersAsSpares) {
  Call call;
  call.sim.lose = [](const Endpoint& server) { return server == kB; };

  call.connect({candidate(kA, 100), candidate(kB, 300), candidate(kC, 200)});
  call.sim.run(2s);

  EXPECT_EQ(call.client.selected(), call.path_to(kC));
  EXPECT_TRUE(call.client.nominated());
  EXPECT_EQ(call.server.nominations, 1);
  EXPECT_EQ(call.server.agent.paths().size(), 2U);
}

TEST(IceControlling, ALossyWireOnlyTakesLonger) {
  Call call;
  const std::string_view fate = "..X.XX.X.XX";  // of requests and answers in order: X arrives; later ones all do
  std::size_t packets = 0;
  call.sim.lose = [&](const Endpoint&) { return packets < fate.size() && fate[packets++] == '.'; };

  call.connect({candidate(kA, 100)});
  call.sim.run(39s);

  EXPECT_EQ(packets, fate.size());
  EXPECT_TRUE(call.client.nominated());
  EXPECT_EQ(call.server.agent.selected()->local, kA.address());
}

TEST(IceControlling, ReorderedAnswersAreTakenAsTheyCome) {
  Call call;
  int packets = 0;
  call.sim.delay = [&](const Endpoint&) { return ++packets % 2 == 0 ? 5ms : 900ms; };  // overtaken by its repetition

  call.connect({candidate(kA, 100), candidate(kB, 200)});
  call.sim.run(8s);

  EXPECT_TRUE(call.client.nominated());
  EXPECT_EQ(call.client.selected()->remote.address(), call.server.agent.selected()->local);
}

TEST(IceControlling, ASilentServerIsGivenUpAsTheRfcSays) {
  Call call;
  call.sim.lose = [](const Endpoint&) { return true; };

  call.connect({candidate(kA, 100)});
  call.sim.run(60s);

  EXPECT_EQ(call.sim.sent.size(), 7U);
  EXPECT_FALSE(call.client.selected());
  EXPECT_FALSE(call.client.deadline());
}

TEST(IceControlling, AnAnswerSignedByAnotherIsIgnored) {
  FullCall call;
  call.server.answer = [](const StunMessage& message, const Path& path) {
    return std::vector<Bytes>{IceAnswerer::accept(message, path.remote, "somebody else's password")};
  };

  call.client.set_remote(kTheirs, {candidate(kA, 100)}, call.sim.now);
  call.sim.run(5s);

  EXPECT_FALSE(call.client.selected());
}

TEST(IceControlling, AnAnswerFromElsewhereFailsThePair) {
  FullCall call;
  call.server.answer = nullptr;
  call.client.set_remote(kTheirs, {candidate(kA, 100)}, call.sim.now);
  call.sim.run(20ms);

  call.sim.from_server(kB, IceAnswerer::accept(call.last_received(), kClient, kTheirs.pwd));
  call.sim.run(60s);

  EXPECT_FALSE(call.client.selected());
  EXPECT_EQ(call.sim.sent.size(), 1U);
}

TEST(IceControlling, ConsentChecksComeEveryFiveSecondsGiveOrTakeAFifth) {
  Call call;
  call.connect({candidate(kA, 100)});
  call.sim.run(1s);
  const auto first = call.sim.sent.size();

  call.sim.run(300s);

  ASSERT_GT(call.sim.sent.size(), first + 45);
  bool varies = false;
  for (auto i = first; i + 1 < call.sim.sent.size(); ++i) {
    const auto gap = call.sim.sent[i + 1].at - call.sim.sent[i].at;
    EXPECT_GE(gap, 4s);
    EXPECT_LE(gap, 6s + 20ms);  // counted from the answer
    varies = varies || gap != call.sim.sent[first + 1].at - call.sim.sent[first].at;
  }
  EXPECT_TRUE(varies);
  EXPECT_LE(call.sim.now - *call.client.last_consent(), 6s + 20ms);
  EXPECT_EQ(call.server.nominations, 1);
}

TEST(IceControlling, ConsentExpiresWhenTheServerFallsSilent) {
  Call call;
  call.connect({candidate(kA, 100)});
  call.sim.run(20s);
  const auto silent_from = call.sim.now;

  call.sim.lose = [](const Endpoint&) { return true; };
  call.sim.run(15s);

  EXPECT_LE(*call.client.last_consent(), silent_from);
  EXPECT_GE(call.sim.now - *call.client.last_consent(), 15s);
  EXPECT_GE(call.sim.checks_sent(silent_from), 2U);
}

TEST(IceControlling, ASpareReplacesASelectedPathThatFallsSilent) {
  Call call;
  call.connect({candidate(kA, 200), candidate(kB, 100)});
  call.sim.run(20s);
  const auto before = call.client.selected();

  call.sim.lose = [](const Endpoint& server) { return server == kA; };
  call.sim.run(12s);

  EXPECT_EQ(before, call.path_to(kA));
  EXPECT_EQ(call.client.selected(), call.path_to(kB));
  EXPECT_EQ(call.server.agent.selected()->local, kB.address());
  EXPECT_EQ(call.server.nominations, 2);
  EXPECT_LE(call.sim.now - *call.client.last_consent(), 7s);
}

TEST(IceControlling, ASingleLostConsentCheckChangesNothing) {
  Call call;
  call.connect({candidate(kA, 200), candidate(kB, 100)});
  call.sim.run(1s);
  int lost = 0;

  call.sim.lose = [&](const Endpoint& server) { return server == kA && lost++ == 0; };
  call.sim.run(60s);

  EXPECT_GE(lost, 1);
  EXPECT_EQ(call.client.selected(), call.path_to(kA));
  EXPECT_EQ(call.server.nominations, 1);
}

TEST(IceControlling, ARefusedConsentEndsTheUseOfThePath) {
  FullCall call;
  call.client.set_remote(kTheirs, {candidate(kA, 100)}, call.sim.now);
  call.sim.run(1s);
  const auto before = call.client.selected();

  call.server.answer = [](const StunMessage& message, const Path&) { return std::vector<Bytes>{refusal(message, 403)}; };
  call.sim.run(10s);

  EXPECT_TRUE(before);
  EXPECT_FALSE(call.client.selected());  // RFC 7675 §5.2
}

TEST(IceControlling, AnErrorToAConsentCheckOtherThanARefusalIsRiddenOut) {
  FullCall call;
  call.client.set_remote(kTheirs, {candidate(kA, 100)}, call.sim.now);
  call.sim.run(1s);

  call.server.answer = [](const StunMessage& message, const Path&) { return std::vector<Bytes>{refusal(message, 401)}; };
  call.sim.run(10s);

  EXPECT_TRUE(call.client.selected());
}

TEST(IceControlling, RoundTripIsSmoothed) {
  Call call;
  call.connect({candidate(kA, 100)});
  call.sim.run(1s);
  const auto before = call.client.round_trip();

  call.sim.delay = [](const Endpoint&) { return 50ms; };
  call.sim.run(6s + 200ms);
  const auto soon = call.client.round_trip();
  call.sim.run(300s);

  EXPECT_EQ(before, 20ms);
  EXPECT_EQ(soon, 30ms);  // 20 + (100 - 20) / 8
  EXPECT_GT(call.client.round_trip(), 95ms);
}

TEST(IceControlling, ARestartChecksWithTheNewCredentialsAndKeepsTheOldPathMeanwhile) {
  Call call;
  call.connect({candidate(kA, 100)});
  call.sim.run(1s);
  const IceCredentials fresh{"client2", "second password of the client"};
  const IceCredentials server_fresh{"server2", "second password of the server"};

  call.client.restart(fresh);
  const auto restarted = call.sim.now;
  call.sim.run(10s);  // the offer is still under way: consent goes on as before
  const auto consent_meanwhile = *call.client.last_consent();
  call.server.agent.restart(server_fresh);
  call.client.set_remote(server_fresh, {candidate(kB, 100)}, call.sim.now);
  const auto selected_at_once = call.client.selected();
  const auto ufrags_at_once = call.client.ufrags();
  call.sim.run(1s);

  EXPECT_GT(consent_meanwhile, restarted);
  EXPECT_EQ(call.client.local().ufrag, "client2");
  EXPECT_EQ(selected_at_once, call.path_to(kA));
  EXPECT_THAT(ufrags_at_once, ElementsAre("client", "client2"));
  EXPECT_EQ(call.client.selected(), call.path_to(kB));
  EXPECT_TRUE(call.client.nominated());
  EXPECT_THAT(call.client.ufrags(), ElementsAre("client2"));
  EXPECT_THAT(call.server.agent.ufrags(), ElementsAre("server2"));
  EXPECT_EQ(call.server.agent.selected()->local, kB.address());
}

TEST(IceControlling, ARestartTowardADeadServerLetsConsentGrowOld) {
  Call call;
  call.connect({candidate(kA, 100)});
  call.sim.run(1s);
  const auto consent = *call.client.last_consent();

  call.sim.lose = [](const Endpoint&) { return true; };
  call.client.restart({"client2", "second password of the client"});
  call.client.set_remote({"server2", "second password of the server"}, {candidate(kA, 100)}, call.sim.now);
  call.sim.run(15s);

  EXPECT_EQ(*call.client.last_consent(), consent);
  EXPECT_EQ(call.client.selected(), call.path_to(kA));
}

TEST(IceControlling, AnswersTheServersChecksAndLearnsWhereTheyCameFrom) {
  FullCall call;
  call.client.set_remote(kTheirs, {}, call.sim.now);
  auto check = Check::to(kOurs);
  check.controlling.reset();
  check.controlled = 7;

  call.sim.from_server(kB, check.bytes());
  call.sim.run(1s);

  const auto answer = *parse_stun(call.server.received.front());
  EXPECT_EQ(answer.kind, StunKind::Success);
  EXPECT_EQ(answer.mapped, kB);
  EXPECT_TRUE(integrity_ok(answer, kOurs.pwd));
  ASSERT_TRUE(call.client.selected());
  EXPECT_EQ(call.client.selected()->remote, kB);
  EXPECT_THAT(call.client.take_new_paths(), ElementsAre(udp_path_to(kB)));
}

TEST(IceControlling, ACheckThatCameBeforeTheServersDescriptionIsFollowedUpAfterIt) {
  FullCall call;
  auto check = Check::to(kOurs);
  check.controlling.reset();
  check.controlled = 7;
  call.sim.from_server(kB, check.bytes());
  call.sim.run(1s);
  const auto answered = call.server.received.size();

  call.client.set_remote(kTheirs, {}, call.sim.now);
  call.sim.run(1s);

  EXPECT_EQ(answered, 1U);
  ASSERT_TRUE(call.client.selected());
  EXPECT_EQ(call.client.selected()->remote, kB);
}

TEST(IceControlling, BadChecksOfTheServerAreRefusedAndLeadNowhere) {
  FullCall call;
  call.client.set_remote(kTheirs, {}, call.sim.now);
  auto forged = Check::to(kOurs);
  forged.password = "guessed";

  call.sim.from_server(kB, forged.bytes());
  call.sim.run(1s);

  ASSERT_EQ(call.server.received.size(), 1U);
  EXPECT_EQ(call.last_received().error_code, 401);
}

TEST(IceControlling, AServerThatAlsoControlsIsToldToChangeWhenOurTieBreakerIsLarger) {
  FullCall call;
  call.client.set_remote(kTheirs, {candidate(kA, 100)}, call.sim.now);
  auto check = Check::to(kOurs);
  check.controlling = 0;  // never larger than ours

  call.sim.from_server(kA, check.bytes());
  call.sim.run(10ms);
  call.sim.run(10ms);

  EXPECT_EQ(call.last_received().error_code, 487);
  EXPECT_TRUE(integrity_ok(call.last_received(), kOurs.pwd));
  EXPECT_EQ(call.client.role(), IceControlling::Role::Controlling);
}

TEST(IceControlling, BecomesControlledWhenTheServersTieBreakerIsLargerAndThenObeysItsNomination) {
  FullCall call;
  call.client.set_remote(kTheirs, {candidate(kA, 200), candidate(kB, 100)}, call.sim.now);
  auto check = Check::to(kOurs);
  check.controlling = ~std::uint64_t{0};
  call.sim.from_server(kA, check.bytes());
  call.sim.run(1s);
  const auto role = call.client.role();
  const bool nominated_by_itself = call.client.nominated();
  const auto last_check = call.last_received();

  call.sim.from_server(kB, check.nominating().bytes());
  call.sim.run(100ms);

  EXPECT_EQ(role, IceControlling::Role::Controlled);
  EXPECT_FALSE(nominated_by_itself);
  EXPECT_TRUE(last_check.controlled);
  EXPECT_FALSE(last_check.use_candidate);
  EXPECT_TRUE(call.client.nominated());
  EXPECT_EQ(call.client.selected()->remote, kB);
}

TEST(IceControlling, ChangesRolesWhenTheServerSaysSoAndChecksAgain) {
  FullCall call;
  call.server.answer = [](const StunMessage& message, const Path& path) {
    if (message.controlling) return std::vector<Bytes>{refusal(message, 487)};
    return std::vector<Bytes>{IceAnswerer::accept(message, path.remote, kTheirs.pwd)};
  };

  call.client.set_remote(kTheirs, {candidate(kA, 100)}, call.sim.now);
  call.sim.run(1s);

  EXPECT_EQ(call.client.role(), IceControlling::Role::Controlled);
  ASSERT_TRUE(call.client.selected());
  EXPECT_EQ(call.client.selected()->remote, kA);
}

TEST(IceControlling, CandidatesItCannotReachAreLeftAside) {
  Call call;
  Candidate tcp = candidate(kC, 400);
  tcp.kind = CandidateKind::TcpPassive;

  call.connect({candidate(at("2001:db8::1", 9), 900), candidate(at("0.0.0.0", 9), 800), candidate(at("192.0.2.9", 0), 700),
                candidate(at("224.0.0.1", 9), 600), candidate(at("::ffff:192.0.2.1", 7882), 500), tcp});
  call.client.add_remote_candidate(candidate(kA, 100), call.sim.now);  // the mapped one again
  call.sim.run(2s);

  EXPECT_THAT(call.client.paths(), ElementsAre(udp_path_to(kA)));
  EXPECT_EQ(call.client.selected(), call.path_to(kA));
}

TEST(IceControlling, TrickledCandidatesJoinTheChecks) {
  Call call;
  call.connect({});
  call.sim.run(3s);
  const auto before = call.sim.sent.size();

  call.client.add_remote_candidate(candidate(kB, 100), call.sim.now);
  call.sim.run(1s);

  EXPECT_EQ(before, 0U);
  EXPECT_EQ(call.client.selected(), call.path_to(kB));
}

TEST(IceControlling, AnotherPathIsNominatedWhenTheFirstNominationFails) {
  FullCall call;
  call.server.answer = [](const StunMessage& message, const Path& path) {
    if (message.use_candidate && path.local == kA.address()) return std::vector<Bytes>{refusal(message, 400)};
    return std::vector<Bytes>{IceAnswerer::accept(message, path.remote, kTheirs.pwd)};
  };

  call.client.set_remote(kTheirs, {candidate(kA, 200), candidate(kB, 100)}, call.sim.now);
  call.sim.run(2s);

  EXPECT_TRUE(call.client.nominated());
  EXPECT_EQ(call.client.selected()->remote, kB);
}

TEST(IceControlling, APeerCannotMakeItSprayChecks) {
  FullCall call;
  call.sim.lose = [](const Endpoint&) { return true; };
  std::vector<Candidate> many;
  for (std::uint16_t port = 1; port <= 500; ++port) many.push_back(candidate(at("192.0.2.1", port), port));

  call.client.set_remote(kTheirs, many, call.sim.now);
  call.sim.run(60s);

  EXPECT_EQ(call.client.paths().size(), 32U);
  EXPECT_LE(call.sim.sent.size(), 32U * 7U);
}

}  // namespace
}  // namespace codevoice::rtc
