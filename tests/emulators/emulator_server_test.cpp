#include "emulators/emulator_server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "net/web_client.hpp"
#include "support/fake_clock.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::emulators {
namespace {

TEST(Faults, AFaultBefallsAsManyAsItIsMeantFor) {
  test::FakeClock clock;
  Faults faults(clock);
  Fault fault;
  fault.status = 503;
  fault.times = 2;
  faults.set("listen", fault);

  EXPECT_EQ(faults.next("listen").status, 503U);
  EXPECT_EQ(faults.next("speak").status, 0U);
  EXPECT_EQ(faults.next("listen").status, 503U);
  EXPECT_EQ(faults.next("listen").status, 0U);
  ASSERT_EQ(faults.injected().size(), 2U);
  EXPECT_EQ(faults.injected()[0].what, "status=503");
}

TEST(Faults, TheSameSeedGivesTheSameFaults) {
  test::FakeClock clock;
  const auto run = [&](std::uint64_t seed) {
    Faults faults(clock);
    faults.randomize({seed, 0.3});
    std::string all;
    for (int i = 0; i < 100; ++i) all += faults.next("listen").describe() + ";";
    return all;
  };

  EXPECT_EQ(run(7), run(7));
  EXPECT_NE(run(7), run(8));
}

TEST(Faults, AShareOfConnectionsIsHit) {
  test::FakeClock clock;
  Faults faults(clock);
  faults.randomize({1, 0.25});
  int hit = 0;
  for (int i = 0; i < 2000; ++i) hit += faults.next("speak").harmless() ? 0 : 1;

  EXPECT_NEAR(hit, 500, 80);
}

TEST(Faults, AreReadFromTheirSettings) {
  const auto fault = parse_fault({{"status", "429"}, {"delay_ms", "20"}, {"times", "3"}, {"stall_after", "0"}});

  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->status, 429U);
  EXPECT_EQ(fault->delay, std::chrono::milliseconds(20));
  EXPECT_EQ(fault->times, 3);
  EXPECT_EQ(fault->stall_after, 0U);
  EXPECT_EQ(parse_fault({{"stauts", "1"}}).error().kind, ErrorKind::Invalid);
  EXPECT_EQ(parse_fault({{"status", "x"}}).error().kind, ErrorKind::Invalid);
}

class EmulatorServerTest : public testing::Test {
 protected:
  void SetUp() override { server_ = std::move(EmulatorServer::create(loop_.get_executor(), clock_).value()); }
  void TearDown() override { test::run(loop_, server_->close()); }
  net::Response ask(const std::string& method, const std::string& target) {
    net::ClientRequest request;
    request.method = method;
    request.url = "http://127.0.0.1:" + std::to_string(server_->port()) + target;
    return test::run(loop_, net::fetch(std::move(request))).value();
  }
  asio::io_context loop_;
  SystemClock clock_;
  std::unique_ptr<EmulatorServer> server_;
};

TEST_F(EmulatorServerTest, FaultsAreSetAndTakenBackOverHttp) {
  EXPECT_EQ(ask("POST", "/faults/listen?status=402&times=1").status, 200U);
  EXPECT_EQ(ask("POST", "/faults/listen?nonsense=1").status, 400U);
  EXPECT_EQ(server_->faults().next("listen").status, 402U);
  EXPECT_NE(ask("GET", "/faults").body.find("status=402"), std::string::npos);

  ask("POST", "/faults/listen?status=500");
  ask("DELETE", "/faults");
  EXPECT_EQ(server_->faults().next("listen").status, 0U);
}

TEST_F(EmulatorServerTest, TellsItsStatsAndWhatItDoesNotServe) {
  EXPECT_NE(ask("GET", "/stats").body.find("\"faults_injected\":0"), std::string::npos);
  EXPECT_EQ(ask("GET", "/v1/nothing").status, 404U);
}

}  // namespace
}  // namespace codevoice::emulators
