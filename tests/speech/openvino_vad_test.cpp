#include "speech/openvino_vad.hpp"

#include <gtest/gtest.h>

#include "speech/openvino_runtime.hpp"
#include "speech/speech_fixture.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::speech {
namespace {

using Window = std::array<std::int16_t, kVadWindow>;

std::vector<Window> windows_of(std::span<const std::int16_t> pcm) {
  std::vector<Window> windows;
  for (; pcm.size() >= kVadWindow; pcm = pcm.subspan(kVadWindow)) {
    Window window;
    std::copy_n(pcm.begin(), kVadWindow, window.begin());
    windows.push_back(window);
  }
  return windows;
}

Awaitable<std::vector<float>> run_through(VadStream& stream, std::vector<Window> windows) {
  std::vector<float> probabilities;
  for (const auto& window : windows) {
    auto probability = co_await stream.probability(window);
    probabilities.push_back(probability ? *probability : -1.0F);
  }
  co_return probabilities;
}

class OpenVinoVadTest : public testing::Test {
 protected:
  OpenVinoVadTest()
      : runtime_(OpenVinoRuntime::create(test::model_cache()).value()), vad_(OpenVinoVad::create(runtime_, test::vad_file(), pool_).value()) {}

  std::vector<float> probabilities_of(VadStream& stream, std::span<const std::int16_t> pcm) {
    return test::run(loop_, run_through(stream, windows_of(pcm)));
  }

  asio::io_context loop_;
  WorkerPool pool_{{}};
  OpenVinoRuntime runtime_;
  std::unique_ptr<OpenVinoVad> vad_;
};

std::vector<float> reference() {  // ONNX Runtime's answers (tools/make_mel_fixture.py)
  const auto bytes = test::read_file(test::data_dir() / "silero_vad.bin");
  std::vector<float> probabilities(bytes.size() / sizeof(float));
  std::memcpy(probabilities.data(), bytes.data(), bytes.size());
  return probabilities;
}

// R6
TEST_F(OpenVinoVadTest, ProbabilitiesAreOnnxRuntimesWithinAThousandth) {
  const auto stream = vad_->open_stream();
  const auto expected = reference();

  const auto probabilities = probabilities_of(*stream, test::read_speech());

  ASSERT_EQ(probabilities.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(probabilities[i], expected[i], 1e-3F) << "window " << i;
}

TEST_F(OpenVinoVadTest, SilenceIsNotSpeech) {
  const auto stream = vad_->open_stream();

  const auto probabilities = probabilities_of(*stream, std::vector<std::int16_t>(48'000));

  EXPECT_LT(*std::max_element(probabilities.begin(), probabilities.end()), 0.2F);
}

TEST_F(OpenVinoVadTest, StreamsRunTogetherGiveWhatEachGivesAlone) {
  const auto speech = test::read_speech();
  constexpr std::size_t kStreams = 5;
  std::vector<std::vector<Window>> inputs;
  std::vector<std::vector<float>> alone;
  for (std::size_t i = 0; i < kStreams; ++i) {
    inputs.push_back(windows_of(std::span(speech).subspan(i * 8'000, 32'000)));
    const auto stream = vad_->open_stream();
    alone.push_back(test::run(loop_, run_through(*stream, inputs.back())));
  }
  const auto before = vad_->counters();

  std::vector<std::unique_ptr<VadStream>> streams;
  std::vector<std::vector<float>> together(kStreams);
  for (std::size_t i = 0; i < kStreams; ++i) {
    streams.push_back(vad_->open_stream());
    asio::co_spawn(loop_, run_through(*streams[i], inputs[i]),
                   [&together, i](std::exception_ptr, std::vector<float> result) { together[i] = std::move(result); });
  }
  loop_.restart();
  loop_.run();

  const auto after = vad_->counters();
  EXPECT_LT(after.batches - before.batches, after.windows - before.windows);  // some really went together
  for (std::size_t i = 0; i < kStreams; ++i) {
    ASSERT_EQ(together[i].size(), alone[i].size());
    for (std::size_t w = 0; w < alone[i].size(); ++w) EXPECT_NEAR(together[i][w], alone[i][w], 1e-4F);
  }
}

TEST_F(OpenVinoVadTest, AResetStreamIsAsNew) {
  const auto speech = test::read_speech();
  const auto used = vad_->open_stream();
  const auto fresh = vad_->open_stream();
  probabilities_of(*used, speech);

  used->reset();

  EXPECT_EQ(probabilities_of(*used, std::span(speech).first(16'000)), probabilities_of(*fresh, std::span(speech).first(16'000)));
}

TEST_F(OpenVinoVadTest, AModelOfAnotherKindIsRefused) {
  const auto vad =
      OpenVinoVad::create(runtime_, {test::turn_file().path, "voice activity model", "or set CODEVOICE_VAD_MODEL to another file"}, pool_);

  ASSERT_FALSE(vad);
  EXPECT_EQ(vad.error().kind, ErrorKind::Invalid);
}

}  // namespace
}  // namespace codevoice::speech
