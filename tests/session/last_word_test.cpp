#include "session/last_word.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;

class LastWordTest : public ::testing::Test {
 protected:
  /// Square waves of this amplitude, 20 ms after 20 ms.
  void sound(Duration length, std::int16_t amplitude) {
    std::vector<std::int16_t> frame(320);
    for (std::size_t i = 0; i < frame.size(); ++i) frame[i] = static_cast<std::int16_t>(i % 2 == 0 ? amplitude : -amplitude);
    for (const auto end = now + length; now < end; now += 20ms) last.heard(frame, 16'000, now);
  }

  LastWord last;
  MediaTime now{};
};

TEST_F(LastWordTest, IsWhereTheLoudnessEndsNotTheVadsMark) {
  sound(1s, 8000);
  sound(300ms, 20);

  EXPECT_EQ(last.end_near(1080ms), MediaTime{1s});  // a late mark
  EXPECT_EQ(last.end_near(940ms), MediaTime{1s});   // an early one
}

TEST_F(LastWordTest, AQuietEndOfAWordIsPartOfIt) {
  sound(1s, 8000);
  sound(60ms, 200);  // 32 dB below
  sound(300ms, 20);

  EXPECT_EQ(last.end_near(1100ms), MediaTime{1060ms});
}

TEST_F(LastWordTest, WhereNothingNearWasLoudItIsTheVadsMark) {
  sound(500ms, 8000);
  sound(1s, 20);

  EXPECT_EQ(last.end_near(1200ms), MediaTime{1200ms});
}

TEST_F(LastWordTest, InANoisyRoomItIsTheVadsMark) {
  sound(1s, 8000);
  sound(400ms, 4000);

  EXPECT_EQ(last.end_near(1040ms), MediaTime{1040ms});
}

TEST_F(LastWordTest, WhatWasHeardLongAgoIsForgotten) {
  sound(200ms, 30'000);
  sound(1980ms, 20);
  sound(200ms, 200);
  sound(200ms, 10);

  EXPECT_EQ(last.end_near(now - 160ms), now - 200ms);
}

}  // namespace
}  // namespace codevoice::session
