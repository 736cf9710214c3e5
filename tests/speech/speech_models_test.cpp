#include "speech/speech_models.hpp"

#include <gtest/gtest.h>

#include "audio/pcm.hpp"
#include "audio/resampler.hpp"
#include "speech/sherpa_transcriber.hpp"
#include "support/run_awaitable.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::speech {
namespace {

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

TEST(SpeechModels, AMissingFolderIsOneClearLine) {
  WorkerPool pool({});
  const auto models = load_speech_models({"/no/such/models", "", "", {}}, pool);

  ASSERT_FALSE(models);
  EXPECT_NE(models.error().message.find("/no/such/models/vad"), std::string::npos) << models.error().message;
  EXPECT_EQ(models.error().message.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace codevoice::speech
