// What passes between the SCTP thread and a shard, in batches: one post carries all that one step led to.
// Ownership: values, moved from thread to thread.   Thread: one at a time.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace codevoice::rtc {

enum class SctpDrop : std::uint8_t {
  MessageTooBig,   // longer than we announced to take
  UnknownPayload,  // a payload protocol we do not speak
  NoChannel,       // data on a stream nobody opened
  BadDcep,         // a broken or repeated DCEP message, or one channel too many
  LossyFull,       // a lossy message found no room
  SendFailed,      // usrsctp refused a message
  InputFull,       // the SCTP thread is behind; the peer sends it again
};
inline constexpr std::size_t kSctpDrops = 7;
constexpr std::string_view name_of(SctpDrop drop) {
  constexpr std::array<std::string_view, kSctpDrops> names{"sctp_message_too_big", "sctp_unknown_payload", "sctp_no_channel", "sctp_bad_dcep",
                                                           "sctp_lossy_full",      "sctp_send_failed",     "sctp_input_full"};
  return names[static_cast<std::size_t>(drop)];
}

/// What a waiting message counts for: its bytes and what keeping it costs.
constexpr std::size_t cost_of_message(std::size_t size) { return size + 64; }
/// Of the labels only "_reliable" may make its sender wait; the others give way.
constexpr std::string_view kReliableLabel = "_reliable";

struct SctpMessage {
  std::string label;
  Bytes bytes;
};

struct SctpEvents {
  std::vector<Bytes> packets;  // for the peer, each one DTLS record
  std::vector<SctpMessage> messages;
  std::array<std::uint32_t, kSctpDrops> drops{};
  std::size_t released_reliable = 0;  // cost of the messages that left the send queue
  std::size_t released_lossy = 0;
  bool lost = false;  // the association is over

  void release(std::string_view label, std::size_t size) { (label == kReliableLabel ? released_reliable : released_lossy) += cost_of_message(size); }
  void add(SctpDrop drop) {
    ++drops[static_cast<std::size_t>(drop)];
    dropped = true;
  }
  bool empty() const { return packets.empty() && messages.empty() && released_reliable + released_lossy == 0 && !dropped && !lost; }

  bool dropped = false;
};

}  // namespace codevoice::rtc
