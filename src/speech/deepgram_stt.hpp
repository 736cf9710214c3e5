// Deepgram as a speech recogniser: /v1/listen (Nova), or /v2/listen (Flux), which also says when a turn is over.
// Cost:      only speech is sent, with a little before and after it; silence is bridged by KeepAlive.
// Ownership: the account is shared by all engines and streams of the process. Thread: streams on their session's executor.
// Errors:    a lost connection is opened again and what was not confirmed is sent again; a service that stays away, refuses or says
//            nothing more is told by on_error once, after the words it did confirm were told as final.
#pragma once

#include "speech/deepgram_account.hpp"
#include "speech/stt_encoding.hpp"
#include "speech/stt_engine.hpp"

namespace codevoice::speech {

enum class Dialect : std::uint8_t { Nova, Flux };

struct DeepgramSttConfig {
  Dialect dialect = Dialect::Nova;
  SttEncoding encoding = SttEncoding::Linear16;
  bool has_fallback = false;  // another engine is ready: give up early rather than wait
  std::chrono::milliseconds chunk{60};
  std::chrono::milliseconds endpointing{100};    // of silence, after which Nova makes its results final
  std::chrono::milliseconds before_speech{400};  // sent of what came before the VAD's mark
  std::chrono::milliseconds after_speech{300};
  std::chrono::milliseconds keep_alive{4000};
  std::chrono::milliseconds answer_limit{1200};  // for the last words of a turn
  std::chrono::milliseconds silent_limit{3000};  // of speech sent without any answer
  std::chrono::milliseconds outage_limit{4000};  // without a connection while somebody speaks
};

class DeepgramStt final : public SttEngine {
 public:
  DeepgramStt(std::shared_ptr<DeepgramAccount> account, const DeepgramSttConfig& config) : account_(std::move(account)), config_(config) {}
  std::string name() const override;
  Result<std::unique_ptr<SttStream>> open(asio::any_io_executor executor, SttListener listener) override;

 private:
  std::shared_ptr<DeepgramAccount> account_;
  DeepgramSttConfig config_;
};

}  // namespace codevoice::speech
