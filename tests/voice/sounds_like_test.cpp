#include "voice/sounds_like.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

float between(std::string_view a, std::string_view b) { return sound_distance(sound_of(a), sound_of(b)); }

TEST(SoundsLike, ConsonantsAreKnownByWhereTheyAreMade) {
  EXPECT_EQ(sound_of("Pardon?"), "PVRTVN");
  EXPECT_EQ(sound_of("Bardam."), "PVRTVN");
  EXPECT_EQ(sound_of("What's right"), "WVTSRVT");
}

TEST(SoundsLike, SpellingIsNotSound) {
  EXPECT_EQ(sound_of("phone"), sound_of("fone"));
  EXPECT_EQ(sound_of("knight"), sound_of("nit"));
  EXPECT_EQ(sound_of("hang on"), "HVNVN");
  EXPECT_EQ(sound_of("I. T.."), "VT");
}

TEST(SoundsLike, TheSameSoundIsNoDistanceAndNothingInCommonIsFar) {
  EXPECT_FLOAT_EQ(between("stop", "Step,"), 0.0F);
  EXPECT_LT(between("hold on", "Till dawn,"), 0.3F);
  EXPECT_GT(between("wait", "Okay, I see"), 0.5F);
}

TEST(SoundsLike, WhatIsMadeAtTheSamePlaceIsNearer) {
  EXPECT_LT(between("pat", "fat"), between("pat", "lat"));
  EXPECT_FLOAT_EQ(between("fat", "pat"), between("pat", "fat"));
}

TEST(SoundsLike, NothingHasNoSound) {
  EXPECT_EQ(sound_of("… 42 !"), "");
  EXPECT_FLOAT_EQ(sound_distance("", ""), 0.0F);
  EXPECT_FLOAT_EQ(sound_distance("", "PVT"), 1.0F);
}

}  // namespace
}  // namespace codevoice::voice
