#include "base/result.hpp"

#include <gtest/gtest.h>

namespace codevoice {
namespace {

TEST(Result, OnlyTimeoutAndUnavailableAreWorthAnotherTry) {
  EXPECT_TRUE((Error{ErrorKind::Timeout, ""}).retryable());
  EXPECT_TRUE((Error{ErrorKind::Unavailable, ""}).retryable());
  EXPECT_FALSE((Error{ErrorKind::Denied, ""}).retryable());
}

TEST(Result, FailAddsWhere) {
  const Result<int> result = fail("loading", Error{ErrorKind::NotFound, "no such file"});
  EXPECT_EQ(result.error().message, "loading: no such file");
  EXPECT_EQ(name_of(result.error().kind), "not_found");
}

}  // namespace
}  // namespace codevoice
