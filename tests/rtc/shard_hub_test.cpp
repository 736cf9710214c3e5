// ICE-TCP of several media threads at one port.
#include "rtc/shard_hub.hpp"

#include <gtest/gtest.h>

#include "rtc/ice_credentials.hpp"
#include "rtc/mux_rig.hpp"
#include "rtc/stun_writer.hpp"

namespace codevoice::rtc {
namespace {

using asio::ip::tcp;

Bytes check_for(const IceCredentials& ours) {
  StunWriter writer(StunKind::Request, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  writer.username(ours.ufrag + ":peer");
  return writer.finish(ours.pwd);
}

class ShardHubTest : public testing::Test {
 protected:
  void SetUp() override {
    HubConfig config;
    config.tcp_port = 0;
    ShardPlace second;
    second.shard = 1;
    // a port of the test's choosing, which is free: bound and let go
    tcp::acceptor probe(loop_, {asio::ip::address_v4::loopback(), 0});
    const auto port = probe.local_endpoint().port();
    probe.close();
    second.tcp_port_elsewhere = port;
    make(second_, config, second);
    ShardPlace first;
    first.hand_over_tcp = [this](unsigned shard, std::shared_ptr<net::LooseSocket> connection) {
      handed_over_.push_back(shard);
      second_->adopt_tcp(std::move(*connection));
    };
    config.tcp_port = port;
    make(first_, config, first);
  }
  void make(std::unique_ptr<ShardHub>& hub, const HubConfig& config, ShardPlace place) {
    auto made = ShardHub::create(loop_.get_executor(), config, std::move(place));
    ASSERT_TRUE(made) << made.error().message;
    hub = std::move(*made);
  }
  void TearDown() override {
    if (first_) first_->close();
    if (second_) second_->close();
  }
  /// Sends a check for `transport` over TCP in two pieces; the kind of the answer.
  std::optional<StunKind> check(const Transport& transport) {
    tcp::socket peer(loop_);
    peer.connect({asio::ip::address_v4::loopback(), first_->tcp_port()});
    const auto sent = test::framed(check_for(transport.local_ice()));
    asio::write(peer, asio::buffer(sent.data(), 5));
    loop_.poll();
    asio::write(peer, asio::buffer(sent.data() + 5, sent.size() - 5));
    peer.non_blocking(true);
    Bytes got;
    const auto answered = [&] {
      std::array<std::uint8_t, 512> part{};
      boost::system::error_code error;
      const auto count = peer.read_some(asio::buffer(part), error);
      got.insert(got.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(count));
      return got.size() > 2 && got.size() >= 2U + read_be16(got, 0);
    };
    if (!test::run_until(loop_, answered)) return std::nullopt;
    const auto message = parse_stun(ByteView(got).subspan(2));
    return message ? std::optional(message->kind) : std::nullopt;
  }

  asio::io_context loop_;
  std::unique_ptr<ShardHub> first_;
  std::unique_ptr<ShardHub> second_;
  std::vector<unsigned> handed_over_;
};

TEST_F(ShardHubTest, ItsUfragsNameTheShard) {
  EXPECT_EQ(shard_of_ufrag(first_->open({}, {})->local_ice().ufrag), 0U);
  EXPECT_EQ(shard_of_ufrag(second_->open({}, {})->local_ice().ufrag), 1U);
}

TEST_F(ShardHubTest, ACheckForTheOtherShardIsAnsweredByIt) {
  const auto transport = second_->open({}, {});

  EXPECT_EQ(check(*transport), StunKind::Success);
  EXPECT_EQ(handed_over_, std::vector{1U});
}

TEST_F(ShardHubTest, ACheckForTheListeningShardStaysThere) {
  const auto transport = first_->open({}, {});

  EXPECT_EQ(check(*transport), StunKind::Success);
  EXPECT_TRUE(handed_over_.empty());
}

TEST_F(ShardHubTest, BothAdvertiseThePortOfTheListeningOne) {
  EXPECT_EQ(second_->tcp_port(), first_->tcp_port());
  const auto candidates = second_->open({}, {})->local_candidates();
  EXPECT_TRUE(std::any_of(candidates.begin(), candidates.end(), [this](const auto& candidate) {
    return candidate.kind == CandidateKind::TcpPassive && candidate.address.port() == first_->tcp_port();
  }));
}

}  // namespace
}  // namespace codevoice::rtc
