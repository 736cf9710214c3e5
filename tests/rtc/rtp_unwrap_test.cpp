#include "rtc/rtp_unwrap.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

TEST(Unwrapper, GoesOnCountingWhereTheNumberWraps) {
  Unwrapper<std::uint16_t> unwrapper;

  EXPECT_EQ(unwrapper.unwrap(65'534), 65'534);
  EXPECT_EQ(unwrapper.unwrap(1), 65'537);
  EXPECT_EQ(unwrapper.unwrap(65'535), 65'535);
  EXPECT_EQ(unwrapper.highest(), 65'537);
}

TEST(Unwrapper, NumbersFromBeforeTheFirstMayBeNegative) {
  Unwrapper<std::uint16_t> unwrapper;
  unwrapper.unwrap(1);

  EXPECT_EQ(unwrapper.unwrap(65'535), -1);
}

TEST(Unwrapper, LooksWithoutRemembering) {
  Unwrapper<std::uint32_t> unwrapper;
  unwrapper.unwrap(0xFFFF'FFFF);

  EXPECT_EQ(unwrapper.peek(960), 0x1'0000'03C0);
  EXPECT_EQ(unwrapper.highest(), 0xFFFF'FFFF);
}

TEST(Unwrapper, ManyWrapsAddUp) {
  Unwrapper<std::uint16_t> unwrapper;
  std::int64_t last = 0;
  for (std::uint32_t i = 0; i < 300'000; i += 20'000) last = unwrapper.unwrap(static_cast<std::uint16_t>(i));

  EXPECT_EQ(last, 280'000);
}

TEST(Unwrapper, StartsAgainAfterReset) {
  Unwrapper<std::uint16_t> unwrapper;
  unwrapper.unwrap(65'535);
  unwrapper.reset();

  EXPECT_EQ(unwrapper.highest(), std::nullopt);
  EXPECT_EQ(unwrapper.unwrap(3), 3);
}

}  // namespace
}  // namespace codevoice::rtc
