// Two voices in a chain: what the first cannot say, the second does, from the word on where the first broke off. Where the first is slower
// than it plays, the second says the rest of the reply.
// Ownership: owns both; utterances may outlive it. Thread: the session's executor.
// Errors:    next() fails only when both do. take_fallback() tells each change of voice once.
#pragma once

#include "base/clock.hpp"
#include "speech/tts_engine.hpp"

namespace codevoice::speech {

class FallbackTts final : public TtsEngine {
 public:
  FallbackTts(std::unique_ptr<TtsEngine> first, std::unique_ptr<TtsEngine> second);
  ~FallbackTts() override;
  FallbackTts(const FallbackTts&) = delete;
  FallbackTts& operator=(const FallbackTts&) = delete;

  std::string name() const override;
  std::unique_ptr<Utterance> speak(std::string text) override;
  void prepare(std::string text, Prepare how) override;
  void reply_begins() override;
  void fell_behind() override;
  std::optional<Fallback> take_fallback() override;

 private:
  struct Chain;
  class Speaking;
  std::shared_ptr<Chain> chain_;  // with utterances that are still spoken
};

/// Where the next word begins after `spoken` of a text that takes `whole` to say; its size when nothing is left.
std::size_t next_word_after(std::string_view text, Duration spoken, Duration whole);

}  // namespace codevoice::speech
