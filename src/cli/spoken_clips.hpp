// Answers given as text, spoken with the local voice. "[pause 900]" in a text is a thinking pause of 900 ms.
// Thread: blocks until all are spoken. Errors: what the voice says (a missing model file, say).
#pragma once

#include "cli/settings.hpp"
#include "cli/voice_clip.hpp"

namespace codevoice::cli {

struct SpokenPart {
  std::string text;
  std::chrono::milliseconds pause_after{};
};
std::vector<SpokenPart> parts_of(std::string_view text);

Result<std::vector<VoiceClip>> speak_clips(const Settings& settings, const std::vector<std::string>& texts);

}  // namespace codevoice::cli
