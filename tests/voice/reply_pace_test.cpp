#include "voice/reply_pace.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kBegin{std::chrono::hours{1}};

/// Waited for from `asked` on, there at `came`, 100 ms long.
ReplyPace::Chunk chunk(Duration asked, Duration came, bool goes_on = true) { return {kBegin + asked, kBegin + came, 100ms, goes_on}; }

TEST(ReplyPace, AudioThatComesAsFastAsItPlaysIsNeverBehind) {
  ReplyPace pace;
  EXPECT_EQ(pace.take(chunk(0ms, 300ms, false)), 0);
  for (int i = 1; i < 50; ++i) EXPECT_EQ(pace.take(chunk(200ms + i * 100ms, 300ms + i * 100ms)), 0);
}

TEST(ReplyPace, EachTimeThePlayingWaitsIsCounted) {
  ReplyPace pace;
  (void)pace.take(chunk(0ms, 300ms, false));
  EXPECT_EQ(pace.take(chunk(300ms, 450ms)), 1);
  EXPECT_EQ(pace.take(chunk(450ms, 540ms)), 1);
  EXPECT_EQ(pace.take(chunk(540ms, 800ms)), 2);
}

TEST(ReplyPace, BetweenSentencesNothingIsBehind) {
  ReplyPace pace;
  (void)pace.take(chunk(0ms, 300ms, false));
  EXPECT_EQ(pace.take(chunk(300ms, 5s, false)), 0);
  EXPECT_EQ(pace.take(chunk(5s, 5050ms)), 0);
}

TEST(ReplyPace, WhatWasThereAtOnceIsNotLateThoughThePlayingWasHeldUp) {
  ReplyPace pace;
  (void)pace.take(chunk(0ms, 300ms, false));
  EXPECT_EQ(pace.take(chunk(9s, 9s)), 0);
}

}  // namespace
}  // namespace codevoice::voice
