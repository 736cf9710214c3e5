#include "rtc/rtcp_reception.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

void add(RtcpReception& reception, std::int64_t number, Duration late = 0ms) { reception.add(number, number * 960, kStart + 20ms * number + late); }

TEST(RtcpReception, FractionIsOfTheIntervalAndLostOfTheWhole) {
  RtcpReception reception;
  for (int i = 0; i < 100; ++i) {
    if (i % 4 != 3) add(reception, i);
  }
  add(reception, 100);

  const auto first = reception.make_block(7, kStart + 2s);
  for (int i = 101; i < 200; ++i) add(reception, i);
  const auto second = reception.make_block(7, kStart + 4s);

  EXPECT_EQ(first.ssrc, 7U);
  EXPECT_EQ(first.cumulative_lost, 25);
  EXPECT_EQ(first.fraction_lost, 25 * 256 / 101);
  EXPECT_EQ(first.highest_sequence, 100U);
  EXPECT_EQ(second.cumulative_lost, 25);
  EXPECT_EQ(second.fraction_lost, 0);
}

TEST(RtcpReception, LatePacketsOfTheIntervalBeforeMakeNoNegativeFraction) {
  RtcpReception reception;
  add(reception, 0);
  add(reception, 2);
  EXPECT_EQ(reception.make_block(1, kStart).fraction_lost, 256 / 3);

  add(reception, 1);

  EXPECT_EQ(reception.make_block(1, kStart).fraction_lost, 0);
  EXPECT_EQ(reception.lost(), 0);
}

TEST(RtcpReception, JitterFollowsTheFormulaOfRfc3550) {
  RtcpReception reception;
  add(reception, 0);
  add(reception, 1, 16ms);  // |D| = 16 ms: a sixteenth of it

  EXPECT_NEAR(static_cast<double>(reception.jitter().count()), 1e6, 1e3);
  EXPECT_EQ(reception.make_block(1, kStart).jitter, 48U);
}

TEST(RtcpReception, SteadyPacketsHaveNoJitter) {
  RtcpReception reception;
  for (int i = 0; i < 100; ++i) add(reception, i);

  EXPECT_LT(reception.jitter(), 10us);
}

TEST(RtcpReception, SenderReportIsEchoedWithItsAge) {
  RtcpReception reception;
  SenderReport report;
  report.ntp = 0x0000'B705'2000'0000ULL;
  EXPECT_EQ(reception.make_block(1, kStart).last_sr, 0U);

  reception.on_sender_report(report, kStart);
  const auto block = reception.make_block(1, kStart + 5250ms);

  EXPECT_EQ(block.last_sr, 0xB705'2000U);
  EXPECT_EQ(block.delay_since_last_sr, 0x0005'4000U);
}

TEST(RtcpReception, NothingReceivedIsAnEmptyBlock) {
  RtcpReception reception;

  const auto block = reception.make_block(3, kStart);

  EXPECT_EQ(block.fraction_lost, 0);
  EXPECT_EQ(block.cumulative_lost, 0);
}

TEST(RtcpReception, ResetStartsANewStream) {
  RtcpReception reception;
  add(reception, 0);
  add(reception, 50);
  reception.reset();

  add(reception, 1000);

  EXPECT_EQ(reception.lost(), 0);
  EXPECT_EQ(reception.make_block(1, kStart).highest_sequence, 1000U);
}

}  // namespace
}  // namespace codevoice::rtc
