#include "speech/speech_buffer.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

struct Feeder {
  SpeechBuffer buffer;
  MediaTime at{};
  void feed(Duration length, bool speech) {
    const std::vector<std::int16_t> pcm(320, speech ? 1000 : 0);
    for (Duration done{}; done < length; done += 20ms, at += 20ms) buffer.write(pcm, at, speech);
  }
};

std::size_t ms_of(const SpeechSegment& segment) { return segment.audio.size() / 16; }

TEST(SpeechBuffer, SilenceAloneIsNotKept) {
  Feeder feeder;
  feeder.feed(5s, false);

  EXPECT_FALSE(feeder.buffer.has_speech());
}

TEST(SpeechBuffer, SpeechComesWithRoomBeforeAndAfter) {
  Feeder feeder;
  feeder.feed(1s, false);
  feeder.feed(1s, true);
  feeder.feed(2s, false);

  const auto segments = feeder.buffer.take(feeder.at);

  ASSERT_EQ(segments.size(), 1U);
  EXPECT_EQ(ms_of(segments[0]), 300U + 1000U + 500U);
  EXPECT_EQ(segments[0].speech, 1s);
  EXPECT_EQ(segments[0].begin, 1s);
  EXPECT_EQ(segments[0].end, 2s);
}

TEST(SpeechBuffer, LongSpeechIsCutAtAPauseWhenItCan) {
  Feeder feeder;
  feeder.feed(13s, true);
  feeder.feed(200ms, false);
  feeder.feed(2s, true);

  const auto segments = feeder.buffer.take(feeder.at);

  ASSERT_EQ(segments.size(), 2U);
  EXPECT_LT(ms_of(segments[0]), 13'500U);
}

TEST(SpeechBuffer, EndlessSpeechIsCutAnyway) {
  Feeder feeder;
  feeder.feed(40s, true);

  for (const auto& segment : feeder.buffer.take(feeder.at)) EXPECT_LE(ms_of(segment), 15'400U);
}

TEST(SpeechBuffer, R13SpeechAfterTheEndOfTheTurnBelongsToTheNext) {
  Feeder feeder;
  feeder.feed(1s, true);
  feeder.feed(300ms, false);
  const auto turn_end = feeder.at;
  feeder.feed(200ms, true);

  const auto segments = feeder.buffer.take(turn_end);

  ASSERT_EQ(segments.size(), 1U);
  EXPECT_LE(segments[0].end, turn_end);
  EXPECT_EQ(ms_of(segments[0]), 1300U);
  ASSERT_EQ(feeder.buffer.segments().size(), 1U);
  EXPECT_EQ(feeder.buffer.segments()[0].begin, turn_end);
  EXPECT_EQ(ms_of(feeder.buffer.segments()[0]), 200U + 300U);  // with the room before it, as any speech
}

TEST(SpeechBuffer, AfterALongPauseNothingOfTheNextWordIsLost) {
  Feeder feeder;
  feeder.feed(1s, true);
  feeder.feed(3s, false);
  feeder.feed(1s, true);

  const auto segments = feeder.buffer.take(feeder.at);

  ASSERT_EQ(segments.size(), 1U);
  EXPECT_EQ(ms_of(segments[0]), 1000U + 500U + 300U + 1000U);
  EXPECT_EQ(segments[0].speech, 2s);
}

TEST(SpeechBuffer, ASegmentCutAtAShortPauseStillBeginsWithRoom) {
  Feeder feeder;
  feeder.feed(13s, true);
  feeder.feed(300ms, false);
  feeder.feed(1s, true);

  const auto segments = feeder.buffer.take(feeder.at);

  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(ms_of(segments[1]), 300U + 1000U);
}

TEST(SpeechBuffer, EndlessSpeechIsCutWhereItIsQuietestNotInsideAWord) {
  Feeder feeder;
  feeder.feed(12s, true);
  const std::vector<std::int16_t> quiet(320, 10);
  for (int i = 0; i < 3; ++i, feeder.at += 20ms) feeder.buffer.write(quiet, feeder.at, true);
  feeder.feed(4s, true);

  const auto segments = feeder.buffer.take(feeder.at);

  ASSERT_EQ(segments.size(), 2U);
  EXPECT_NEAR(static_cast<double>(ms_of(segments[0])), 12'030.0, 20.0);
  EXPECT_NEAR(static_cast<double>(ms_of(segments[0]) + ms_of(segments[1])), 16'060.0, 1.0);
  EXPECT_EQ(segments[0].end, segments[1].begin);
  EXPECT_EQ(segments[0].speech + segments[1].speech, 16'060ms);
}

TEST(SpeechBuffer, ACutSegmentIsToBeDecodedAnew) {
  Feeder feeder;
  feeder.feed(14'980ms, true);
  const auto before = feeder.buffer.segments().back().revision;
  feeder.feed(100ms, true);

  ASSERT_EQ(feeder.buffer.segments().size(), 2U);
  EXPECT_GT(feeder.buffer.segments().front().revision, before);
  EXPECT_GT(feeder.buffer.segments().back().revision, 0U);
}

}  // namespace
}  // namespace codevoice::speech
