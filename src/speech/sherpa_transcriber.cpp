#include "speech/sherpa_transcriber.hpp"

#include <sherpa-onnx/c-api/c-api.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

namespace codevoice::speech {
namespace {

constexpr int kRateHz = 16'000;

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

/// ORT flatbuffers carry "ORTM" after their first offset.
Result<void> check_ort_file(const std::string& path) {
  std::error_code missing;
  if (!std::filesystem::exists(path, missing)) return fail(ErrorKind::NotFound, "speech model missing: " + path + " (./run --build fetches it)");
  std::ifstream file(path, std::ios::binary);
  std::array<char, 8> head{};
  file.read(head.data(), head.size());
  const auto size = std::filesystem::file_size(path, missing);
  if (!file || std::string_view(head.data() + 4, 4) != "ORTM" || size < 1'000'000) {
    return fail(ErrorKind::Invalid, "speech model broken: " + path + " (delete it; ./run --build fetches it again)");
  }
  return {};
}

Result<void> check_tokens(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  int lines = 0;
  while (std::getline(file, line)) lines += line.find(' ') != std::string::npos ? 1 : 0;
  if (lines >= 1000) return {};
  return fail(ErrorKind::NotFound, "speech model's word list missing or broken: " + path + " (delete it; ./run --build makes it again)");
}

}  // namespace

Result<std::shared_ptr<Transcriber>> make_moonshine(const std::string& folder) {
  const auto encoder = folder + "/encoder_model.ort", decoder = folder + "/decoder_model_merged.ort", tokens = folder + "/tokens.txt";
  for (const auto& path : {encoder, decoder}) {
    if (const auto checked = check_ort_file(path); !checked) return tl::unexpected(checked.error());
  }
  if (const auto checked = check_tokens(tokens); !checked) return tl::unexpected(checked.error());
  SherpaOnnxOfflineRecognizerConfig config{};
  config.feat_config.sample_rate = kRateHz;
  config.feat_config.feature_dim = 80;
  config.model_config.moonshine.encoder = encoder.c_str();
  config.model_config.moonshine.merged_decoder = decoder.c_str();
  config.model_config.tokens = tokens.c_str();
  config.model_config.num_threads = 1;
  config.model_config.provider = "cpu";
  config.decoding_method = "greedy_search";
  const auto* recognizer = SherpaOnnxCreateOfflineRecognizer(&config);
  if (recognizer == nullptr) return fail(ErrorKind::Invalid, "the speech model in " + folder + " cannot be loaded");
  return std::shared_ptr<Transcriber>(std::make_shared<SherpaTranscriber>(recognizer));
}

}  // namespace codevoice::speech
