#include "voice/backchannel.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

TEST(Backchannel, ListenersNoisesTakeNoFloor) {
  EXPECT_EQ(floor_taking_words("Mm, okay. Right."), 0);
  EXPECT_TRUE(is_backchannel("Yeah, I see."));
}

TEST(Backchannel, WordsThatSaySomethingDo) {
  EXPECT_EQ(floor_taking_words("okay wait, stop"), 2);
  EXPECT_FALSE(is_backchannel("right, the kernel"));
}

TEST(Backchannel, HalfOfAListenersPhraseMayBeginASentence) {
  EXPECT_FALSE(is_backchannel("I"));
  EXPECT_EQ(floor_taking_words("I got"), 2);
  EXPECT_EQ(floor_taking_words("got it, I see"), 0);
}

TEST(Backchannel, OneWordMayAskForTheFloor) {
  for (const auto* text : {"Wait.", "Sorry?", "No, stop!", "okay hold on", "No."}) EXPECT_TRUE(asks_for_floor(text)) << text;
  for (const auto* text : {"Yeah.", "process", "Mm, right.", ""}) EXPECT_FALSE(asks_for_floor(text)) << text;
}

/// As the local recogniser heard voices that the rule was made for.
TEST(Backchannel, WhatSoundsLikeAWordThatAsksDoesToo) {
  for (const auto* text : {"Stubb!", "Went, went,", "Paul Don,", "Bo'd on,", "One thing."}) EXPECT_TRUE(asks_for_floor(text)) << text;
  for (const auto* text : {"Better.", "Sore.", "God is,", "Merr,", "Well,", "And then.", "And mine."}) EXPECT_FALSE(asks_for_floor(text)) << text;
}

TEST(Backchannel, AHumSoundsLikeListening) {
  for (const auto* text : {"Mm-hmm.", "Amen.", "Um-hum,"}) EXPECT_TRUE(sounds_like_listening(text)) << text;
  for (const auto* text : {"No.", "Could you", "I would", "One thing", "I don't know", "And then the other one", "But", "", "Hang on"})
    EXPECT_FALSE(sounds_like_listening(text)) << text;
}

TEST(Backchannel, ADenialIsNothingButNo) {
  for (const auto* text : {"No.", "No, no.", "Yeah, no."}) EXPECT_TRUE(only_denies(text)) << text;
  for (const auto* text : {"No, stop.", "Yeah.", ""}) EXPECT_FALSE(only_denies(text)) << text;
}

TEST(Backchannel, AnotherReadingOfAShortSoundSharesNoWordWithTheOneBefore) {
  EXPECT_TRUE(is_another_reading("Yeah.", "Yelled,"));
  EXPECT_TRUE(is_another_reading("Exactly.", "Except. It"));
  EXPECT_FALSE(is_another_reading("Okay.", "Okay, so"));
  EXPECT_FALSE(is_another_reading("Oh,", "I would like that"));
  EXPECT_FALSE(is_another_reading("", "Yelled,"));
  EXPECT_FALSE(is_another_reading("Yeah.", ""));
}

TEST(Backchannel, SilenceIsNoBackchannel) { EXPECT_FALSE(is_backchannel(" … ")); }

}  // namespace
}  // namespace codevoice::voice
