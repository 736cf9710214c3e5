#include "cli/spoken_clips.hpp"

#include <gtest/gtest.h>

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

TEST(SpokenClips, ATextWithoutPausesIsOnePart) {
  const auto parts = parts_of("A process has its own memory.");

  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].text, "A process has its own memory.");
  EXPECT_EQ(parts[0].pause_after, 0ms);
}

TEST(SpokenClips, PausesSplitTheText) {
  const auto parts = parts_of("First, [pause 900] then [pause 1500] and last.");

  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].text, "First, ");
  EXPECT_EQ(parts[0].pause_after, 900ms);
  EXPECT_EQ(parts[1].text, " then ");
  EXPECT_EQ(parts[1].pause_after, 1500ms);
  EXPECT_EQ(parts[2].text, " and last.");
  EXPECT_EQ(parts[2].pause_after, 0ms);
}

TEST(SpokenClips, WhatIsNoPauseIsSpoken) { EXPECT_EQ(parts_of("an array [pause x] of [3]").size(), 1U); }

}  // namespace
}  // namespace codevoice::cli
