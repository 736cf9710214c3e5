// A WAV file that grows while it is written: what was flushed is a whole, valid file even when the process dies after it.
// Ownership: owns its file; closing it (or its end) flushes.   Thread: one, never a shard: it waits for the disk.
// Errors:    Internal when the disk refuses; Invalid when a file would pass the 4 GB a WAV can hold.
#pragma once

#include <cstdint>
#include <string>

#include "audio/pcm.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace codevoice::audio {

class WavWriter {
 public:
  /// Makes or empties the file and writes the header of an empty WAV.
  static Result<WavWriter> create(const std::string& path, std::uint32_t rate_hz, std::uint16_t channels = 1);
  WavWriter(WavWriter&& other) noexcept;
  WavWriter& operator=(WavWriter&& other) noexcept;
  ~WavWriter();

  /// Interleaved when there are two channels. Kept in memory up to 64 kB, then flushed.
  Result<void> write(PcmView pcm);
  /// Samples first, then the header that counts them.
  Result<void> flush();
  Result<void> close();
  std::uint64_t frames_written() const { return (data_bytes_ + pending_.size()) / 2 / channels_; }

 private:
  WavWriter(int file, std::uint32_t rate_hz, std::uint16_t channels) : file_(file), rate_hz_(rate_hz), channels_(channels) {}
  Result<void> put(ByteView bytes, std::uint64_t offset) const;

  int file_ = -1;
  std::uint32_t rate_hz_ = 0;
  std::uint16_t channels_ = 1;
  std::uint64_t data_bytes_ = 0;
  Bytes pending_;
};

}  // namespace codevoice::audio
