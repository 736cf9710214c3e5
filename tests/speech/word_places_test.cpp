#include "speech/word_places.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

using Words = std::vector<std::string>;
using Counts = std::vector<std::size_t>;

constexpr std::uint32_t kRate = 1000;  // a sample a millisecond: 20 of them lead in, 60 lead out

TEST(WordPlaces, WordsStandAtSpaces) {
  EXPECT_EQ(words_in(" O(n  log n), right? "), (Words{"O(n", "log", "n),", "right?"}));
  EXPECT_TRUE(words_in("  ").empty());
}

TEST(WordPlaces, EachWordHasItsPhonemesShareOfWhatSounds) {
  const auto ends = word_ends(Words{"though", "it", "sank"}, Counts{2, 2, 4}, {880, 1000, kRate});

  ASSERT_EQ(ends.size(), 3U);
  EXPECT_FLOAT_EQ(ends[0], 0.22F);  // 20 ms, and a quarter of 800
  EXPECT_FLOAT_EQ(ends[1], 0.42F);
  EXPECT_FLOAT_EQ(ends[2], 0.88F);  // all of the speech, not the rest after it
}

TEST(WordPlaces, APauseInsideLiesBetweenTheWords) {
  const auto ends = word_ends(Words{"yes,", "no"}, Counts{2, 2}, {880, 880, kRate});

  ASSERT_EQ(ends.size(), 2U);
  EXPECT_FLOAT_EQ(ends[0], (20.0F + 800.0F * 2 / 8) / 880);
}

TEST(WordPlaces, NothingIsSaidWhereNothingIsKnown) {
  EXPECT_TRUE(word_ends(Words{"a", "b"}, Counts{}, {880, 1000, kRate}).empty());
  EXPECT_TRUE(word_ends(Words{"a", "b"}, Counts{0, 0}, {880, 1000, kRate}).empty());
  EXPECT_TRUE(word_ends(Words{"a"}, Counts{3}, {0, 100, kRate}).empty());
}

class CountingVoice final : public ClauseVoice {
 public:
  std::string name() const override { return "counting"; }
  std::uint32_t rate_hz() const override { return kRate; }
  Result<audio::Pcm> synthesize(const std::string&) override { return audio::Pcm{}; }
  Counts phonemes_in(const Words& words) override {
    asked.push_back(words);
    return knows ? Counts(words.size(), 3) : Counts{};
  }
  std::vector<Words> asked;
  bool knows = true;
};

TEST(WordPlaces, AClauseIsCountedOnceAsItIsSpoken) {
  CountingVoice voice;
  WordPlaces places;
  EXPECT_TRUE(places.find("C++ is").empty());

  EXPECT_EQ(places.phonemes_of(voice, "C++ is"), (Counts{3, 3}));
  EXPECT_EQ(places.phonemes_of(voice, "C++ is"), (Counts{3, 3}));

  EXPECT_EQ(places.find("C++ is"), (Counts{3, 3}));
  ASSERT_EQ(voice.asked.size(), 1U);
  EXPECT_EQ(voice.asked[0], (Words{"C plus plus", "is"}));
}

TEST(WordPlaces, AVoiceThatDoesNotKnowIsAskedAgain) {
  CountingVoice voice;
  voice.knows = false;
  WordPlaces places;

  EXPECT_TRUE(places.phonemes_of(voice, "yes").empty());
  EXPECT_TRUE(places.find("yes").empty());
}

}  // namespace
}  // namespace codevoice::speech
