#include "voice/speech_detector.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

class SpeechDetectorTest : public ::testing::Test {
 protected:
  /// `count` windows of 32 ms; the marks they made.
  std::vector<SpeechMark> feed(float probability, int count) {
    std::vector<SpeechMark> marks;
    for (int i = 0; i < count; ++i) {
      if (const auto mark = detector.feed(probability, at, 32ms)) marks.push_back(*mark);
      at += 32ms;
    }
    return marks;
  }
  SpeechDetector detector{VadConfig{}};
  MediaTime at{};
};

TEST_F(SpeechDetectorTest, StartIsBackDatedToTheFirstLoudWindow) {
  feed(0.1F, 10);

  const auto marks = feed(0.9F, 5);

  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].kind, SpeechMark::Kind::Started);
  EXPECT_EQ(marks[0].at, MediaTime{320ms});
}

TEST_F(SpeechDetectorTest, OneLoudWindowIsNoSpeechButSounds) {
  EXPECT_TRUE(feed(0.9F, 1).empty());
  EXPECT_TRUE(detector.sounding());
  EXPECT_FALSE(detector.speaking());

  EXPECT_TRUE(feed(0.1F, 1).empty());
  EXPECT_FALSE(detector.sounding());
}

TEST_F(SpeechDetectorTest, StopComesAfter200MsOfQuietAndTellsWhenSpeechEnded) {
  feed(0.9F, 10);

  EXPECT_TRUE(feed(0.1F, 6).empty());
  const auto marks = feed(0.1F, 1);

  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].kind, SpeechMark::Kind::Stopped);
  EXPECT_EQ(marks[0].at, MediaTime{320ms});
}

TEST_F(SpeechDetectorTest, BetweenTheTwoThresholdsSpeechGoesOn) {
  feed(0.9F, 3);

  EXPECT_TRUE(feed(0.4F, 30).empty());
  EXPECT_TRUE(detector.speaking());
}

TEST_F(SpeechDetectorTest, CutEndsSpeechOnce) {
  feed(0.9F, 3);

  const auto mark = detector.cut();

  ASSERT_TRUE(mark.has_value());
  EXPECT_EQ(mark->at, MediaTime{96ms});
  EXPECT_FALSE(detector.cut().has_value());
}

}  // namespace
}  // namespace codevoice::voice
