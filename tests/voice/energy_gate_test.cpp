#include "voice/energy_gate.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace codevoice::voice {
namespace {

TEST(EnergyGate, LoudAudioOverAQuietRoomIsSpeech) {
  EnergyGate gate;
  const std::vector<std::int16_t> room(512, 40);
  const std::vector<std::int16_t> voice(512, 3000);

  for (int i = 0; i < 20; ++i) EXPECT_LT(gate.probability(room), 0.35F);

  EXPECT_GT(gate.probability(voice), 0.5F);
  EXPECT_LT(gate.probability(room), 0.35F);
}

TEST(EnergyGate, TheSoftBeginningOfAWordStandsOutAndIsNoSpeechYet) {
  EnergyGate gate;
  const std::vector<std::int16_t> room(512, 20);
  const std::vector<std::int16_t> breath(512, 100);
  gate.probability(room);
  EXPECT_FALSE(gate.stands_out());

  EXPECT_LT(gate.probability(breath), 0.35F);

  EXPECT_TRUE(gate.stands_out());
}

TEST(EnergyGate, WhatIsNoLouderThanTheRoomDoesNotStandOut) {
  EnergyGate gate;
  const std::vector<std::int16_t> room(512, 90);
  for (int i = 0; i < 1500; ++i) gate.probability(room);

  EXPECT_FALSE(gate.stands_out());
}

TEST(EnergyGate, SteadyNoiseStopsCountingAsSpeech) {
  EnergyGate gate;
  const std::vector<std::int16_t> fan(512, 1500);

  float last = 1.0F;
  for (int i = 0; i < 1500; ++i) last = gate.probability(fan);

  EXPECT_LT(last, 0.35F);
}

}  // namespace
}  // namespace codevoice::voice
