// A TtsEngine of a ClauseVoice: clause by clause on the pool, known clauses from the cache.
// Ownership: shares voice and cache with its utterances; the pool outlives them. Thread: utterances on their session's executor.
// Errors:    from next(), see TtsEngine.
#pragma once

#include <memory>

#include "base/worker_pool.hpp"
#include "speech/clause_voice.hpp"
#include "speech/speech_cache.hpp"
#include "speech/tts_engine.hpp"
#include "speech/word_places.hpp"

namespace codevoice::speech {

class LocalTts final : public TtsEngine {
 public:
  /// By the engine, its utterances and their jobs.
  struct Shared {
    std::shared_ptr<ClauseVoice> voice;
    std::shared_ptr<SpeechCache> cache;
    std::shared_ptr<WordPlaces> places;
  };
  LocalTts(WorkerPool& pool, std::shared_ptr<ClauseVoice> voice, SpeechCacheConfig cache);
  std::string name() const override { return shared_.voice->name(); }
  std::unique_ptr<Utterance> speak(std::string text) override;
  void prepare(std::string text, Prepare how) override;

 private:
  WorkerPool& pool_;
  Shared shared_;
};

}  // namespace codevoice::speech
