// Cuts a TCP stream into packets: each is preceded by its length in two bytes (RFC 4571 §2).
// Ownership: frames are views into its buffer, valid until the next call of space().   Thread: one.
// Errors:    a frame longer than any packet breaks the stream for good.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "rtc/packet_receiver.hpp"

namespace codevoice::rtc {

class TcpFrameReader {
 public:
  /// Where the next bytes are to be read into; never empty unless broken.
  std::span<std::uint8_t> space();
  void filled(std::size_t bytes) { end_ += bytes; }
  /// Copies as much of `bytes` as there is room for; how much that was.
  std::size_t append(ByteView bytes);

  /// The next whole frame, empty ones (keepalives) left out; nothing until more is read.
  std::optional<std::span<std::uint8_t>> next();
  /// What was read and not yet given out.
  ByteView rest() const { return ByteView(buffer_).subspan(begin_, end_ - begin_); }
  bool broken() const { return broken_; }

 private:
  static constexpr std::size_t kHeader = 2;

  std::array<std::uint8_t, 2 * (kHeader + kMaxPacketSize)> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool broken_ = false;
};

}  // namespace codevoice::rtc
