// Where each session gets its voice from: engines that keep a connection open one for each session, local ones share theirs.
// Ownership: outlives the voices it opened. Thread: open() on any media thread; a voice on its session's executor.
#pragma once

#include "speech/tts_engine.hpp"

namespace codevoice::speech {

class TtsService {
 public:
  virtual ~TtsService() = default;
  virtual std::string name() const = 0;
  virtual std::unique_ptr<TtsEngine> open(asio::any_io_executor executor) = 0;
};

/// One engine for all sessions.
class SharedVoice final : public TtsService {
 public:
  explicit SharedVoice(std::shared_ptr<TtsEngine> engine) : engine_(std::move(engine)) {}
  std::string name() const override { return engine_->name(); }
  std::unique_ptr<TtsEngine> open(asio::any_io_executor executor) override;

 private:
  std::shared_ptr<TtsEngine> engine_;
};

/// `first`, and `second` from where it fails.
class FallbackVoice final : public TtsService {
 public:
  FallbackVoice(std::unique_ptr<TtsService> first, std::unique_ptr<TtsService> second) : first_(std::move(first)), second_(std::move(second)) {}
  std::string name() const override { return first_->name(); }
  std::unique_ptr<TtsEngine> open(asio::any_io_executor executor) override;

 private:
  std::unique_ptr<TtsService> first_;
  std::unique_ptr<TtsService> second_;
};

}  // namespace codevoice::speech
