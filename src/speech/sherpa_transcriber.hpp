// Offline recognition with sherpa-onnx's C API (its C++ library has another libstdc++ ABI): Moonshine.
// Ownership: owns the recogniser (about 110 MB); load once per process. Thread: transcribe() from any thread.
// Errors:    NotFound or Invalid at creation, naming the file: sherpa itself would end the process on a broken one, so files are checked first.
// Source:    sherpa-onnx c-api.h; Moonshine tiny-en.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "speech/transcriber.hpp"

namespace codevoice::speech {

/// The library tells on stderr what is wrong with a model. Silenced: nobody else of the process is heard there meanwhile, so not beside
/// running sessions.
enum class Chatter : std::uint8_t { Silenced, Heard };
Result<std::shared_ptr<Transcriber>> make_moonshine(const std::string& folder, Chatter chatter = Chatter::Silenced);

}  // namespace codevoice::speech
