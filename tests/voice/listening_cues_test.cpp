#include "voice/listening_cues.hpp"

#include <gtest/gtest.h>

#include <set>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

ListeningConfig switched_on() {
  ListeningConfig config;
  config.on = true;
  return config;
}
constexpr StopDecision kGoesOn{false, "", 0.1F, 4s};

ListeningCues::Moment pause_after(Duration spoken, Duration silence = 300ms, std::optional<StopDecision> judgement = kGoesOn) {
  return {1, spoken, silence, judgement};
}

TEST(ListeningCues, OffNoneIsWanted) {
  ListeningCues cues(ListeningConfig{});
  EXPECT_EQ(cues.at(pause_after(10min)), std::nullopt);
  EXPECT_EQ(cues.to_prepare(), std::nullopt);
}

TEST(ListeningCues, OneComesAfterSoMuchSpeechAndTheNextAfterAsMuchMore) {
  const auto config = switched_on();
  ListeningCues cues(config);
  std::vector<Duration> made;
  for (Duration spoken{}; spoken < 5min; spoken += 100ms) {
    if (cues.at(pause_after(spoken))) made.push_back(spoken);
  }
  ASSERT_GE(made.size(), 10U);
  Duration before{};
  for (const auto at : made) {
    EXPECT_GE(at - before, config.least);
    EXPECT_LE(at - before, config.most + 100ms);
    before = at;
  }
}

TEST(ListeningCues, TheSeedSetsTheTimes) {
  std::set<Duration> firsts;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    auto config = switched_on();
    config.seed = seed;
    ListeningCues cues(config);
    Duration spoken{};
    while (!cues.at(pause_after(spoken))) spoken += 100ms;
    firsts.insert(spoken);
  }
  EXPECT_GT(firsts.size(), 10U);
}

TEST(ListeningCues, OnlyInAShortPauseOfWhoGoesOn) {
  ListeningCues cues(switched_on());
  cues.at(pause_after(0s));  // the turn begins
  EXPECT_EQ(cues.at(pause_after(60s, 200ms)), std::nullopt);
  EXPECT_EQ(cues.at(pause_after(60s, 900ms)), std::nullopt);
  EXPECT_EQ(cues.at(pause_after(60s, 300ms, std::nullopt)), std::nullopt);
  EXPECT_EQ(cues.at(pause_after(60s, 300ms, StopDecision{false, "", 0.0F, 4s})), std::nullopt) << "nobody has judged it";
  EXPECT_EQ(cues.at(pause_after(60s, 300ms, StopDecision{false, "", 0.6F, 4s})), std::nullopt) << "perhaps over";
  EXPECT_EQ(cues.at(pause_after(60s, 300ms, StopDecision{false, "", 0.1F, 1200ms})), std::nullopt) << "the reply may come soon";
  EXPECT_TRUE(cues.at(pause_after(60s)));
  EXPECT_EQ(cues.at(pause_after(60s, 320ms)), std::nullopt) << "twice in one pause";
}

TEST(ListeningCues, EachAnswerBeginsAnew) {
  ListeningCues cues(switched_on());
  ASSERT_TRUE(cues.at(pause_after(60s)));
  auto next = pause_after(11s);
  next.turn = 2;
  EXPECT_EQ(cues.at(next), std::nullopt);
  next.spoken = 30s;
  EXPECT_TRUE(cues.at(next));
}

TEST(ListeningCues, WhatIsPreparedIsWhatComesAndNeverTheSameTwiceInARow) {
  ListeningCues cues(switched_on());
  std::string before;
  for (int i = 1; i < 10; ++i) {
    const auto prepared = cues.to_prepare();
    ASSERT_TRUE(prepared);
    EXPECT_EQ(cues.to_prepare(), std::nullopt);
    const auto made = cues.at(pause_after(i * 60s));
    EXPECT_EQ(made, prepared);
    EXPECT_NE(*made, before);
    before = *made;
  }
}

}  // namespace
}  // namespace codevoice::voice
