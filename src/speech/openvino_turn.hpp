// Smart Turn v3.2 on OpenVINO.
// Ownership: shared by all sessions; running jobs keep the model alive. Thread: analyze() on the session's executor, inference on
//            the pool at Priority::Turn, one request per pool thread at most; a question asked while the model is loaded waits there.
// Errors:    Internal when inference fails, Cancelled with the waiter; a model that could not be loaded says why at every call.
#pragma once

#include <memory>

#include "base/worker_pool.hpp"
#include "speech/lazy.hpp"
#include "speech/model_file.hpp"
#include "speech/turn_model.hpp"

namespace codevoice::speech {

class OpenVinoRuntime;

class OpenVinoTurn final : public TurnModel {
 public:
  static Result<std::unique_ptr<OpenVinoTurn>> create(const OpenVinoRuntime& runtime, const ModelFile& file, WorkerPool& pool);
  /// Loaded on the pool while the process goes on starting. A missing or empty file is an error now, an unusable one a line in the log.
  static Result<std::unique_ptr<OpenVinoTurn>> create_in_background(const OpenVinoRuntime& runtime, const ModelFile& file, WorkerPool& pool);

  Awaitable<Result<TurnVerdict>> analyze(std::vector<std::int16_t> audio) override;

 private:
  class Classifier;
  using Model = std::shared_ptr<Lazy<Classifier>>;
  OpenVinoTurn(Model model, WorkerPool& pool) : model_(std::move(model)), pool_(pool) {}
  static Result<std::shared_ptr<Classifier>> load(const OpenVinoRuntime& runtime, const ModelFile& file);

  Model model_;  // shared with jobs on the pool, which may outlive their waiters
  WorkerPool& pool_;
};

}  // namespace codevoice::speech
