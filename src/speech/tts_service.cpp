// untested: opens engines with tests of their own; fallback_tts_test.cpp opens through it
#include "speech/tts_service.hpp"

#include "speech/fallback_tts.hpp"

namespace codevoice::speech {
namespace {

class Forwarding final : public TtsEngine {
 public:
  explicit Forwarding(std::shared_ptr<TtsEngine> engine) : engine_(std::move(engine)) {}
  std::string name() const override { return engine_->name(); }
  std::unique_ptr<Utterance> speak(std::string text) override { return engine_->speak(std::move(text)); }
  void prepare(std::string text, Prepare how) override { engine_->prepare(std::move(text), how); }

 private:
  std::shared_ptr<TtsEngine> engine_;
};

}  // namespace

std::unique_ptr<TtsEngine> SharedVoice::open(asio::any_io_executor) { return std::make_unique<Forwarding>(engine_); }

std::unique_ptr<TtsEngine> FallbackVoice::open(asio::any_io_executor executor) {
  auto first = first_->open(executor);
  return std::make_unique<FallbackTts>(std::move(first), second_->open(std::move(executor)));
}

}  // namespace codevoice::speech
