// How a recogniser that listens over a socket is sent its audio: PCM as it is, or Opus packets, an eighth of the bytes.
// Units:     in: 16 kHz mono, 16 bits. Opus: 20 ms packets, one a message, without a container: Deepgram's `encoding=opus` means raw packets
//            ("raw, headerless audio", with sample_rate), `ogg-opus` is the one in Ogg; /v1/listen and Flux (/v2/listen) take the same names
//            (developers.deepgram.com/docs/encoding, and its changelog of 2025-10-16 for Flux).
// Ownership: one per connection's user; begin_stream() for each connection, whose decoder knows nothing of the one before.
// Thread:    one at a time. Errors: Internal, when a packet cannot be made.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "audio/opus_encoder.hpp"

namespace codevoice::speech {

enum class SttEncoding : std::uint8_t { Linear16, Opus };

class SttCoder {
 public:
  static Result<SttCoder> create(SttEncoding encoding);

  /// As the service calls it.
  const char* name() const { return opus_ ? "opus" : "linear16"; }
  std::size_t frame() const { return opus_ ? opus_->frame() : 1; }  // samples that go together
  std::size_t delay() const { return opus_ ? opus_->delay() : 0; }  // samples by which what is decoded comes late
  void begin_stream();
  /// `pcm` holds whole frames; `send` is given each message.
  Result<void> encode(std::string pcm, const std::function<void(std::string)>& send);

 private:
  explicit SttCoder(std::optional<audio::OpusEncoder> opus) : opus_(std::move(opus)) {}

  std::optional<audio::OpusEncoder> opus_;
};

}  // namespace codevoice::speech
