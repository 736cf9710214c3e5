// The speech engines of a process as the settings want them: Deepgram with the local models behind it, or the local models alone.
// Ownership: outlives all sessions; the pool and the clock outlive it. Thread: made before media threads start; voices are opened on theirs.
// Errors:    Invalid for settings that contradict each other; what loading the models says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/worker_pool.hpp"
#include "cli/settings.hpp"
#include "speech/deepgram_account.hpp"
#include "speech/speech_models.hpp"
#include "speech/tts_service.hpp"

namespace codevoice::cli {

enum class SttChoice : std::uint8_t { Local, Nova, Flux };
enum class TtsChoice : std::uint8_t { Local, Deepgram };
struct SpeechChoice {
  SttChoice stt = SttChoice::Local;
  TtsChoice tts = TtsChoice::Local;
};
/// Invalid: an engine is asked for by name that has no key.
Result<SpeechChoice> choose_speech(const Settings& settings);

struct SpeechServices {
  std::unique_ptr<speech::VadModel> vad;
  std::unique_ptr<speech::TurnModel> turn;
  std::unique_ptr<speech::SttEngine> stt;
  std::unique_ptr<speech::SttEngine> second_stt;  // none: there is no other
  std::unique_ptr<speech::TtsService> tts;
  bool stt_paid = false;  // by the minute
  bool tts_paid = false;  // by the character
  bool recogniser_ends_turns = false;
  int failures_before_second = 2;
};

speech::DeepgramConfig deepgram_config(const Settings& settings);
/// Puts the chain together: `models` are the local engines, loaded as the choice wants them.
Result<SpeechServices> make_speech_services(const Settings& settings, speech::SpeechModels models, Clock& clock);

}  // namespace codevoice::cli
