#include "rtc/tcp_frame_reader.hpp"

#include <algorithm>

namespace codevoice::rtc {

std::span<std::uint8_t> TcpFrameReader::space() {
  if (begin_ > 0) {  // what is left is less than one frame
    std::copy(buffer_.data() + begin_, buffer_.data() + end_, buffer_.data());
    end_ -= begin_;
    begin_ = 0;
  }
  return std::span(buffer_).subspan(end_);
}

std::size_t TcpFrameReader::append(ByteView bytes) {
  const auto to = space();
  const auto count = std::min(to.size(), bytes.size());
  std::copy_n(bytes.begin(), count, to.begin());
  filled(count);
  return count;
}

std::optional<std::span<std::uint8_t>> TcpFrameReader::next() {
  while (!broken_ && end_ - begin_ >= kHeader) {
    const std::size_t length = read_be16(buffer_, begin_);
    if (length > kMaxPacketSize) {
      broken_ = true;
      return std::nullopt;
    }
    if (end_ - begin_ < kHeader + length) return std::nullopt;
    const auto frame = std::span(buffer_).subspan(begin_ + kHeader, length);
    begin_ += kHeader + length;
    if (length > 0) return frame;
  }
  return std::nullopt;
}

}  // namespace codevoice::rtc
