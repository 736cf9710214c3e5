#include "speech/openvino_piper.hpp"

#include <fstream>
#include <mutex>
#include <sstream>

#include "base/log.hpp"
#include "speech/espeak_phonemizer.hpp"
#include "speech/openvino_runtime.hpp"
#include "speech/piper_config.hpp"

namespace codevoice::speech {
namespace {

constexpr std::size_t kBucket = 32;      // phoneme ids: each length keeps primitives of its own, so lengths are few
constexpr std::size_t kMostIds = 1024;   // about twenty seconds of speech: a clause is far shorter
constexpr std::size_t kMostText = 2000;  // bytes: far more than that many phonemes

class PiperVoice final : public ClauseVoice {
 public:
  PiperVoice(ov::CompiledModel model, PiperConfig config, std::unique_ptr<EspeakPhonemizer> phonemizer, std::string name)
      : model_(std::move(model)), config_(std::move(config)), phonemizer_(std::move(phonemizer)), name_(std::move(name)) {}

  std::string name() const override { return name_; }
  std::uint32_t rate_hz() const override { return config_.rate_hz; }

  std::vector<std::size_t> phonemes_in(const std::vector<std::string>& words) override {
    std::vector<std::size_t> counts;
    counts.reserve(words.size());
    for (const auto& word : words) {
      const auto phonemes = word.size() > kMostText ? Result<std::string>{} : phonemizer_->phonemes(word);
      if (!phonemes) return {};
      counts.push_back(config_.sounds_in(*phonemes));
    }
    return counts;
  }

  Result<audio::Pcm> synthesize(const std::string& clause) override {
    if (clause.size() > kMostText) return fail(ErrorKind::Invalid, "the clause is too long to speak");
    const auto phonemes = phonemizer_->phonemes(clause);
    if (!phonemes) return tl::unexpected(phonemes.error());
    auto ids = config_.ids_of(*phonemes);
    if (ids.size() > kMostIds) return fail(ErrorKind::Invalid, "the clause is too long to speak");
    try {
      auto pcm = infer(std::move(ids));
      trim_silence(pcm, config_.rate_hz);
      return pcm;
    } catch (const std::exception& problem) {
      return fail(ErrorKind::Internal, std::string("voice: ") + problem.what());
    }
  }

 private:
  audio::Pcm infer(std::vector<std::int64_t> ids) {
    std::int64_t length = static_cast<std::int64_t>(ids.size());
    ids.resize((ids.size() + kBucket - 1) / kBucket * kBucket, 0);  // what lies past `length` is masked by the model
    std::array<float, 3> scales{config_.noise_scale, config_.length_scale, config_.noise_w};
    const std::scoped_lock lock(mutex_);
    auto request = model_.create_infer_request();  // one a clause: it keeps buffers for the longest it has spoken
    request.set_tensor("input", ov::Tensor(ov::element::i64, {1, ids.size()}, ids.data()));
    request.set_tensor("input_lengths", ov::Tensor(ov::element::i64, {1}, &length));
    request.set_tensor("scales", ov::Tensor(ov::element::f32, {3}, scales.data()));
    request.infer();
    const auto out = request.get_output_tensor();
    const auto* samples = out.data<const float>();
    audio::Pcm pcm(out.get_size());
    for (std::size_t i = 0; i < pcm.size(); ++i) pcm[i] = audio::to_sample(static_cast<double>(samples[i]) * 32'767.0);
    return pcm;
  }

  ov::CompiledModel model_;
  PiperConfig config_;
  std::unique_ptr<EspeakPhonemizer> phonemizer_;
  std::string name_;
  std::mutex mutex_;
};

}  // namespace

Result<std::shared_ptr<ClauseVoice>> make_piper(const OpenVinoRuntime& runtime, const ModelFile& file) {
  ModelFile description = file;
  description.path += ".json";
  description.purpose += "'s description";
  if (const auto checked = check(description); !checked) return tl::unexpected(checked.error());
  std::ifstream json(description.path);
  std::ostringstream text;
  text << json.rdbuf();
  auto config = PiperConfig::parse(text.str());
  if (!config) {
    log::debug("voice.description", {{"reason", config.error().message}});
    return unusable(description);
  }
  EspeakConfig espeak;
  espeak.voice = config->espeak_voice;
  auto phonemizer = EspeakPhonemizer::create(espeak);
  if (!phonemizer) return tl::unexpected(phonemizer.error());
  auto model = runtime.compile(file, {}, OpenVinoRuntime::Primitives::Forget);
  if (!model) return tl::unexpected(model.error());
  auto voice = std::make_shared<PiperVoice>(std::move(*model), std::move(*config), std::move(*phonemizer), file.path.stem().string());
  if (const auto spoken = voice->synthesize("hello"); !spoken || spoken->empty()) return unusable(file);  // also warms up
  return std::shared_ptr<ClauseVoice>(std::move(voice));
}

}  // namespace codevoice::speech
