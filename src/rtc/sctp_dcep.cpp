#include "rtc/sctp_dcep.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::uint8_t kOpen = 0x03;
constexpr std::uint8_t kUnordered = 0x80;
constexpr std::size_t kHeader = 12;

}  // namespace

std::optional<DcepOpen> parse_dcep_open(ByteView message) {
  if (message.size() < kHeader || message[0] != kOpen) return std::nullopt;
  const std::size_t label_size = read_be16(message, 8);
  const std::size_t protocol_size = read_be16(message, 10);
  const std::uint8_t kind = message[1] & 0x7F;
  if (kind > 2 || kHeader + label_size + protocol_size != message.size()) return std::nullopt;
  DcepOpen open;
  open.reliability = static_cast<DcepReliability>(kind);
  open.unordered = (message[1] & kUnordered) != 0;
  open.priority = read_be16(message, 2);
  open.limit = read_be32(message, 4);
  open.label = text_of(message.subspan(kHeader, label_size));
  open.protocol = text_of(message.subspan(kHeader + label_size, protocol_size));
  return open;
}

bool is_dcep_ack(ByteView message) { return !message.empty() && message[0] == kDcepAck[0]; }

Bytes make_dcep_open(const DcepOpen& open) {
  Bytes message(kHeader);
  message[0] = kOpen;
  message[1] = static_cast<std::uint8_t>(static_cast<std::uint8_t>(open.reliability) | (open.unordered ? kUnordered : 0));
  write_be16(&message[2], open.priority);
  write_be32(&message[4], open.limit);
  write_be16(&message[8], static_cast<std::uint16_t>(open.label.size()));
  write_be16(&message[10], static_cast<std::uint16_t>(open.protocol.size()));
  message.insert(message.end(), open.label.begin(), open.label.end());
  message.insert(message.end(), open.protocol.begin(), open.protocol.end());
  return message;
}

}  // namespace codevoice::rtc
