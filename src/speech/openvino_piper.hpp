// A Piper voice on OpenVINO, phonemes by espeak-ng.
// Ownership: owns model and child program. Thread: synthesize() from pool threads; inference takes turns.
// Errors:    at creation one line naming the file, or what to install. Source: Piper (VITS), its .json.
#pragma once

#include <memory>

#include "speech/clause_voice.hpp"
#include "speech/model_file.hpp"

namespace codevoice::speech {

class OpenVinoRuntime;

/// `file` is the .onnx; its .json lies beside it.
Result<std::shared_ptr<ClauseVoice>> make_piper(const OpenVinoRuntime& runtime, const ModelFile& file);

}  // namespace codevoice::speech
