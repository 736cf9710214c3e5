// Opus packets to mono PCM at the rate asked for, and what to put where packets are missing.
// Thread: one at a time.   Ownership: owns its state. No allocation after creation while packets are sound.
// Errors: Protocol for a packet that is not Opus; the decoder stays usable. Source: RFC 6716, RFC 7587.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "audio/pcm.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

struct OpusDecoder;

namespace codevoice::audio {

/// The longest packet: 120 ms (RFC 6716 §3.2.5).
inline constexpr std::size_t kLongestOpusPacket48 = 5'760;  // samples at 48 kHz

class OpusDecoder {
 public:
  /// 16000 for the speech engines, 48000 for recordings (8000, 12000 and 24000 work too).
  static Result<OpusDecoder> create(std::uint32_t rate_hz);

  /// Writes the packet's samples to the front of `out` and says how many; `out` must have room for them.
  Result<std::size_t> decode(ByteView packet, std::span<std::int16_t> out);
  /// The lost packet before `next`, from the rough copy in `next` (or guessed when it has none): fills `out`, which
  /// must be as long as one frame of `next`. Decode `next` itself afterwards.
  Result<std::size_t> decode_lost(ByteView next, std::span<std::int16_t> out);
  /// Guesses what a lost packet held; fades out when called again and again. `out` must be a multiple of 2.5 ms, at most 120 ms.
  Result<std::size_t> conceal(std::span<std::int16_t> out);
  /// Forgets the stream: the next packet begins another.
  void reset();
  std::uint32_t rate_hz() const { return rate_hz_; }

 private:
  struct Deleter {
    void operator()(::OpusDecoder* state) const;
  };
  OpusDecoder(std::unique_ptr<::OpusDecoder, Deleter> state, std::uint32_t rate_hz) : state_(std::move(state)), rate_hz_(rate_hz) {}

  std::unique_ptr<::OpusDecoder, Deleter> state_;
  std::uint32_t rate_hz_;
};

/// What a packet's own headers say of it, without decoding.
struct OpusPacketInfo {
  std::uint32_t samples48 = 0;        // of the whole packet
  std::uint32_t frame_samples48 = 0;  // of each of its frames
  bool has_fec = false;               // it carries a rough copy of the packet before it
};
/// Nothing when it is not an Opus packet.
std::optional<OpusPacketInfo> inspect_opus(ByteView packet);

}  // namespace codevoice::audio
