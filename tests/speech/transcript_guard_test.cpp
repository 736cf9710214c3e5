#include "speech/transcript_guard.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

TEST(TranscriptGuard, R26NothingIsHeardOnSilence) {
  EXPECT_EQ(guard_transcript("Thank you.", 100ms), "");
  EXPECT_EQ(guard_transcript("Thank you.", 300ms), "");
  EXPECT_EQ(guard_transcript("Thank you.", 900ms), "Thank you.");
  EXPECT_EQ(guard_transcript("Yes.", 300ms), "Yes.");
}

TEST(TranscriptGuard, LoopsAreCutButEmphasisStays) {
  EXPECT_EQ(cut_loops("the stack the stack the stack the stack the stack grows"), "the stack grows");
  EXPECT_EQ(cut_loops("no, no, no wait"), "no, no, no wait");
  EXPECT_EQ(cut_loops("a process has its own memory"), "a process has its own memory");
  EXPECT_EQ(cut_loops(""), "");
}

TEST(TranscriptGuard, AnImpossibleRateIsNotTrusted) {
  EXPECT_LT(rate_confidence("one two three four five six seven eight nine ten", 1s), 0.5F);
  EXPECT_LT(rate_confidence("well", 8s), 0.5F);
  EXPECT_EQ(rate_confidence("a process has its own memory space", 3s), 1.0F);
  EXPECT_EQ(rate_confidence("", 3s), 0.0F);
}

}  // namespace
}  // namespace codevoice::speech
