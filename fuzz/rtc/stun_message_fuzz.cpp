// Parsers: rtc/stun_message.cpp
// What parses stays inside its packet, survives being written again, and is believed only with the right password.
#include "fuzz.hpp"

#include <zlib.h>

#include "rtc/stun_attributes.hpp"
#include "rtc/stun_writer.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

constexpr std::string_view kPassword = "fuzzing-password-of-24-ch";

Bytes written(const rtc::StunMessage& message, std::string_view password) {
  rtc::StunWriter writer(message.kind, message.transaction);
  if (!message.username.empty()) writer.username(message.username);
  if (message.mapped) writer.xor_mapped_address(*message.mapped);
  if (message.priority) writer.priority(*message.priority);
  if (message.use_candidate) writer.use_candidate();
  if (message.controlling) writer.ice_controlling(*message.controlling);
  if (message.controlled) writer.ice_controlled(*message.controlled);
  if (message.error_code != 0) writer.error_code(message.error_code);
  writer.unknown_attributes(message.unknown);
  return writer.finish(password);
}

bool alike(const rtc::StunMessage& a, const rtc::StunMessage& b) {
  return a.kind == b.kind && a.transaction == b.transaction && a.username == b.username && a.mapped == b.mapped && a.priority == b.priority &&
         a.use_candidate == b.use_candidate && a.controlling == b.controlling && a.controlled == b.controlled && a.error_code == b.error_code;
}

void check(const rtc::StunMessage& message) {
  require(fuzz::is_within(message.username, message.raw), "the username lies in the packet");
  require(message.receiver_ufrag().size() <= message.username.size(), "a ufrag is part of the username");
  require(message.unknown.count <= message.unknown.types.size(), "unknown attributes are bounded");
  require(message.integrity_at + (message.has_integrity() ? 24 : 0) <= message.raw.size(), "the integrity lies in the packet");
  require(!rtc::integrity_ok(message, ""), "no password, no integrity");
  (void)rtc::integrity_ok(message, kPassword);

  auto packet = written(message, kPassword);
  const auto again = rtc::parse_stun(packet);
  require(again && alike(message, *again), "a message is the same after being written");
  require(rtc::integrity_ok(*again, kPassword), "what we sign we believe");
  require(!rtc::integrity_ok(*again, "another password"), "another password does not do");
  packet[8] ^= 1;  // the transaction
  require(!rtc::parse_stun(packet), "a changed packet has a wrong fingerprint");
}

/// No fuzzer guesses a CRC: a FINGERPRINT at the end is made right.
void correct_fingerprint(Bytes& packet) {
  if (packet.size() < rtc::kStunHeaderSize + 8) return;
  const auto at = packet.size() - 8;
  if (read_be16(packet, at) != rtc::stun::kFingerprint || read_be16(packet, at + 2) != 4) return;
  const auto crc = crc32(0, packet.data(), static_cast<uInt>(at));
  write_be32(&packet[at + 4], static_cast<std::uint32_t>(crc) ^ rtc::stun::kFingerprintMask);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes packet(data, data + size);
  if (const auto message = rtc::parse_stun(packet)) check(*message);
  correct_fingerprint(packet);
  if (const auto message = rtc::parse_stun(packet)) check(*message);
  return 0;
}
