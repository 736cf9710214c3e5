// Smart Turn v3.2 on OpenVINO.
// Ownership: shared by all sessions; running jobs keep the model alive. Thread: analyze() on the session's executor, inference on
//            the pool at Priority::Turn, one request per pool thread at most.
// Errors:    Internal when inference fails, Cancelled with the waiter.
#pragma once

#include <memory>

#include "base/worker_pool.hpp"
#include "speech/model_file.hpp"
#include "speech/turn_model.hpp"

namespace codevoice::speech {

class OpenVinoRuntime;

class OpenVinoTurn final : public TurnModel {
 public:
  static Result<std::unique_ptr<OpenVinoTurn>> create(const OpenVinoRuntime& runtime, const ModelFile& file, WorkerPool& pool);

  Awaitable<Result<TurnVerdict>> analyze(std::vector<std::int16_t> audio) override;

 private:
  class Classifier;
  OpenVinoTurn(std::shared_ptr<Classifier> classifier, WorkerPool& pool) : classifier_(std::move(classifier)), pool_(pool) {}

  std::shared_ptr<Classifier> classifier_;  // shared with jobs on the pool, which may outlive their waiters
  WorkerPool& pool_;
};

}  // namespace codevoice::speech
