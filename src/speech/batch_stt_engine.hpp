// Makes a live SttEngine of a Transcriber: decodes at the VAD's pauses (so the text is ready when the turn is found to be over), again
// when more was said, and shows captions of what was said so far while the machine has time.
// Cost:      captions use at most 0.25 of a core alone, 0.1 each when several speak, none from four speakers on (R16).
// Ownership: pool and transcriber outlive every stream. Thread: streams on their session's executor; decoding on the pool.
// Errors:    a decode that fails is told by on_error once; finish_turn then gives the error.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "base/worker_pool.hpp"
#include "speech/stt_engine.hpp"
#include "speech/transcriber.hpp"

namespace codevoice::speech {

/// Mends jargon: (text, terms of the current question) -> text.
using VocabularyRepair = std::function<std::string(std::string_view, const std::vector<std::string>&)>;

/// None: where nobody reads them, and what is heard shall not depend on how fast the machine is.
enum class Captions : std::uint8_t { Shown, None };

struct BatchSttShared {
  std::shared_ptr<Transcriber> transcriber;
  WorkerPool* pool = nullptr;
  VocabularyRepair repair;  // may be empty: texts stay as heard
  Captions captions = Captions::Shown;
  std::atomic<int> speaking{0};  // streams in which somebody speaks right now
};

class BatchSttEngine final : public SttEngine {
 public:
  BatchSttEngine(WorkerPool& pool, std::shared_ptr<Transcriber> transcriber, VocabularyRepair repair = {}, Captions captions = Captions::Shown);
  std::string name() const override;
  Result<std::unique_ptr<SttStream>> open(asio::any_io_executor executor, SttListener listener) override;

 private:
  std::shared_ptr<BatchSttShared> shared_;
};

}  // namespace codevoice::speech
