#include "cli/voice_clip.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace codevoice::cli {
namespace {

audio::Pcm speech_then_silence() {
  audio::Pcm pcm(16'000);
  for (std::size_t i = 0; i < pcm.size(); ++i) pcm[i] = audio::to_sample(9000 * std::sin(0.1 * static_cast<double>(i)));
  pcm.resize(24'000);
  return pcm;
}

TEST(VoiceClip, FindsWhereTheSpeechEnds) {
  const auto clip = make_clip("x", speech_then_silence(), 16'000);

  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_NEAR(static_cast<double>(clip->speech_end), 48'000.0, 960.0);
  EXPECT_EQ(clip->packets.size(), 75U);
}

TEST(VoiceClip, SilenceIsNoAnswer) {
  EXPECT_FALSE(make_clip("x", audio::Pcm(16'000), 16'000));
  EXPECT_FALSE(make_clip("x", {}, 16'000));
}

TEST(VoiceClip, AMissingFileIsNamed) {
  const auto clip = load_clip("/no/such.wav");

  ASSERT_FALSE(clip);
  EXPECT_NE(clip.error().message.find("/no/such.wav"), std::string::npos);
}

TEST(VoiceClip, RoomToneIsASecondOfPackets) { EXPECT_EQ(room_tone()->packets.size(), 50U); }

}  // namespace
}  // namespace codevoice::cli
