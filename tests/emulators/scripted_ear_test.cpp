#include "emulators/scripted_ear.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

namespace codevoice::emulators {
namespace {

std::string noise(double seconds, unsigned seed) {
  std::mt19937 dice(seed);
  std::string pcm(static_cast<std::size_t>(seconds * 16'000) * 2, '\0');
  for (std::size_t i = 0; i < pcm.size(); i += 2) {
    const auto sample = static_cast<std::int16_t>(static_cast<int>(dice() % 4000) - 2000);
    std::memcpy(pcm.data() + i, &sample, 2);
  }
  return pcm;
}
std::string quiet(double seconds) { return std::string(static_cast<std::size_t>(seconds * 16'000) * 2, '\0'); }

class ScriptedEarTest : public testing::Test {
 protected:
  static EarConfig config() {
    EarConfig config;
    config.transcript = "one two three four five six seven eight nine ten";
    config.words_per_s = 4;
    return config;
  }
  /// Hears all, closing stretches after 50 ms of silence; gives the words.
  std::string hear(ScriptedEar& ear, std::string pcm) {
    std::string all;
    while (ear.hear(pcm)) {
      if (!ear.speaking() || ear.silence() < 0.05) continue;
      all += said(ear);
      ear.close_stretch();
    }
    return all;
  }
  static std::string said(const ScriptedEar& ear) {
    std::string all;
    for (const auto& word : ear.words()) all += word.text + " ";
    return all;
  }
  EarMemory memory_;
};

TEST_F(ScriptedEarTest, WordsFollowTheLoudParts) {
  ScriptedEar ear(config(), memory_, {});

  EXPECT_EQ(hear(ear, quiet(1) + noise(0.5, 1) + quiet(0.3) + noise(0.75, 2) + quiet(0.3)), "one two three four five ");
}

TEST_F(ScriptedEarTest, AClickIsNoSpeechAndTakesNoWord) {
  ScriptedEar ear(config(), memory_, {});

  EXPECT_EQ(hear(ear, noise(0.03, 1) + quiet(0.3) + noise(0.5, 2) + quiet(0.3)), "one two ");
}

TEST_F(ScriptedEarTest, WordsHaveTheTimesOfTheirSound) {
  ScriptedEar ear(config(), memory_, {});
  auto pcm = quiet(1) + noise(0.5, 1);
  while (ear.hear(pcm)) {
  }

  ASSERT_EQ(ear.words().size(), 2U);
  EXPECT_NEAR(ear.words()[0].start, 1.0, 0.011);
  EXPECT_NEAR(ear.words()[0].end, 1.25, 0.011);
  EXPECT_NEAR(ear.words()[1].end, 1.5, 0.011);
}

TEST_F(ScriptedEarTest, AStretchCutWhileTheNextBeginsLosesNoWord) {
  ScriptedEar ear(config(), memory_, {});
  const auto next = noise(0.5, 2);
  auto all = hear(ear, noise(0.5, 1) + quiet(0.3) + next.substr(0, 960));  // 30 ms: no speech yet

  ear.close_stretch();
  all += hear(ear, next.substr(960) + quiet(0.3));

  EXPECT_EQ(all, "one two three four ");
}

TEST_F(ScriptedEarTest, AClickThatAStretchWasCutInTakesNoWord) {
  ScriptedEar ear(config(), memory_, {});
  auto all = hear(ear, noise(0.5, 1) + quiet(0.3) + noise(0.03, 2));

  ear.close_stretch();
  all += hear(ear, quiet(0.3) + noise(0.5, 3) + quiet(0.3));

  EXPECT_EQ(all, "one two three four ");
}

TEST_F(ScriptedEarTest, AudioSentAgainGivesTheSameWords) {
  const auto talk = noise(1.0, 1);
  ScriptedEar first(config(), memory_, {});
  hear(first, talk.substr(0, 25'600));  // 0.8 s
  ScriptedEar second(config(), memory_, {});

  // from 0.5 s on, and on from where the first connection broke
  EXPECT_EQ(hear(second, talk.substr(16'000) + noise(0.5, 2) + quiet(0.3)), "three four five six ");
}

TEST_F(ScriptedEarTest, WhatWasEncodedAnewIsRecognisedByItsLikeness) {
  const auto another_encoding = [](std::string pcm, unsigned seed) {  // half as loud as the wave, and another each time
    const auto error = noise(static_cast<double>(pcm.size()) / 32'000, seed);
    for (std::size_t i = 0; i + 1 < pcm.size(); i += 2) {
      std::int16_t wave = 0;
      std::int16_t wrong = 0;
      std::memcpy(&wave, pcm.data() + i, 2);
      std::memcpy(&wrong, error.data() + i, 2);
      wave = static_cast<std::int16_t>(wave + wrong / 2);
      std::memcpy(pcm.data() + i, &wave, 2);
    }
    return pcm;
  };
  EarAudio decoded;
  decoded.lossy = true;
  const auto talk = noise(1.0, 1);
  ScriptedEar first(config(), memory_, decoded);
  hear(first, another_encoding(talk.substr(0, 25'600), 11));
  ScriptedEar second(config(), memory_, decoded);

  EXPECT_EQ(hear(second, another_encoding(talk.substr(16'000), 12) + noise(0.5, 2) + quiet(0.3)), "three four five six ");
}

TEST_F(ScriptedEarTest, CountsTheWordsBegun) {
  ScriptedEar ear(config(), memory_, {});
  EXPECT_EQ(words_begun(memory_), 0);
  hear(ear, noise(0.6, 1) + quiet(0.2));
  EXPECT_EQ(words_begun(memory_), 3);
}

}  // namespace
}  // namespace codevoice::emulators
