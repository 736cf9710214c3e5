// Silero VAD on OpenVINO: windows of many streams that wait at the same time are run as one batch.
// Ownership: shared by all sessions; pending windows keep what they need, so a stream may go while its window is running.
// Thread:    streams on their session's executor, inference on the pool at Priority::Vad.
// Errors:    Internal when inference fails, Cancelled with the waiter; the stream goes on with its last good state.
#pragma once

#include <memory>

#include "base/worker_pool.hpp"
#include "speech/model_file.hpp"
#include "speech/vad_model.hpp"

namespace codevoice::speech {

class OpenVinoRuntime;

class OpenVinoVad final : public VadModel {
 public:
  static Result<std::unique_ptr<OpenVinoVad>> create(const OpenVinoRuntime& runtime, const ModelFile& file, WorkerPool& pool);

  std::unique_ptr<VadStream> open_stream() override;
  /// Batches run and windows in them since the start: their ratio is the mean batch size.
  struct Counters {
    std::uint64_t batches = 0;
    std::uint64_t windows = 0;
  };
  Counters counters() const;

 private:
  class Batcher;
  class Stream;
  OpenVinoVad(std::shared_ptr<Batcher> batcher, WorkerPool& pool) : batcher_(std::move(batcher)), pool_(pool) {}

  std::shared_ptr<Batcher> batcher_;  // shared with jobs on the pool, which may outlive their waiters
  WorkerPool& pool_;
};

}  // namespace codevoice::speech
