// What a TCP peer has not taken yet, as framed bytes (RFC 4571). Bounded; when full the oldest whole packets go,
// because late audio is worth nothing, while the stream's framing stays whole.
// Ownership: its ring of bytes.   Thread: one.   Errors: none; push() says how many packets it dropped.
#pragma once

#include <memory>

#include "base/bytes.hpp"

namespace codevoice::rtc {

class TcpWriteQueue {
 public:
  static constexpr std::size_t kCapacity = 64 * 1024;

  TcpWriteQueue();

  /// Number of packets dropped to make room: oldest first, and `packet` itself when it is too long to be framed.
  std::size_t push(ByteView packet);
  /// The next bytes to be written, as far as they lie together; empty when there is nothing.
  ByteView front() const;
  void consume(std::size_t bytes);
  bool empty() const { return used_ == 0; }
  std::size_t size() const { return used_; }

 private:
  std::uint8_t& byte(std::size_t offset) { return ring_[(begin_ + offset) % kCapacity]; }
  std::size_t frame_size_at(std::size_t offset);
  /// The oldest frame not yet begun; false when there is none.
  bool drop_oldest();

  std::unique_ptr<std::uint8_t[]> ring_;
  std::size_t begin_ = 0;
  std::size_t used_ = 0;
  std::size_t begun_left_ = 0;  // bytes left of a frame of which some were written: those must follow
};

}  // namespace codevoice::rtc
