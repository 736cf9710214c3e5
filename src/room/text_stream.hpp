// Text streams over data packets: a header, chunks, a trailer become one TextMessage, and the other way round.
// Limits: so many streams open at once, so many bytes each; past them the oldest (or the stream) is dropped and counted.
// Thread: one executor. Errors: broken or foreign streams, and bytes that are no UTF-8, are dropped. Source: LiveKit protocol, DataStream.
#pragma once

#include <map>
#include <optional>

#include "room/room_link.hpp"
#include "room/wire_livekit.hpp"

namespace codevoice::room {

inline constexpr std::size_t kMaxOpenStreams = 32;
inline constexpr std::size_t kMaxStreamText = 512 * 1024;  // bytes

class TextStreamAssembler {
 public:
  /// Feeds a stream packet; gives the message when its trailer (or inline content) has come.
  std::optional<TextMessage> feed(const wire::DataPacket& packet);
  std::uint64_t dropped() const { return dropped_; }

 private:
  struct Open {
    TextMessage message;
    std::uint64_t next_chunk = 0;
    std::uint64_t order = 0;
  };
  void begin(const wire::DataPacket& packet);
  void append(const wire::DataPacket& packet);
  void make_room();

  std::map<std::string, Open> open_;  // by sender and stream id
  std::uint64_t opened_ = 0;
  std::uint64_t dropped_ = 0;
};

/// Header, chunks of at most 15,000 bytes cut at UTF-8 borders, trailer. `from_identity`, when set, speaks for another participant.
std::vector<wire::DataPacket> make_text_stream(const TextMessage& message, std::int64_t wall_ms);

}  // namespace codevoice::room
