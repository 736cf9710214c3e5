// An answer ready to be spoken: encoded once to Opus packets, shared by every session that speaks it.
// Units:  48 kHz mono, 20 ms packets; positions are samples at 48 kHz from the clip's start.
// Thread: immutable once made. Errors: Invalid for a WAV that cannot be read or holds no speech.
#pragma once

#include <string>
#include <vector>

#include "audio/pcm.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace codevoice::cli {

struct VoiceClip {
  std::string name;
  std::vector<Bytes> packets;
  std::vector<std::uint8_t> levels;  // of each packet, -dBov
  std::size_t speech_end = 0;        // one past the last sample that holds speech

  Duration length() const { return std::chrono::milliseconds(20) * static_cast<std::int64_t>(packets.size()); }
};

Result<VoiceClip> make_clip(std::string name, audio::PcmView mono, std::uint32_t rate_hz);
Result<VoiceClip> load_clip(const std::string& wav_path);
/// One second of a quiet room, to be sent round and round between answers: a microphone is never digitally silent.
Result<VoiceClip> room_tone();
/// One second of a vacuum cleaner beside the microphone.
Result<VoiceClip> loud_noise();

/// One past the last 10 ms that is louder than 35 dB under the clip's loudest; 0 when nothing is louder than -60 dBFS.
std::size_t find_speech_end(audio::PcmView mono, std::uint32_t rate_hz);

}  // namespace codevoice::cli
