#include "speech/clause_voice.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

constexpr std::uint32_t kRateHz = 16'000;
constexpr std::size_t kMs = kRateHz / 1000;

audio::Pcm silence(std::size_t ms) { return audio::Pcm(ms * kMs, 0); }
audio::Pcm loud(std::size_t ms) {
  audio::Pcm pcm(ms * kMs);
  for (std::size_t i = 0; i < pcm.size(); ++i) pcm[i] = i / 20 % 2 == 0 ? 3000 : -3000;
  return pcm;
}
audio::Pcm operator+(audio::Pcm a, const audio::Pcm& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
audio::Pcm trimmed(audio::Pcm pcm) {
  trim_silence(pcm, kRateHz);
  return pcm;
}

TEST(TrimSilence, CutsBothEndsButLeavesRoomForConsonants) {
  EXPECT_EQ(trimmed(silence(300) + loud(200) + silence(500)), silence(20) + loud(200) + silence(60));
}

TEST(TrimSilence, KeepsAPauseInside) {
  const auto speech = loud(100) + silence(400) + loud(100);

  EXPECT_EQ(trimmed(silence(200) + speech + silence(200)), silence(20) + speech + silence(60));
}

TEST(TrimSilence, LeavesSpeechThatHasNoSilenceAlone) { EXPECT_EQ(trimmed(loud(100)), loud(100)); }

TEST(TrimSilence, KeepsTheLastSamplesThatFillNoWholeWindow) {
  auto speech = loud(100);
  speech.resize(speech.size() + 7, 3000);

  EXPECT_EQ(trimmed(silence(100) + speech), silence(20) + speech);
}

TEST(TrimSilence, OfNothingOrOfSilenceNothingIsLeft) {
  EXPECT_TRUE(trimmed({}).empty());
  EXPECT_TRUE(trimmed(silence(1000)).empty());
  EXPECT_TRUE(trimmed(audio::Pcm(5, 0)).empty());
}

TEST(TrimSilence, AFaintHumIsSilenceToo) {
  audio::Pcm hum(kRateHz, 60);  // -54.8 dBFS

  EXPECT_TRUE(trimmed(hum).empty());
}

}  // namespace
}  // namespace codevoice::speech
