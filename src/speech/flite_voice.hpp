// The small voice: flite's built-in speakers. No model file, little memory, plainer than Piper.
// Ownership: the voices are flite's own and live as long as the process. Thread: synthesize() from pool threads; calls take turns.
// Errors:    at creation Invalid, naming the speakers there are.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "speech/clause_voice.hpp"

namespace codevoice::speech {

/// The speaker a setting asks for: "flite" is the best of them ("slt"), "flite:rms" names one. Nothing when it names no flite voice.
std::optional<std::string> flite_speaker(std::string_view setting);

Result<std::shared_ptr<ClauseVoice>> make_flite(const std::string& speaker);

}  // namespace codevoice::speech
