// Offline recognition with sherpa-onnx's C API (its C++ library has another libstdc++ ABI): Moonshine.
// Ownership: owns the recogniser (about 110 MB); load once per process. Thread: transcribe() from any thread.
// Errors:    NotFound or Invalid at creation, naming the file: sherpa itself would end the process on a broken one, so files are checked first.
// Source:    sherpa-onnx c-api.h; Moonshine tiny-en.
#pragma once

#include <memory>

#include "speech/transcriber.hpp"

namespace codevoice::speech {

Result<std::shared_ptr<Transcriber>> make_moonshine(const std::string& folder);

}  // namespace codevoice::speech
