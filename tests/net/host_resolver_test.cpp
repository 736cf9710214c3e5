#include "net/host_resolver.hpp"

#include <gtest/gtest.h>

#include "support/run_awaitable.hpp"

namespace codevoice::net {
namespace {

using namespace std::chrono_literals;

TEST(HostResolver, LiteralAddressesNeedNoLookup) {
  const auto v4 = test::run(resolve_host("127.0.0.1", 80, 0s));
  const auto v6 = test::run(resolve_host("::1", 81, 0s));

  ASSERT_TRUE(v4.has_value());
  EXPECT_EQ(v4->front().address().to_string(), "127.0.0.1");
  ASSERT_TRUE(v6.has_value());
  EXPECT_EQ(v6->front().port(), 81);
}

TEST(HostResolver, FindsLocalhost) {
  const auto found = test::run(resolve_host("localhost", 80, 10s));

  ASSERT_TRUE(found.has_value());
  EXPECT_FALSE(found->empty());
}

TEST(HostResolver, TheDeadlineHoldsWhileTheLookupHangs) {
  const auto found = test::run(resolve_host("slow.invalid", 80, 0s));

  ASSERT_FALSE(found.has_value());
  // a resolver that answered at once is as good
  EXPECT_TRUE(found.error().kind == ErrorKind::Timeout || found.error().kind == ErrorKind::Unavailable);
}

}  // namespace
}  // namespace codevoice::net
