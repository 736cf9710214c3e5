#include "base/circuit_breaker.hpp"

#include <gtest/gtest.h>

namespace codevoice {
namespace {

using namespace std::chrono_literals;

class CircuitBreakerTest : public testing::Test {
 protected:
  void fail_times(int times) {
    for (int i = 0; i < times; ++i) breaker_.failed(now_);
  }
  TimePoint now_{1h};
  CircuitBreaker breaker_{"provider", {.failures = 3, .open_for = 10s, .open_at_most = 30s, .trial_limit = 15s}};
};

TEST_F(CircuitBreakerTest, OpensAfterFailuresInARow) {
  fail_times(2);
  EXPECT_TRUE(breaker_.allows(now_));

  fail_times(1);

  EXPECT_FALSE(breaker_.allows(now_));
  EXPECT_TRUE(breaker_.open(now_));
}

TEST_F(CircuitBreakerTest, ASuccessStartsTheCountAnew) {
  fail_times(2);
  breaker_.succeeded();
  fail_times(2);

  EXPECT_TRUE(breaker_.allows(now_));
}

TEST_F(CircuitBreakerTest, AfterThePauseOneTriesAndASuccessLetsAllIn) {
  fail_times(3);
  now_ += 10s;

  EXPECT_TRUE(breaker_.allows(now_));
  EXPECT_FALSE(breaker_.allows(now_));
  breaker_.succeeded();
  EXPECT_TRUE(breaker_.allows(now_));
  EXPECT_TRUE(breaker_.allows(now_));
}

TEST_F(CircuitBreakerTest, AFailedTrialDoublesThePauseUpToItsLimit) {
  fail_times(3);
  for (const auto pause : {10s, 20s, 30s, 30s}) {
    now_ += pause - 1s;
    EXPECT_FALSE(breaker_.allows(now_)) << pause.count();
    now_ += 1s;
    EXPECT_TRUE(breaker_.allows(now_)) << pause.count();
    fail_times(1);
  }
}

TEST_F(CircuitBreakerTest, ATrialThatIsNeverHeardOfDoesNotKeepItOpen) {
  fail_times(3);
  now_ += 10s;
  EXPECT_TRUE(breaker_.allows(now_));

  now_ += 15s;

  EXPECT_TRUE(breaker_.allows(now_));
}

TEST_F(CircuitBreakerTest, ThoseWhoAskedBeforeItOpenedDoNotLengthenThePause) {
  fail_times(20);
  now_ += 10s;

  EXPECT_TRUE(breaker_.allows(now_));
}

TEST_F(CircuitBreakerTest, ARefusalIsForGood) {
  breaker_.refuse("SOME_KEY is not accepted");
  breaker_.refuse("another reason");
  now_ += 24h;

  EXPECT_FALSE(breaker_.allows(now_));
  EXPECT_EQ(breaker_.refused(), "SOME_KEY is not accepted");
}

}  // namespace
}  // namespace codevoice
