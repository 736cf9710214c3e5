#include "speech/openvino_turn.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "speech/log_mel.hpp"
#include "speech/openvino_runtime.hpp"

namespace codevoice::speech {

class OpenVinoTurn::Classifier {
 public:
  explicit Classifier(ov::CompiledModel model) : model_(std::move(model)) {}

  Result<TurnVerdict> run(std::span<const std::int16_t> audio) {
    const auto started = std::chrono::steady_clock::now();
    try {
      TurnVerdict verdict;
      verdict.complete = std::clamp(infer(audio), 0.0F, 1.0F);
      verdict.inference = std::chrono::steady_clock::now() - started;
      return verdict;
    } catch (const std::exception& problem) {
      return fail(ErrorKind::Internal, std::string("turn model: ") + problem.what());
    }
  }

 private:
  float infer(std::span<const std::int16_t> audio) {
    auto features = mel_.compute(audio);
    auto request = take();
    request.set_input_tensor(ov::Tensor(ov::element::f32, {1, LogMel::kBands, LogMel::kFrames}, features.data()));
    request.infer();
    const float complete = *request.get_output_tensor().data<const float>();
    give_back(std::move(request));
    return complete;
  }

  ov::InferRequest take() {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) return model_.create_infer_request();
    auto request = std::move(idle_.back());
    idle_.pop_back();
    return request;
  }
  void give_back(ov::InferRequest request) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(request));
  }

  LogMel mel_;
  ov::CompiledModel model_;
  std::mutex mutex_;
  std::vector<ov::InferRequest> idle_;
};

Result<std::unique_ptr<OpenVinoTurn>> OpenVinoTurn::create(const OpenVinoRuntime& runtime, const ModelFile& file, WorkerPool& pool) {
  const OpenVinoRuntime::Shapes shapes{{"input_features", ov::PartialShape{1, LogMel::kBands, LogMel::kFrames}}};
  auto model = runtime.compile(file, shapes);
  if (!model) return tl::unexpected(model.error());
  auto classifier = std::make_shared<Classifier>(std::move(*model));
  if (!classifier->run({})) return unusable(file);  // also warms up
  return std::unique_ptr<OpenVinoTurn>(new OpenVinoTurn(std::move(classifier), pool));
}

Awaitable<Result<TurnVerdict>> OpenVinoTurn::analyze(std::vector<std::int16_t> audio) {
  std::function<Result<TurnVerdict>()> job = [classifier = classifier_, clip = std::move(audio)] { return classifier->run(clip); };
  co_return co_await pool_.run<TurnVerdict>(Priority::Turn, std::move(job));
}

}  // namespace codevoice::speech
