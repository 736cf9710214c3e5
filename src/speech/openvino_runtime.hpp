// The one OpenVINO core of the process and how every model of ours is compiled: one thread, one stream, not pinned, f32.
// Ownership: cheap to copy (a shared core); compiled models keep what they need of it. Thread: any.
// Errors:    NotFound / Invalid with one line naming the file; what OpenVINO throws never leaves this class.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <openvino/openvino.hpp>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "speech/lazy.hpp"
#include "speech/model_file.hpp"

namespace codevoice::speech {

class OpenVinoRuntime {
 public:
  /// Compiled models are kept under `cache_dir` (0.9–2 s become milliseconds). Empty: compile at every start.
  /// OpenVINO itself is started by who compiles first: who needs no model of its yet does not wait for it.
  static Result<OpenVinoRuntime> create(std::filesystem::path cache_dir);

  /// Input name -> shape with fixed sizes; an empty list leaves the model's own (dynamic) shapes.
  using Shapes = std::vector<std::pair<std::string, ov::PartialShape>>;
  /// Forget: for a model whose output is never as long twice, as each length would keep its primitives (gigabytes within the hour).
  enum class Primitives : std::uint8_t { Keep, Forget };
  /// Changes a graph before it is compiled.
  using Edit = std::function<void(ov::Model&)>;
  Result<ov::CompiledModel> compile(const ModelFile& file, const Shapes& shapes = {}, Primitives primitives = Primitives::Keep,
                                    const Edit& edit = {}) const;

 private:
  using Core = Lazy<ov::Core>;
  OpenVinoRuntime(std::shared_ptr<Core> core, std::filesystem::path cache_dir) : core_(std::move(core)), cache_dir_(std::move(cache_dir)) {}
  ov::CompiledModel compile_or_throw(ov::Core& core, const ModelFile& file, const Shapes& shapes, Primitives primitives, const Edit& edit) const;

  std::shared_ptr<Core> core_;  // shared: models compiled from it and the engines that hold it end in any order
  std::filesystem::path cache_dir_;
};

}  // namespace codevoice::speech
