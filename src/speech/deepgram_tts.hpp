// Deepgram's voice: one warm WebSocket for each session (/v1/speak), a plain request where that fails, known texts from the cache.
// An utterance that is dropped is cleared at once; audio of it that still comes is thrown away.
// Units:     48 kHz, as it is played: nothing is resampled. Ownership: shares account and cache with its voices.
// Thread:    a voice on its session's executor. Errors: from next(), when socket and request both failed.
#pragma once

#include "speech/deepgram_account.hpp"
#include "speech/speech_cache.hpp"
#include "speech/tts_service.hpp"

namespace codevoice::speech {

struct DeepgramTtsConfig {
  std::chrono::milliseconds first_audio_limit{1200};  // by the socket, and again by a request
  std::chrono::milliseconds audio_limit{1500};        // for the next piece
  std::chrono::milliseconds prepared_for{15'000};     // what was prepared for a reply that never came
  std::size_t flushes_a_minute = 18;                  // the service takes 20; the rest goes by request
};

class DeepgramTts final : public TtsService {
 public:
  DeepgramTts(std::shared_ptr<DeepgramAccount> account, std::shared_ptr<SpeechCache> cache, const DeepgramTtsConfig& config = {})
      : account_(std::move(account)), cache_(std::move(cache)), config_(config) {}
  std::string name() const override { return "Deepgram " + account_->config.voice; }
  std::unique_ptr<TtsEngine> open(asio::any_io_executor executor) override;

 private:
  std::shared_ptr<DeepgramAccount> account_;
  std::shared_ptr<SpeechCache> cache_;
  DeepgramTtsConfig config_;
};

}  // namespace codevoice::speech
