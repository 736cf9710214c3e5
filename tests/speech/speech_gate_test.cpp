#include "speech/speech_gate.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

class SpeechGateTest : public testing::Test {
 protected:
  void write(Duration length, bool speech) {
    for (Duration done{}; done < length; done += 20ms, now_ += 20ms) {
      AudioPiece piece;
      piece.samples = 320;
      piece.at = now_;
      piece.speech = speech;
      gate_.write(piece, [this](const AudioPiece& passed) { passed_.push_back(passed.at); });
    }
  }
  SpeechGate gate_{400ms, 300ms};
  MediaTime now_{};
  std::vector<MediaTime> passed_;
};

TEST_F(SpeechGateTest, SilenceDoesNotPass) {
  write(10s, false);

  EXPECT_TRUE(passed_.empty());
}

TEST_F(SpeechGateTest, SpeechPassesWithALittleBeforeAndAfterIt) {
  write(2s, false);
  write(1s, true);
  write(2s, false);

  ASSERT_FALSE(passed_.empty());
  EXPECT_EQ(passed_.front(), 1600ms);
  EXPECT_EQ(passed_.back(), 3280ms);
}

TEST_F(SpeechGateTest, NothingPassesTwiceWhenSpeechFollowsSoon) {
  write(1s, true);
  write(500ms, false);
  write(1s, true);

  for (std::size_t i = 1; i < passed_.size(); ++i) EXPECT_LT(passed_[i - 1], passed_[i]);
  EXPECT_EQ(passed_.size(), 125U);
}

TEST_F(SpeechGateTest, AHeldGateStaysOpenUntilItIsReleased) {
  write(100ms, true);
  gate_.hold();
  write(3s, false);
  EXPECT_EQ(passed_.size(), 155U);

  gate_.release();
  write(1s, false);

  EXPECT_EQ(passed_.size(), 155U);
  EXPECT_FALSE(gate_.open());
}

}  // namespace
}  // namespace codevoice::speech
