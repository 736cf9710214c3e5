// The candidate's voice out of a recorded WAV file, as the voice path takes it.
// Units:  16 kHz mono. Thread: any.
// Errors: one line for a file that is missing, empty, no WAV file, cut off, too long, or has no such channel.
#pragma once

#include <string>

#include "audio/pcm.hpp"
#include "base/result.hpp"

namespace codevoice::cli {

struct ReplayAudio {
  audio::Pcm pcm;              // 16 kHz
  std::uint32_t rate_hz = 0;   // of the file
  std::uint16_t channels = 0;  // of the file
  Duration length() const { return audio::duration_of(pcm.size(), audio::kSpeechRateHz); }
};

/// `channel`: 1 or 2.
Result<ReplayAudio> load_replay_audio(const std::string& path, int channel);

}  // namespace codevoice::cli
