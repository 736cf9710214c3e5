// Parsers: rtc/sctp_channels.cpp
// A peer's messages in any order, size and kind: channels stay bounded, messages never exceed what we announce.
#include "rtc/sctp_channels.hpp"

#include <cstdlib>

namespace {

struct Link final : codevoice::rtc::SctpLink {
  codevoice::rtc::SctpSent send(const codevoice::rtc::SctpSendOptions& options, codevoice::ByteView) override {
    return static_cast<codevoice::rtc::SctpSent>(options.stream % 3);
  }
  void reset_stream(std::uint16_t) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace codevoice;
  Link link;
  rtc::SctpEvents events;
  rtc::SctpChannels channels({}, link, events);
  ByteReader reader(ByteView(data, size));
  while (const auto head = reader.u32()) {
    rtc::SctpFragment fragment;
    fragment.stream = static_cast<std::uint16_t>(*head >> 24 & 0x0F);
    fragment.ppid = 50 + (*head >> 16 & 7);
    fragment.last = (*head >> 20 & 1) != 0;
    fragment.unordered = (*head >> 21 & 1) != 0;
    const auto repeat = (*head >> 22 & 1) != 0 ? 200U : 1U;
    const auto body = reader.take(std::min<std::size_t>(*head & 0x1FF, reader.remaining()));
    for (std::size_t i = 0; i < repeat; ++i) fragment.bytes.insert(fragment.bytes.end(), body->begin(), body->end());
    if ((*head & 0x8000) != 0) channels.on_reset(fragment.stream);
    channels.on_fragment(std::move(fragment));
    channels.send("_reliable", Bytes{1});
  }
  for (const auto& message : events.messages) {
    if (message.bytes.size() > rtc::kMaxSctpMessage) std::abort();
  }
  return 0;
}
