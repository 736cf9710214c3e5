#include "voice/sound_onset.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr Duration kWindow = 32ms;

SoundOnset onset() { return SoundOnset(OnsetConfig{.most = 320ms, .linger = 96ms, .rest = 640ms}); }

void feed(SoundOnset& onset, bool loud, int windows) {
  for (; windows > 0; --windows) onset.feed(loud, kWindow);
}

TEST(SoundOnset, WhatBeginsToSoundIsToldAtOnce) {
  auto sound = onset();
  feed(sound, false, 5);
  EXPECT_FALSE(sound.undecided());

  feed(sound, true, 1);

  EXPECT_TRUE(sound.undecided());
}

TEST(SoundOnset, AShortSoundIsOverSoonAfterIt) {
  auto sound = onset();
  feed(sound, true, 2);
  feed(sound, false, 2);
  EXPECT_TRUE(sound.undecided());

  feed(sound, false, 1);

  EXPECT_FALSE(sound.undecided());
}

TEST(SoundOnset, WhatGoesOnIsDecidedByOthers) {
  auto sound = onset();
  feed(sound, true, 9);
  EXPECT_TRUE(sound.undecided());

  feed(sound, true, 1);

  EXPECT_FALSE(sound.undecided());
}

TEST(SoundOnset, TypingIsToldOnce) {
  auto sound = onset();
  feed(sound, true, 1);
  for (int key = 0; key < 20; ++key) {
    feed(sound, false, 8);
    feed(sound, true, 1);
    EXPECT_FALSE(sound.undecided()) << key;
  }
}

TEST(SoundOnset, AfterARestItIsToldAgain) {
  auto sound = onset();
  feed(sound, true, 1);
  feed(sound, false, 19);
  EXPECT_FALSE(sound.armed());
  feed(sound, false, 1);
  EXPECT_TRUE(sound.armed());

  feed(sound, true, 1);

  EXPECT_TRUE(sound.undecided());
}

}  // namespace
}  // namespace codevoice::voice
