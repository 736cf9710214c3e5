#include "speech/sherpa_transcriber.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "audio/resampler.hpp"
#include "audio/wav.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::speech {
namespace {

const std::string kModel = std::string(CODEVOICE_TOOLS_DIR) + "/models/stt/moonshine-tiny-en";

TEST(SherpaTranscriber, HearsWhatWasRead) {
  const auto transcriber = make_moonshine(kModel);
  ASSERT_TRUE(transcriber) << transcriber.error().message;
  const auto wav = audio::read_wav(std::string(CODEVOICE_TOOLS_DIR) + "/assets/two_cities.wav");
  ASSERT_TRUE(wav) << wav.error().message;
  auto pcm = audio::resample(wav->mono(), wav->rate_hz, 16'000);
  ASSERT_TRUE(pcm);
  pcm->resize(std::min<std::size_t>(pcm->size(), 8 * 16'000));

  const auto text = (*transcriber)->transcribe(*pcm);

  ASSERT_TRUE(text);
  EXPECT_NE(text->find("best of times"), std::string::npos) << *text;
  EXPECT_NE(text->find("worst of times"), std::string::npos) << *text;
}

TEST(SherpaTranscriber, MissingFilesAreNamed) {
  const auto transcriber = make_moonshine("/no/such/folder");

  ASSERT_FALSE(transcriber);
  EXPECT_EQ(transcriber.error().kind, ErrorKind::NotFound);
  EXPECT_NE(transcriber.error().message.find("/no/such/folder/encoder_model.ort"), std::string::npos);
}

TEST(SherpaTranscriber, ABrokenModelFileIsRefusedBeforeTheLibrarySeesIt) {
  test::TempDir folder;
  for (const auto* name : {"encoder_model.ort", "decoder_model_merged.ort"}) std::ofstream(folder.file(name)) << "not a model";

  const auto transcriber = make_moonshine(folder.path().string());

  ASSERT_FALSE(transcriber);
  EXPECT_EQ(transcriber.error().kind, ErrorKind::Invalid);
  EXPECT_NE(transcriber.error().message.find("broken"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::speech
