#include "speech/openvino_runtime.hpp"

#include <cstdlib>

#include "base/log.hpp"

namespace codevoice::speech {
namespace {

// Cores are shared with media threads and other models: one thread each, moved about by the kernel as it likes.
ov::AnyMap settings() {
  return {ov::inference_num_threads(1), ov::num_streams(1), ov::hint::enable_cpu_pinning(false), ov::hint::inference_precision(ov::element::f32)};
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

Result<std::shared_ptr<ov::Core>> start() {
#ifdef __SANITIZE_ADDRESS__
  setenv("TBB_ENABLE_SANITIZERS", "1", 0);  // TBB opens its parts with RTLD_DEEPBIND otherwise, which ASan refuses
#endif
  try {
    return std::make_shared<ov::Core>();
  } catch (const std::exception& problem) {
    return fail(ErrorKind::Unavailable, "OpenVINO does not start: " + first_line(problem.what()));
  }
}

}  // namespace

Result<OpenVinoRuntime> OpenVinoRuntime::create(std::filesystem::path cache_dir) {
  std::error_code error;
  if (!cache_dir.empty()) std::filesystem::create_directories(cache_dir, error);
  if (error) return fail(ErrorKind::Internal, "cannot make the model cache " + cache_dir.string() + ": " + error.message());
  return OpenVinoRuntime(std::make_shared<Core>(start), std::move(cache_dir));
}

ov::CompiledModel OpenVinoRuntime::compile_or_throw(ov::Core& core, const ModelFile& file, const Shapes& shapes, Primitives primitives,
                                                    const Edit& edit) const {
  auto options = settings();
  if (primitives == Primitives::Forget) options["CPU_RUNTIME_CACHE_CAPACITY"] = "0";
  if (!cache_dir_.empty()) options.insert(ov::cache_dir(cache_dir_.string()));
  if (shapes.empty()) return core.compile_model(file.path.string(), "CPU", options);
  const auto model = core.read_model(file.path.string());
  std::map<std::string, ov::PartialShape> fixed(shapes.begin(), shapes.end());
  model->reshape(fixed);
  if (edit) edit(*model);
  return core.compile_model(model, "CPU", options);
}

Result<ov::CompiledModel> OpenVinoRuntime::compile(const ModelFile& file, const Shapes& shapes, Primitives primitives, const Edit& edit) const {
  if (auto there = check(file); !there) return tl::unexpected(there.error());
  const auto& core = core_->get();
  if (!core) return tl::unexpected(core.error());
  try {
    return compile_or_throw(**core, file, shapes, primitives, edit);
  } catch (const std::exception& problem) {
    log::debug("model.unusable", {{"file", file.path.string()}, {"problem", first_line(problem.what())}});
    return unusable(file);
  }
}

}  // namespace codevoice::speech
