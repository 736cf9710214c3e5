#include "speech/log_mel.hpp"

#include <gtest/gtest.h>

#include "speech/turn_reference.hpp"

namespace codevoice::speech {

// R6
TEST(LogMel, FeaturesAreThoseOfThePythonFrontEnd) {
  const LogMel mel;
  const auto references = test::turn_references();
  ASSERT_GE(references.size(), 5U);

  for (std::size_t clip = 0; clip < references.size(); ++clip) {
    const auto features = mel.compute(references[clip].clip);

    float worst = 0.0F;
    for (std::size_t band = 0; band < LogMel::kBands; ++band) {
      for (std::size_t i = 0; i < test::TurnReference::kFrames; ++i) {
        const float expected = static_cast<float>(references[clip].features[band * test::TurnReference::kFrames + i]) / 8192.0F;
        worst = std::max(worst, std::abs(features[band * LogMel::kFrames + 10 + 20 * i] - expected));
      }
    }
    EXPECT_LT(worst, 1e-3F) << "clip " << clip;
  }
}

TEST(LogMel, OnlyTheLastEightSecondsCount) {
  const LogMel mel;
  auto speech = test::read_speech();
  const std::vector<std::int16_t> last(speech.end() - LogMel::kSamples, speech.end());

  EXPECT_EQ(mel.compute(speech), mel.compute(last));
}

TEST(LogMel, AShortClipIsTheSameAsThatClipAfterSilence) {
  const LogMel mel;
  const auto speech = test::read_speech();
  const std::vector<std::int16_t> clip(speech.begin() + 16'000, speech.begin() + 40'123);
  std::vector<std::int16_t> padded(LogMel::kSamples - clip.size());
  padded.insert(padded.end(), clip.begin(), clip.end());

  const auto from_clip = mel.compute(clip);
  const auto from_padded = mel.compute(padded);

  for (std::size_t i = 0; i < from_clip.size(); ++i) ASSERT_NEAR(from_clip[i], from_padded[i], 1e-5F);
}

TEST(LogMel, SilenceAndNothingAreFinite) {
  const LogMel mel;

  for (const auto& pcm : {std::vector<std::int16_t>{}, std::vector<std::int16_t>(5000), std::vector<std::int16_t>(5000, -32768)}) {
    for (const float value : mel.compute(pcm)) ASSERT_TRUE(std::isfinite(value));
  }
}

}  // namespace codevoice::speech
