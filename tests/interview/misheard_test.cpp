#include "interview/misheard.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

TEST(Misheard, WordsThatSoundAlikeHaveOneSound) {
  EXPECT_EQ(sound_of("mutex"), sound_of("mutics"));
  EXPECT_EQ(sound_of("cache"), sound_of("kache"));
  EXPECT_NE(sound_of("stack"), sound_of("queue"));
}

TEST(Misheard, ACloseSoundTellsVowelsAndVoicedLettersApart) {
  EXPECT_EQ(close_sound_of("write"), close_sound_of("right"));
  EXPECT_EQ(close_sound_of("cash"), close_sound_of("cache"));
  EXPECT_EQ(close_sound_of("weight"), close_sound_of("weit"));
  EXPECT_NE(close_sound_of("leak"), close_sound_of("lock"));
  EXPECT_NE(close_sound_of("bucket"), close_sound_of("packet"));
  EXPECT_NE(close_sound_of("inner"), close_sound_of("owner"));
}

TEST(Misheard, DistanceCountsSlipsAndSwaps) {
  EXPECT_EQ(distance("thread", "thread", 2), 0U);
  EXPECT_EQ(distance("thraed", "thread", 2), 1U);
  EXPECT_EQ(distance("tread", "thread", 2), 1U);
  EXPECT_EQ(distance("heap", "queue", 2), 3U);
  EXPECT_EQ(distance(std::string(100, 'a'), "a", 2), 3U);
}

TEST(Misheard, TakesASlipForTheWordMeant) {
  for (const auto& [heard, meant] : {std::pair("mutics", "mutex"), std::pair("semaphor", "semaphore"), std::pair("idempotant", "idempotent"),
                                     std::pair("sinchronous", "synchronous"), std::pair("polymorfism", "polymorphism")}) {
    EXPECT_TRUE(is_misheard(heard, meant)) << heard;
  }
}

TEST(Misheard, KeepsApartShortWordsAndOpposites) {
  for (const auto& [heard, meant] : {std::pair("heat", "heap"), std::pair("lock", "block"), std::pair("mutable", "immutable"),
                                     std::pair("decrypt", "encrypt"), std::pair("asynchronous", "synchronous"), std::pair("unordered", "ordered")}) {
    EXPECT_FALSE(is_misheard(heard, meant)) << heard;
  }
}

}  // namespace
}  // namespace codevoice::interview
