// WAV files in memory: PCM of 16, 24 or 32 bits and float, mono or stereo, any usual rate.
// Units:  samples become int16, interleaved.   Thread: any.
// Errors: Invalid for what is not such a file. Foreign bytes never throw: cut-off data gives what is there, sizes of 0 or
//         0xFFFFFFFF (a writer that streamed) mean "to the end", unknown chunks and missing pad bytes are passed over.
// Source: Microsoft RIFF/WAVE, WAVEFORMATEXTENSIBLE.
#pragma once

#include <cstdint>
#include <string>

#include "audio/pcm.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace codevoice::audio {

struct WavAudio {
  std::uint32_t rate_hz = 0;
  std::uint16_t channels = 1;
  Pcm pcm;                  // interleaved when there are two channels
  std::size_t missing = 0;  // bytes of it that its header tells and the file does not hold

  std::size_t frames() const { return pcm.size() / channels; }
  Duration length() const { return duration_of(frames(), rate_hz); }
  /// Both channels' mean; a copy when there is but one.
  Pcm mono() const;
  /// One channel, from 0 on.
  Pcm channel(std::size_t which) const;
};

Result<WavAudio> parse_wav(ByteView bytes);
Result<WavAudio> read_wav(const std::string& path);

inline constexpr std::size_t kWavHeaderSize = 44;
/// A whole 16-bit file; `pcm` is interleaved when there are two channels.
Bytes make_wav(PcmView pcm, std::uint32_t rate_hz, std::uint16_t channels = 1);
/// The 44 bytes in front of `data_bytes` of 16-bit samples.
Bytes make_wav_header(std::uint32_t data_bytes, std::uint32_t rate_hz, std::uint16_t channels);

}  // namespace codevoice::audio
