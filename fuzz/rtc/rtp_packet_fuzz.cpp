// Parsers: rtc/rtp_packet.cpp
// Payload and header extensions stay inside the packet; what parses can be written and parsed again.
#include "rtc/rtp_packet.hpp"

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace codevoice;
  using fuzz::require;
  const ByteView bytes(data, size);
  const auto packet = rtc::parse_rtp(bytes);
  if (!packet) return 0;
  require(fuzz::is_within(packet->payload, bytes) && fuzz::is_within(packet->extension, bytes), "views lie in the packet");
  for (unsigned id = 0; id < 256; ++id) {
    const auto element = packet->extension_element(static_cast<std::uint8_t>(id));
    require(fuzz::is_within(element, packet->extension), "an element lies in the extension");
    const auto level = packet->audio_level(static_cast<std::uint8_t>(id));
    require(level.has_value() == !element.empty() && level.value_or(0) <= 127, "a level is 0 to 127");
  }
  rtc::RtpHeader header{packet->payload_type, packet->marker, packet->sequence, packet->timestamp, packet->ssrc};
  const auto written = rtc::make_rtp(header, packet->payload);
  const auto again = rtc::parse_rtp(written);
  require(again && again->payload_type == packet->payload_type && again->marker == packet->marker && again->sequence == packet->sequence &&
              again->timestamp == packet->timestamp && again->ssrc == packet->ssrc && fuzz::same(again->payload, packet->payload) &&
              again->extension.empty(),
          "a packet is the same after being written");
  return 0;
}
