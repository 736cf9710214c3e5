// Speech to Opus packets: mono, 20 ms each, from 48 kHz or one of the lower rates Opus knows.
// Thread: one at a time.   Ownership: owns its state and the packet it returns a view of. No allocation after creation.
// Errors: Invalid for a frame of another size or a setting out of range. Source: RFC 6716, RFC 7587.
#pragma once

#include <array>
#include <memory>

#include "audio/pcm.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

struct OpusEncoder;

namespace codevoice::audio {

struct OpusEncoderConfig {
  int bitrate_bps = 32'000;
  int complexity = 5;  // 0 … 10
  /// Where packets get lost, each carries a rough copy of the one before it (in-band FEC, which only speech coding has); 0: none do, and
  /// transform coding takes a third of the time.
  int expected_loss_percent = 5;
  bool dtx = false;                     // send nothing while it is silent
  std::uint32_t rate_hz = kOpusRateHz;  // 8000, 12000, 16000, 24000 or 48000
};

class OpusEncoder {
 public:
  static Result<OpusEncoder> create(OpusEncoderConfig config);

  /// One frame() to one packet, valid until the next call; empty: nothing need be sent (only with DTX).
  Result<ByteView> encode(PcmView frame);
  Result<void> set_bitrate(int bitrate_bps);
  Result<void> set_expected_loss(int percent);
  /// Forgets what was said before: the next packet starts a new stream.
  void reset();
  std::size_t frame() const { return frame_; }  // samples: 20 ms
  /// Samples by which what is decoded comes after what was encoded.
  std::size_t delay() const;

 private:
  struct Deleter {
    void operator()(::OpusEncoder* state) const;
  };
  OpusEncoder(std::unique_ptr<::OpusEncoder, Deleter> state, const OpusEncoderConfig& config)
      : state_(std::move(state)), frame_(config.rate_hz / 50), dtx_(config.dtx) {}
  Result<void> apply(const OpusEncoderConfig& config);

  std::unique_ptr<::OpusEncoder, Deleter> state_;
  std::size_t frame_;
  bool dtx_;
  std::array<std::uint8_t, 1275> packet_{};  // the longest one frame can be (RFC 6716 §3.2.1)
};

}  // namespace codevoice::audio
