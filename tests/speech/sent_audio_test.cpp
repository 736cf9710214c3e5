#include "speech/sent_audio.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

class SentAudioTest : public testing::Test {
 protected:
  void add(MediaTime at, bool speech = true, std::int16_t value = 1) {
    AudioPiece piece;
    piece.pcm.fill(value);
    piece.samples = 320;
    piece.at = at;
    piece.speech = speech;
    audio_.add(piece);
  }
  SentAudio audio_;
};

TEST_F(SentAudioTest, IsTakenInOrderAndOnlyWhenEnoughWaits) {
  add(0ms);
  EXPECT_TRUE(audio_.take(1000, 640).empty());
  add(20ms, true, 2);

  const auto bytes = audio_.take(480, 320);

  ASSERT_EQ(bytes.size(), 960U);
  EXPECT_EQ(bytes[0], 1);
  EXPECT_EQ(bytes[958], 2);
  EXPECT_EQ(audio_.unsent(), 160U);
}

TEST_F(SentAudioTest, StreamTimeFollowsTheGapsOfMediaTime) {
  add(1000ms);
  add(1020ms);
  add(9000ms);  // nothing was sent in between
  audio_.take(960, 0);

  EXPECT_EQ(audio_.begin_at(0), 1000ms);
  EXPECT_EQ(audio_.begin_at(0.03), 1030ms);
  EXPECT_EQ(audio_.begin_at(0.04), 9000ms);
  EXPECT_EQ(audio_.end_at(0.04), 1040ms);
  EXPECT_EQ(audio_.end_at(0.05), 9010ms);
}

TEST_F(SentAudioTest, ANewConnectionIsSentWhatWasNotConfirmedFromTheSampleOn) {
  add(0ms);
  add(20ms);
  add(40ms);
  audio_.take(960, 0);
  audio_.confirm(0.03);
  audio_.begin_connection();

  EXPECT_EQ(audio_.unsent(), 480U);
  EXPECT_EQ(audio_.take(10'000, 0).size(), 960U);
  EXPECT_EQ(audio_.begin_at(0), 30ms);
  EXPECT_EQ(audio_.begin_at(0.02), 50ms);
}

TEST_F(SentAudioTest, TimesOfWhatIsConfirmedAreStillKnown) {
  add(1000ms);
  add(1020ms);
  audio_.take(640, 0);
  audio_.confirm(0.04);

  EXPECT_TRUE(audio_.empty());
  EXPECT_EQ(audio_.end_at(0.04), 1040ms);
  EXPECT_EQ(audio_.begin_at(0.02), 1020ms);
}

TEST_F(SentAudioTest, SpeechIsOpenUntilItIsConfirmed) {
  add(0ms);
  add(20ms);
  add(40ms, false);
  audio_.take(960, 0);
  EXPECT_TRUE(audio_.speech_open(1s, 0ms));
  EXPECT_FALSE(audio_.speech_open(40ms, 40ms));

  audio_.confirm(0.04);

  EXPECT_FALSE(audio_.speech_open(1s, 0ms));
}

TEST_F(SentAudioTest, KeepsAMinuteAndCountsWhatItDrops) {
  for (int i = 0; i < 3010; ++i) add(20ms * i);

  EXPECT_EQ(audio_.dropped(), 3200U);
  EXPECT_EQ(audio_.unsent(), 3000U * 320U);
  EXPECT_EQ(audio_.take(320, 0).size(), 640U);
  EXPECT_EQ(audio_.begin_at(0), 200ms);
}

TEST_F(SentAudioTest, ForgetsWhatItSentOnRequest) {
  add(0ms);
  add(20ms);
  add(40ms);
  audio_.take(640, 0);
  audio_.forget_before(1s);

  EXPECT_EQ(audio_.unsent(), 320U);
  audio_.take(320, 0);
  EXPECT_EQ(audio_.begin_at(0.04), 40ms);
}

/// Sent in frames of 20 ms and understood 104 samples late.
class FramedAudioTest : public SentAudioTest {
 protected:
  FramedAudioTest() { audio_ = SentAudio(320, 104); }
  void add_part(MediaTime at, std::uint32_t samples, std::int16_t value) {
    AudioPiece piece;
    piece.pcm.fill(value);
    piece.samples = samples;
    piece.at = at;
    piece.speech = true;
    audio_.add(piece);
  }
  static std::vector<int> samples_in(const std::string& bytes) {
    std::vector<int> samples(bytes.size() / 2);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      std::int16_t sample = 0;
      std::memcpy(&sample, bytes.data() + 2 * i, 2);
      samples[i] = sample;
    }
    return samples;
  }
};

TEST_F(FramedAudioTest, OnlyWholeFramesAreTakenUntilItIsFilledUp) {
  add_part(0ms, 200, 1);
  EXPECT_TRUE(audio_.take(10'000, 0).empty());
  add_part(12'500us, 200, 2);
  EXPECT_EQ(audio_.take(10'000, 0).size(), 640U);
  EXPECT_EQ(audio_.unsent(), 80U);

  audio_.fill_up();

  auto rest = samples_in(audio_.take(10'000, 0));
  ASSERT_EQ(rest.size(), 320U);
  EXPECT_EQ(std::count(rest.begin(), rest.end(), 2), 80);
  EXPECT_EQ(rest[79], 2);
  EXPECT_EQ(rest[80], 0);
}

TEST_F(FramedAudioTest, TimesAreThoseOfWhatWasDecoded) {
  add(1000ms);
  add(9000ms);
  audio_.take(640, 0);

  EXPECT_EQ(audio_.begin_at(0.0165), 1010ms);
  EXPECT_EQ(audio_.begin_at(0.0265), 9000ms);
  EXPECT_EQ(audio_.end_at(0.0265), 1020ms);
}

TEST_F(FramedAudioTest, WhatIsSentAgainBeginsWithTheFirstSampleNotUnderstoodAndEndsInAWholeFrame) {
  for (int i = 0; i < 4; ++i) add(20ms * i, true, static_cast<std::int16_t>(i + 1));
  audio_.take(10'000, 0);
  audio_.confirm(0.03);  // 480 samples were decoded, the first 376 of them ours

  for (int connection = 0; connection < 3; ++connection) {  // fillers do not add up
    audio_.begin_connection();
    const auto again = samples_in(audio_.take(10'000, 0));

    ASSERT_EQ(again.size(), 960U) << connection;
    EXPECT_EQ(std::count(again.begin(), again.end(), 0), 56);
    EXPECT_EQ(again[55], 0);
    EXPECT_EQ(std::count(again.begin(), again.end(), 2), 264);
    EXPECT_EQ(std::count(again.begin(), again.end(), 3), 320);
    EXPECT_EQ(again.back(), 4);
    EXPECT_EQ(audio_.begin_at((56 + 104) / 16'000.0), 23'500us);
  }
}

}  // namespace
}  // namespace codevoice::speech
