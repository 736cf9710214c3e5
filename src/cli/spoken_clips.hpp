// Answers given as text, spoken with the local voice.
// Thread: blocks until all are spoken. Errors: what the voice says (a missing model file, say).
#pragma once

#include "cli/settings.hpp"
#include "cli/voice_clip.hpp"

namespace codevoice::cli {

Result<std::vector<VoiceClip>> speak_clips(const Settings& settings, const std::vector<std::string>& texts);

}  // namespace codevoice::cli
