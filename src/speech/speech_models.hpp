// Everything local speech needs, loaded once per process.
// Ownership: the pool outlives the models, the models all sessions. Thread: load blocks (a second or two); use as each interface says.
// Errors:    the first file missing or broken, in one line with what to do.
#pragma once

#include <memory>
#include <string>

#include "base/worker_pool.hpp"
#include "speech/batch_stt_engine.hpp"
#include "speech/tts_engine.hpp"
#include "speech/turn_model.hpp"
#include "speech/vad_model.hpp"

namespace codevoice::speech {

/// Now: at start, and a missing or unusable one is an error. Soon: beside the rest of the start; a missing one is an error, an unusable one
/// a line in the log. StandIn: when a service fails; a missing one is left out, with a line in the log. Never: it is not wanted.
enum class Loading : std::uint8_t { Now, Soon, StandIn, Never };

struct SpeechModelsConfig {
  std::string models_folder;  // vad/, turn/, stt/, tts/ below it
  std::string cache_folder;   // compiled models and spoken texts; empty: none kept
  std::string voice;          // a Piper .onnx, "flite" or "flite:SPEAKER"; empty: the Piper voice in models_folder
  VocabularyRepair repair;
  Loading turn_loading = Loading::Now;   // or Soon
  Loading stt_loading = Loading::Now;    // or StandIn
  Loading voice_loading = Loading::Now;  // or StandIn, or Never
  Captions captions = Captions::Shown;   // of the local recogniser
};

struct SpeechModels {
  std::unique_ptr<VadModel> vad;
  std::unique_ptr<TurnModel> turn;
  std::unique_ptr<SttEngine> stt;  // none: a stand-in that is not there
  std::unique_ptr<TtsEngine> tts;  // the same
};

Result<SpeechModels> load_speech_models(const SpeechModelsConfig& config, WorkerPool& pool);
/// Only the voice: for a tool that speaks and does not listen.
Result<std::unique_ptr<TtsEngine>> load_voice(const SpeechModelsConfig& config, WorkerPool& pool);

}  // namespace codevoice::speech
