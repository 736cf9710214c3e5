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
  feeder.feed(11s, true);
  feeder.feed(200ms, false);
  feeder.feed(2s, true);

  const auto segments = feeder.buffer.take(feeder.at);

  ASSERT_EQ(segments.size(), 2U);
  EXPECT_LT(ms_of(segments[0]), 11'500U);
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
  EXPECT_EQ(ms_of(feeder.buffer.segments()[0]), 200U);
}

}  // namespace
}  // namespace codevoice::speech
