#include "speech/silero_vad.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include "base/bytes.hpp"
#include "base/work_cpu.hpp"
#include "speech/onnx_tensors.hpp"

namespace codevoice::speech {
namespace {

class Stream final : public VadStream {
 public:
  explicit Stream(std::shared_ptr<const SileroNet> net) : net_(std::move(net)) {}

  Result<float> probability(std::span<const std::int16_t, kVadWindow> window) override {
    const WorkCpu counted(Priority::Vad);
    return net_->probability(window, memory_);
  }
  void reset() override { memory_ = {}; }

 private:
  std::shared_ptr<const SileroNet> net_;
  SileroMemory memory_;
};

}  // namespace

Result<std::unique_ptr<SileroVad>> SileroVad::create(const ModelFile& file, SileroNet::Code code) {
  if (auto checked = check(file); !checked) return tl::unexpected(checked.error());
  std::ifstream stream(file.path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(stream), {});
  const auto tensors = read_onnx_tensors(view_of(bytes));
  if (!tensors) return unusable(file);
  auto net = SileroNet::create(*tensors, code);
  if (!net) return unusable(file);
  return std::unique_ptr<SileroVad>(new SileroVad(std::make_shared<const SileroNet>(std::move(*net))));
}

std::unique_ptr<VadStream> SileroVad::open_stream() { return std::make_unique<Stream>(net_); }

}  // namespace codevoice::speech
