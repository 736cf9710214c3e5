#include "voice/listener_sound.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "audio/opus_encoder.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

pipeline::ListenerSoundFrame sound_of(Duration length) {
  pipeline::ListenerSoundFrame sound;
  sound.rate_hz = audio::kOpusRateHz;
  sound.pcm.assign(audio::samples_in(length, sound.rate_hz), 10'000);
  return sound;
}

TEST(ListenerSound, IsPlayedToItsEndQuieterThanTheVoice) {
  ListenerSound sound{OutputConfig{}};
  EXPECT_FALSE(sound.playing());
  ASSERT_TRUE(sound.begin(sound_of(400ms)));
  int frames = 0;
  for (; sound.playing(); ++frames) {
    const auto frame = sound.next(false);
    ASSERT_EQ(frame.size(), audio::kOpusFrame);
    EXPECT_NEAR(frame[480], 3981, 20);  // -8 dB
  }
  EXPECT_EQ(frames, 20);
}

TEST(ListenerSound, ACutFadesWithinTheFrameAndEndsIt) {
  ListenerSound sound{OutputConfig{}};
  ASSERT_TRUE(sound.begin(sound_of(400ms)));
  const auto frame = sound.next(true);

  EXPECT_FALSE(sound.playing());
  EXPECT_GT(frame[10], 3'000);
  EXPECT_LT(frame[470], 200);
  EXPECT_EQ(frame[500], 0);
}

TEST(ListenerSound, AReplyIsNotDelayedItFadesUnderIt) {
  ListenerSound sound{OutputConfig{}};
  ASSERT_TRUE(sound.begin(sound_of(400ms)));
  audio::Pcm reply(audio::kOpusFrame, 1'000);
  sound.fade_under(reply);

  EXPECT_FALSE(sound.playing());
  EXPECT_GT(reply[10], 4'000);
  EXPECT_EQ(reply[600], 1'000);
  sound.fade_under(reply);
  EXPECT_EQ(reply[600], 1'000);
}

TEST(ListenerSound, WhatIsTooLongForASoundIsLeftOut) {
  ListenerSound sound{OutputConfig{}};
  EXPECT_FALSE(sound.begin(sound_of(1200ms)));
  EXPECT_FALSE(sound.playing());
  auto silent = sound_of(100ms);
  silent.rate_hz = 0;
  EXPECT_FALSE(sound.begin(silent));
}

}  // namespace
}  // namespace codevoice::voice
