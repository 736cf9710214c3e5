#include "speech/openvino_turn.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

#include "base/log.hpp"
#include "speech/log_mel.hpp"
#include "speech/openvino_runtime.hpp"
#include "speech/openvino_turn_graph.hpp"

namespace codevoice::speech {

class OpenVinoTurn::Classifier {
 public:
  explicit Classifier(ov::CompiledModel model) : model_(std::move(model)) {}

  Result<TurnVerdict> run(std::span<const std::int16_t> audio) {
    const auto started = std::chrono::steady_clock::now();
    try {
      TurnVerdict verdict;
      verdict.complete = std::clamp(infer(audio, verdict.impression), 0.0F, 1.0F);
      verdict.inference = std::chrono::steady_clock::now() - started;
      return verdict;
    } catch (const std::exception& problem) {
      return fail(ErrorKind::Internal, std::string("turn model: ") + problem.what());
    }
  }

 private:
  float infer(std::span<const std::int16_t> audio, std::vector<float>& impression) {
    auto features = mel_.compute(audio);
    auto request = take();
    request.set_input_tensor(ov::Tensor(ov::element::f32, {1, LogMel::kBands, LogMel::kFrames}, features.data()));
    request.infer();
    const float complete = *request.get_output_tensor(0).data<const float>();
    if (model_.outputs().size() > 1) {
      const auto told = request.get_output_tensor(1);
      impression.assign(told.data<const float>(), told.data<const float>() + told.get_size());
    }
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

Result<std::shared_ptr<OpenVinoTurn::Classifier>> OpenVinoTurn::load(const OpenVinoRuntime& runtime, const ModelFile& file) {
  const OpenVinoRuntime::Shapes shapes{{"input_features", ov::PartialShape{1, LogMel::kBands, LogMel::kFrames}}};
  const auto edit = [](ov::Model& graph) {
    drop_harmful_roundings(graph);
    tell_impression(graph);
  };
  auto model = runtime.compile(file, shapes, OpenVinoRuntime::Primitives::Keep, edit);
  if (!model) return tl::unexpected(model.error());
  auto classifier = std::make_shared<Classifier>(std::move(*model));
  if (const auto warm = classifier->run({}); !warm) {
    log::warn("turn_model.unusable", {{"file", file.path.string()}, {"problem", warm.error().message}});
    return unusable(file);
  }
  return classifier;
}

Result<std::unique_ptr<OpenVinoTurn>> OpenVinoTurn::create(const OpenVinoRuntime& runtime, const ModelFile& file, WorkerPool& pool) {
  auto model = std::make_shared<Lazy<Classifier>>([&] { return load(runtime, file); });
  if (const auto& loaded = model->get(); !loaded) return tl::unexpected(loaded.error());
  return std::unique_ptr<OpenVinoTurn>(new OpenVinoTurn(std::move(model), pool));
}

Result<std::unique_ptr<OpenVinoTurn>> OpenVinoTurn::create_in_background(const OpenVinoRuntime& runtime, const ModelFile& file, WorkerPool& pool) {
  if (auto there = check(file); !there) return tl::unexpected(there.error());
  auto model = std::make_shared<Lazy<Classifier>>([runtime, file] { return load(runtime, file); });
  pool.post(Priority::Turn, [model] {
    if (const auto& loaded = model->get(); !loaded) log::error("turn_model.not_loaded", {{"reason", loaded.error().message}});
  });
  return std::unique_ptr<OpenVinoTurn>(new OpenVinoTurn(std::move(model), pool));
}

Awaitable<Result<TurnVerdict>> OpenVinoTurn::analyze(std::vector<std::int16_t> audio) {
  std::function<Result<TurnVerdict>()> job = [model = model_, clip = std::move(audio)]() -> Result<TurnVerdict> {
    const auto& classifier = model->get();
    if (!classifier) return tl::unexpected(classifier.error());
    return (*classifier)->run(clip);
  };
  co_return co_await pool_.run<TurnVerdict>(Priority::Turn, std::move(job));
}

}  // namespace codevoice::speech
