// Silero VAD, computed on the calling thread: a window takes some 15 µs, less than it would take to hand it to another thread and back.
// Ownership: the weights are shared by all streams, which may outlive the model.   Thread: each stream on its session's executor.
// Errors:    NotFound and Invalid at creation, with the file's name; inference itself cannot fail.
#pragma once

#include <memory>

#include "speech/model_file.hpp"
#include "speech/silero_net.hpp"
#include "speech/vad_model.hpp"

namespace codevoice::speech {

class SileroVad final : public VadModel {
 public:
  static Result<std::unique_ptr<SileroVad>> create(const ModelFile& file, SileroNet::Code code = SileroNet::Code::Best);

  std::unique_ptr<VadStream> open_stream() override;

 private:
  explicit SileroVad(std::shared_ptr<const SileroNet> net) : net_(std::move(net)) {}

  std::shared_ptr<const SileroNet> net_;
};

}  // namespace codevoice::speech
