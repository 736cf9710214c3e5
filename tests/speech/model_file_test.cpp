#include "speech/model_file.hpp"

#include <gtest/gtest.h>

#include "speech/speech_fixture.hpp"

namespace codevoice::speech {

TEST(ModelFile, AMissingFileIsNamedWithWhatToDo) {
  const ModelFile file{"/nowhere/vad.onnx", "voice activity model", "or set CODEVOICE_VAD_MODEL to another file"};

  const auto result = check(file);

  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(result.error().message,
            "voice activity model /nowhere/vad.onnx is missing: run ./run --build to fetch it, or set CODEVOICE_VAD_MODEL to another file");
}

TEST(ModelFile, AnEmptyFileIsRefused) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "empty.onnx");

  const auto result = check({folder.path() / "empty.onnx", "turn model", "or set CODEVOICE_TURN_MODEL to another file"});

  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Invalid);
}

TEST(ModelFile, AFolderIsNotAFile) { EXPECT_FALSE(check({"/tmp", "turn model", "or set X to another file"})); }

TEST(ModelFile, ARealFilePasses) { EXPECT_TRUE(check(test::vad_file())); }

}  // namespace codevoice::speech
