#include "voice/turn_transcript.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

pipeline::TranscriptionFrame words(std::string text, MediaTime begin, MediaTime end, bool is_final = true) {
  pipeline::TranscriptionFrame frame;
  frame.text = std::move(text);
  frame.begin = begin;
  frame.end = end;
  frame.is_final = is_final;
  return frame;
}

// R16
TEST(TurnTranscript, R16WordsStandInTheOrderTheyWereSpoken) {
  TurnTranscript transcript;
  transcript.open(1s);

  transcript.add(words("isolated", 3s, 4s));
  transcript.add(words("processes are", 1s, 3s));

  EXPECT_EQ(transcript.text(), "processes are isolated");
}

TEST(TurnTranscript, AnInterimIsReplacedByTheNextAndByItsFinal) {
  TurnTranscript transcript;
  transcript.open(0s);
  transcript.add(words("pro", 0s, 1s, false));
  transcript.add(words("processes", 0s, 2s, false));
  EXPECT_EQ(transcript.text(), "processes");

  transcript.add(words("Processes.", 0s, 2s));

  EXPECT_EQ(transcript.text(), "Processes.");
}

// R13
TEST(TurnTranscript, R13WordsSpokenBeforeTheTurnAreRefused) {
  TurnTranscript transcript;
  transcript.open(10s);

  EXPECT_FALSE(transcript.add(words("earlier", 8s, 9s)));
  EXPECT_TRUE(transcript.add(words("now", 9900ms, 11s)));
  EXPECT_EQ(transcript.text(), "now");
}

TEST(TurnTranscript, ConfidenceIsWeightedByLength) {
  TurnTranscript transcript;
  transcript.open(0s);
  EXPECT_FLOAT_EQ(transcript.confidence(), 1.0F);
  auto sure = words("aaaaaa", 0s, 1s);
  auto unsure = words("bb", 1s, 2s);
  unsure.confidence = 0.2F;
  transcript.add(sure);
  transcript.add(unsure);

  EXPECT_FLOAT_EQ(transcript.confidence(), 0.8F);
}

TEST(TurnTranscript, ItsEndIsTheNewestWords) {
  TurnTranscript transcript;
  transcript.open(1s);
  EXPECT_EQ(transcript.end(), MediaTime{1s});
  transcript.add(words("processes are", 1s, 3s));
  transcript.add(words("isolated", 3s, 4s, false));

  EXPECT_EQ(transcript.end(), MediaTime{4s});
}

TEST(TurnTranscript, KeepsWhatWasHeardBeforeItWasMended) {
  TurnTranscript transcript;
  transcript.open(0s);
  auto heard = words("a mutex", 0s, 1s);
  heard.raw_text = "a mew text";
  transcript.add(heard);

  EXPECT_EQ(transcript.text(), "a mutex");
  EXPECT_EQ(transcript.raw_text(), "a mew text");
}

}  // namespace
}  // namespace codevoice::voice
