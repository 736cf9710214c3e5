#include "speech/sherpa_transcriber.hpp"

#include <fcntl.h>
#include <sherpa-onnx/c-api/c-api.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <vector>

#include "speech/model_file.hpp"

namespace codevoice::speech {
namespace {

constexpr int kRateHz = 16'000;
constexpr int kTokens = 32'768;

struct RecognizerDeleter {
  void operator()(const SherpaOnnxOfflineRecognizer* recognizer) const { SherpaOnnxDestroyOfflineRecognizer(recognizer); }
};
struct StreamDeleter {
  void operator()(const SherpaOnnxOfflineStream* stream) const { SherpaOnnxDestroyOfflineStream(stream); }
};
struct ResultDeleter {
  void operator()(const SherpaOnnxOfflineRecognizerResult* result) const { SherpaOnnxDestroyOfflineRecognizerResult(result); }
};

class SherpaTranscriber final : public Transcriber {
 public:
  explicit SherpaTranscriber(const SherpaOnnxOfflineRecognizer* recognizer) : recognizer_(recognizer) {}
  std::string name() const override { return "moonshine-tiny-en"; }

  Result<std::string> transcribe(std::span<const std::int16_t> audio) override {
    const std::unique_ptr<const SherpaOnnxOfflineStream, StreamDeleter> stream(SherpaOnnxCreateOfflineStream(recognizer_.get()));
    if (!stream) return fail(ErrorKind::Internal, "no recognition stream");
    std::vector<float> samples(audio.size());
    for (std::size_t i = 0; i < audio.size(); ++i) samples[i] = static_cast<float>(audio[i]) / 32768.0F;
    SherpaOnnxAcceptWaveformOffline(stream.get(), kRateHz, samples.data(), static_cast<std::int32_t>(samples.size()));
    SherpaOnnxDecodeOfflineStream(recognizer_.get(), stream.get());
    const std::unique_ptr<const SherpaOnnxOfflineRecognizerResult, ResultDeleter> result(SherpaOnnxGetOfflineStreamResult(stream.get()));
    if (!result || result->text == nullptr) return fail(ErrorKind::Internal, "no recognition result");
    return std::string(result->text);
  }

 private:
  std::unique_ptr<const SherpaOnnxOfflineRecognizer, RecognizerDeleter> recognizer_;
};

ModelFile file_of(const std::string& path, std::string purpose) {
  return {path, std::move(purpose), "or set CODEVOICE_MODELS to the folder that holds it"};
}

/// ORT flatbuffers carry "ORTM" after their first offset. `input` is the name of an input only this graph has: the library takes
/// encoder and decoder in each other's place without a word, and then hears nothing.
Result<void> check_graph(const ModelFile& file, std::string_view input) {
  if (const auto checked = check(file); !checked) return checked;
  std::ifstream stream(file.path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const auto head = std::string_view(bytes).substr(0, 8);
  if (!head.ends_with("ORTM") || bytes.find(input) == std::string::npos) return unusable(file);
  return {};
}

Result<void> check_tokens(const ModelFile& file) {
  if (const auto checked = check(file); !checked) return checked;
  std::ifstream stream(file.path);
  int lines = 0;
  for (std::string line; std::getline(stream, line); ++lines) {
    const auto space = line.rfind(' ');
    if (space == std::string::npos || line.substr(space + 1) != std::to_string(lines)) return unusable(file);
  }
  if (lines != kTokens) return unusable(file);
  return {};
}

/// While it lives, what the library prints goes nowhere: its caller says it in one line.
class QuietStderr {
 public:
  QuietStderr() : kept_(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept_ >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0) close(nowhere);
  }
  ~QuietStderr() {
    if (kept_ < 0) return;
    dup2(kept_, STDERR_FILENO);
    close(kept_);
  }
  QuietStderr(const QuietStderr&) = delete;
  QuietStderr& operator=(const QuietStderr&) = delete;

 private:
  int kept_;
};

}  // namespace

Result<std::shared_ptr<Transcriber>> make_moonshine(const std::string& folder, Chatter chatter) {
  const auto encoder = folder + "/encoder_model.ort", decoder = folder + "/decoder_model_merged.ort", tokens = folder + "/tokens.txt";
  const auto hearing = file_of(encoder, "speech recognition model"), wording = file_of(decoder, "speech recognition model");
  if (const auto checked = check_graph(hearing, "input_values"); !checked) return tl::unexpected(checked.error());
  if (const auto checked = check_graph(wording, "encoder_hidden_states"); !checked) return tl::unexpected(checked.error());
  if (const auto checked = check_tokens(file_of(tokens, "speech recognition word list")); !checked) return tl::unexpected(checked.error());
  SherpaOnnxOfflineRecognizerConfig config{};
  config.feat_config.sample_rate = kRateHz;
  config.feat_config.feature_dim = 80;
  config.model_config.moonshine.encoder = encoder.c_str();
  config.model_config.moonshine.merged_decoder = decoder.c_str();
  config.model_config.tokens = tokens.c_str();
  config.model_config.num_threads = 1;
  config.model_config.provider = "cpu";
  config.decoding_method = "greedy_search";
  const auto* recognizer = [&] {
    std::optional<QuietStderr> quiet;
    if (chatter == Chatter::Silenced) quiet.emplace();
    return SherpaOnnxCreateOfflineRecognizer(&config);
  }();
  if (recognizer == nullptr) return unusable(file_of(folder, "speech recognition model"));  // the library does not say which file
  return std::shared_ptr<Transcriber>(std::make_shared<SherpaTranscriber>(recognizer));
}

}  // namespace codevoice::speech
