#include "http/rate_limiter.hpp"

#include <gtest/gtest.h>

namespace codevoice::http {
namespace {

using namespace std::chrono_literals;

TEST(RateLimiter, GivesTheBurstThenTheRate) {
  RateLimiter limiter(2, 3);
  TimePoint now{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.take("a", now), Duration{});

  EXPECT_EQ(limiter.take("a", now), 500ms);
  EXPECT_EQ(limiter.take("b", now), Duration{});  // another one
  EXPECT_EQ(limiter.take("a", now + 500ms), Duration{});
  EXPECT_GT(limiter.take("a", now + 500ms), Duration{});
}

TEST(RateLimiter, KeepsABoundedNumberOfNames) {
  RateLimiter limiter(1, 1);
  TimePoint now{};
  for (int i = 0; i < 30'000; ++i) static_cast<void>(limiter.take("name" + std::to_string(i), now));

  EXPECT_EQ(limiter.take("one more", now), Duration{});
}

}  // namespace
}  // namespace codevoice::http
