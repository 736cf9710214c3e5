#include "speech/speech_models.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "audio/pcm.hpp"
#include "audio/resampler.hpp"
#include "speech/sherpa_transcriber.hpp"
#include "speech/speech_fixture.hpp"
#include "support/run_awaitable.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::speech {
namespace {

namespace fs = std::filesystem;

const std::string kModels = std::string(CODEVOICE_TOOLS_DIR) + "/models";

TEST(SpeechModels, TheVoiceSaysWhatTheRecogniserHears) {
  asio::io_context loop;
  WorkerPool pool({});
  test::TempDir cache;
  auto models = load_speech_models({kModels, cache.path().string(), "", {}}, pool);
  ASSERT_TRUE(models) << models.error().message;
  const auto utterance = models->tts->speak("A process has its own memory.");
  audio::Pcm spoken;
  std::uint32_t rate_hz = 0;
  for (;;) {
    auto chunk = test::run(loop, utterance->next());
    ASSERT_TRUE(chunk) << chunk.error().message;
    if (!*chunk) break;
    rate_hz = (*chunk)->rate_hz;
    spoken.insert(spoken.end(), (*chunk)->pcm.begin(), (*chunk)->pcm.end());
  }
  const auto heard = audio::resample(spoken, rate_hz, 16'000);
  ASSERT_TRUE(heard);

  const auto text = (*make_moonshine(kModels + "/stt/moonshine-tiny-en"))->transcribe(*heard);

  ASSERT_TRUE(text);
  EXPECT_NE(text->find("process"), std::string::npos) << *text;
  EXPECT_NE(text->find("memory"), std::string::npos) << *text;
}

/// The models as links into the real folder, so that one of them can be spoilt.
class SpoiltModels : public testing::Test {
 protected:
  SpoiltModels() {
    for (const auto& entry : fs::recursive_directory_iterator(kModels)) {
      const auto link = folder_.path() / fs::relative(entry.path(), kModels);
      entry.is_directory() ? (void)fs::create_directories(link) : fs::create_symlink(entry.path(), link);
    }
  }

  fs::path fresh(const std::string& file) {
    fs::remove(folder_.path() / file);
    return folder_.path() / file;
  }
  void restore(const std::string& file) { fs::create_symlink(kModels + "/" + file, fresh(file)); }

  void make_absent(const std::string& file) { fresh(file); }
  void make_empty(const std::string& file) { std::ofstream(fresh(file)).flush(); }
  void make_garbage(const std::string& file) { std::ofstream(fresh(file)) << "<html>404 not found</html>\n"; }
  void truncate(const std::string& file) {
    fs::copy_file(kModels + "/" + file, fresh(file));
    fs::resize_file(folder_.path() / file, fs::file_size(folder_.path() / file) / 2);
  }
  void replace(const std::string& file, const std::string& by) { fs::create_symlink(kModels + "/" + by, fresh(file)); }

  /// Loading fails with one line that names the file and says what to do.
  void expect_one_line_about(const std::string& file, const std::string& spoilt_how) {
    testing::internal::CaptureStderr();
    const auto models = load_speech_models({folder_.path().string(), test::model_cache().string(), "", {}}, pool_);
    std::fflush(stderr);
    const auto printed = testing::internal::GetCapturedStderr();
    const auto about = file + " " + spoilt_how;
    ASSERT_FALSE(models) << about;
    const auto& line = models.error().message;
    EXPECT_NE(line.find(fs::path(file).parent_path().string()), std::string::npos) << about << ": " << line;
    EXPECT_NE(line.find("./run --build"), std::string::npos) << about << ": " << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << about << ": " << line;
    EXPECT_EQ(printed, "") << about;
    restore(file);
  }

  test::TempDir folder_;
  WorkerPool pool_{{}};
};

constexpr std::array kFiles{"vad/silero_vad_op18_ifless.onnx",         "turn/smart-turn-v3.2-cpu.onnx",
                            "stt/moonshine-tiny-en/encoder_model.ort", "stt/moonshine-tiny-en/decoder_model_merged.ort",
                            "stt/moonshine-tiny-en/tokens.txt",        "tts/en_US-joe-medium.onnx",
                            "tts/en_US-joe-medium.onnx.json"};

TEST_F(SpoiltModels, AnAbsentFileIsOneLine) {
  for (const std::string file : kFiles) {
    make_absent(file);
    expect_one_line_about(file, "absent");
  }
}

TEST_F(SpoiltModels, AnEmptyFileIsOneLine) {
  for (const std::string file : kFiles) {
    make_empty(file);
    expect_one_line_about(file, "empty");
  }
}

TEST_F(SpoiltModels, ATruncatedFileIsOneLine) {
  for (const std::string file : kFiles) {
    truncate(file);
    expect_one_line_about(file, "truncated");
  }
}

TEST_F(SpoiltModels, AFileOfAnotherKindIsOneLine) {
  for (const std::string file : kFiles) {
    make_garbage(file);
    expect_one_line_about(file, "garbage");
  }
}

TEST_F(SpoiltModels, AnotherModelInItsPlaceIsOneLine) {
  const std::array<std::pair<std::string, std::string>, 5> swaps{
      {{kFiles[0], kFiles[1]}, {kFiles[1], kFiles[0]}, {kFiles[2], kFiles[3]}, {kFiles[3], kFiles[2]}, {kFiles[5], kFiles[0]}}};
  for (const auto& [file, by] : swaps) {
    replace(file, by);
    expect_one_line_about(file, "replaced by " + by);
  }
}

TEST_F(SpoiltModels, FliteSpeaksWhereThereIsNoVoiceFile) {
  for (const auto* file : {"tts/en_US-joe-medium.onnx", "tts/en_US-joe-medium.onnx.json"}) make_absent(file);

  const auto voice = load_voice({folder_.path().string(), "", "flite", {}}, pool_);
  const auto joe = load_voice({folder_.path().string(), "", "", {}}, pool_);

  ASSERT_TRUE(voice) << voice.error().message;
  EXPECT_EQ((*voice)->name(), "flite-slt");
  ASSERT_FALSE(joe);
  EXPECT_NE(joe.error().message.find("--voice flite"), std::string::npos) << joe.error().message;
}

TEST_F(SpoiltModels, AVoiceOfOnesOwnThatIsMissingIsNamed) {
  const auto voice = load_voice({folder_.path().string(), "", "/voices/amy.onnx", {}}, pool_);

  ASSERT_FALSE(voice);
  EXPECT_NE(voice.error().message.find("/voices/amy.onnx"), std::string::npos) << voice.error().message;
  EXPECT_NE(voice.error().message.find("CODEVOICE_VOICE"), std::string::npos) << voice.error().message;
}

}  // namespace
}  // namespace codevoice::speech
