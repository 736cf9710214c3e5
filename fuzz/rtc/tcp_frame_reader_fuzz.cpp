// Parsers: rtc/tcp_frame_reader.cpp
// However a TCP stream is cut into reads, the same frames come out of it.
#include "rtc/tcp_frame_reader.hpp"

#include "fuzz.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

struct Outcome {
  std::vector<Bytes> frames;
  bool broken = false;
};

/// Straight from RFC 4571, with the whole stream at hand.
Outcome expected_of(ByteView stream) {
  Outcome outcome;
  ByteReader reader(stream);
  while (const auto length = reader.u16()) {
    if (*length > rtc::kMaxPacketSize) {
      outcome.broken = true;
      return outcome;
    }
    const auto frame = reader.take(*length);
    if (!frame) return outcome;
    if (!frame->empty()) outcome.frames.emplace_back(frame->begin(), frame->end());
  }
  return outcome;
}

Outcome read_in_steps(ByteView stream, std::size_t step) {
  Outcome outcome;
  rtc::TcpFrameReader reader;
  while (!stream.empty() && !reader.broken()) {
    require(!reader.space().empty(), "there is always room for the next read");
    const auto taken = reader.append(stream.first(std::min(step, stream.size())));
    require(taken > 0, "something is taken");
    stream = stream.subspan(taken);
    while (const auto frame = reader.next()) outcome.frames.emplace_back(frame->begin(), frame->end());
  }
  outcome.broken = reader.broken();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [first, stream] = fuzz::choice_of(data, size);
  const auto expected = expected_of(stream);
  const std::size_t step = first < 128 ? 1U + first : 1U << (first & 15U);
  const auto got = read_in_steps(stream, step);
  require(got.broken == expected.broken, "the same streams are broken");
  require(got.frames == expected.frames, "the same frames come out");
  return 0;
}
