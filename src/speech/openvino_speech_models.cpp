// untested: loads the tested engines; speech_models_test.cpp loads the whole set
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/log.hpp"
#include "speech/flite_voice.hpp"
#include "speech/lazy_models.hpp"
#include "speech/local_tts.hpp"
#include "speech/openvino_piper.hpp"
#include "speech/openvino_runtime.hpp"
#include "speech/openvino_turn.hpp"
#include "speech/piper_config.hpp"
#include "speech/sherpa_transcriber.hpp"
#include "speech/silero_vad.hpp"
#include "speech/speech_models.hpp"

namespace codevoice::speech {
namespace {

ModelFile file_of(const std::string& path, std::string purpose) {
  return ModelFile{path, std::move(purpose), "or set CODEVOICE_MODELS to the folder that holds it"};
}

Result<std::shared_ptr<ClauseVoice>> voice_of(const OpenVinoRuntime& runtime, const SpeechModelsConfig& config) {
  if (const auto speaker = flite_speaker(config.voice)) return make_flite(*speaker);
  const auto path = config.voice.empty() ? config.models_folder + "/tts/en_US-joe-medium.onnx" : config.voice;
  return make_piper(runtime, {path, "voice", "set CODEVOICE_VOICE to another Piper voice, or start with --voice flite, which needs no file"});
}

std::unique_ptr<TtsEngine> tts_of(std::shared_ptr<ClauseVoice> voice, const SpeechModelsConfig& config, WorkerPool& pool) {
  SpeechCacheConfig cache;
  if (!config.cache_folder.empty()) cache.folder = config.cache_folder + "/speech";
  return std::make_unique<LocalTts>(pool, std::move(voice), std::move(cache));
}

Result<std::unique_ptr<TtsEngine>> load_voice_with(const OpenVinoRuntime& runtime, const SpeechModelsConfig& config, WorkerPool& pool) {
  auto voice = voice_of(runtime, config);
  if (!voice) return tl::unexpected(voice.error());
  return tts_of(std::move(*voice), config, pool);
}

bool stands_by(const std::string& path, const char* purpose) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return true;
  log::warn("speech.no_stand_in", {{"for", purpose}, {"missing", path}});
  return false;
}

/// Loaded in the background, so that the start waits for nothing and a service that fails later finds them ready.
std::unique_ptr<SttEngine> standby_stt(const SpeechModelsConfig& config, WorkerPool& pool) {
  const auto folder = config.models_folder + "/stt/moonshine-tiny-en";
  if (!stands_by(folder, "speech recognition")) return nullptr;
  auto lazy = std::make_shared<LazyTranscriber>("moonshine-tiny-en", [folder] { return make_moonshine(folder, Chatter::Heard); });
  pool.post(Priority::Background, [lazy] { lazy->warm(); });
  return std::make_unique<BatchSttEngine>(pool, std::move(lazy), config.repair);
}

std::unique_ptr<TtsEngine> standby_tts(const OpenVinoRuntime& runtime, const SpeechModelsConfig& config, WorkerPool& pool) {
  if (flite_speaker(config.voice)) {  // small: loaded at once
    auto flite = load_voice_with(runtime, config, pool);
    return flite ? std::move(*flite) : nullptr;
  }
  const auto path = config.voice.empty() ? config.models_folder + "/tts/en_US-joe-medium.onnx" : config.voice;
  std::ifstream file(path + ".json");
  const auto described = PiperConfig::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!stands_by(path, "the voice") || !described) return nullptr;
  auto lazy = std::make_shared<LazyVoice>(std::filesystem::path(path).stem().string(), described->rate_hz,
                                          [runtime, config] { return voice_of(runtime, config); });
  pool.post(Priority::Background, [lazy] { lazy->warm(); });
  return tts_of(std::move(lazy), config, pool);
}

}  // namespace

Result<std::unique_ptr<TtsEngine>> load_voice(const SpeechModelsConfig& config, WorkerPool& pool) {
  auto runtime = OpenVinoRuntime::create(config.cache_folder.empty() ? "" : config.cache_folder + "/models");
  if (!runtime) return tl::unexpected(runtime.error());
  return load_voice_with(*runtime, config, pool);
}

Result<SpeechModels> load_speech_models(const SpeechModelsConfig& config, WorkerPool& pool) {
  const auto started = std::chrono::steady_clock::now();
  auto runtime = OpenVinoRuntime::create(config.cache_folder.empty() ? "" : config.cache_folder + "/models");
  if (!runtime) return tl::unexpected(runtime.error());
  SpeechModels models;
  auto vad = SileroVad::create(file_of(config.models_folder + "/vad/silero_vad_op18_ifless.onnx", "voice activity model"));
  if (!vad) return tl::unexpected(vad.error());
  models.vad = std::move(*vad);
  const auto turn_file = file_of(config.models_folder + "/turn/smart-turn-v3.2-cpu.onnx", "turn model");
  auto turn = config.turn_loading == Loading::Soon ? OpenVinoTurn::create_in_background(*runtime, turn_file, pool)
                                                   : OpenVinoTurn::create(*runtime, turn_file, pool);
  if (!turn) return tl::unexpected(turn.error());
  models.turn = std::move(*turn);
  if (config.stt_loading == Loading::StandIn) {
    models.stt = standby_stt(config, pool);
  } else {
    auto transcriber = make_moonshine(config.models_folder + "/stt/moonshine-tiny-en");
    if (!transcriber) return tl::unexpected(transcriber.error());
    models.stt = std::make_unique<BatchSttEngine>(pool, std::move(*transcriber), config.repair, config.captions);
  }
  if (config.voice_loading == Loading::StandIn) {
    models.tts = standby_tts(*runtime, config, pool);
  } else if (config.voice_loading == Loading::Now) {
    auto tts = load_voice_with(*runtime, config, pool);
    if (!tts) return tl::unexpected(tts.error());
    models.tts = std::move(*tts);
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
  log::info("speech.models_ready",
            {{"ms", took.count()}, {"stt", models.stt ? models.stt->name() : "none"}, {"voice", models.tts ? models.tts->name() : "none"}});
  return models;
}

}  // namespace codevoice::speech
