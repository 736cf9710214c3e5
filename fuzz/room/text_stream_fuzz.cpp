// Parsers: room/text_stream.cpp
// Data packets in any order: texts put together stay bounded, and a text of ours comes out as it went in, whatever came between.
#include "room/text_stream.hpp"

#include "base/utf8.hpp"
#include "fuzz.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

void check(const room::TextMessage& message) {
  require(message.text.size() <= room::kMaxStreamText, "a text is bounded");
  require(is_utf8(message.text), "a text is UTF-8");
  require(message.from_identity.size() <= 65'536 && message.topic.size() <= 65'536, "its names are bounded");
}

void check_prefix(std::string_view text) {
  for (const std::size_t limit : {std::size_t{1}, std::size_t{4}, text.size() / 2, text.size()}) {
    const auto prefix = utf8_prefix(text, limit);
    require(text.starts_with(prefix) && prefix.size() <= std::max(limit, std::size_t{0}), "a prefix is one, and short enough");
    require(!prefix.empty() || text.empty() || limit == 0, "a prefix makes headway");
  }
}

/// Our own text, sent packet by packet among those of the input.
class OwnText {
 public:
  explicit OwnText(ByteView text) {
    message_.from_identity = "fuzzing";
    message_.topic = "check";
    for (int i = 0; i < 3 && message_.text.size() < 40'000; ++i) message_.text += std::string(text_of(text)) + message_.text;
    message_.attributes["key"] = "value";
    packets_ = room::make_text_stream(message_, 1);
  }
  /// False when all is sent.
  bool send_one(room::TextStreamAssembler& to) {
    if (next_ == packets_.size()) return false;
    const auto bytes = packets_[next_++].SerializeAsString();
    require(bytes.size() <= room::wire::kMaxDataPacket, "a packet of ours fits");
    const auto packet = room::wire::parse_data_packet(view_of(bytes));
    require(packet.has_value(), "a packet of ours parses");
    const auto whole = to.feed(*packet);
    require(whole.has_value() == (next_ == packets_.size() && is_utf8(message_.text)), "a text is whole with its trailer");
    if (whole) {
      require(whole->text == message_.text && whole->topic == message_.topic && whole->attributes == message_.attributes &&
                  whole->from_identity == message_.from_identity,
              "a text comes out as it went in");
    }
    return true;
  }

 private:
  room::TextMessage message_;
  std::vector<room::wire::DataPacket> packets_;
  std::size_t next_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  room::TextStreamAssembler among_others;
  room::TextStreamAssembler alone;
  fuzz::Pieces pieces(bytes);
  for (int count = 0; count < 200; ++count) {
    const auto piece = pieces.next();
    if (!piece) break;
    const auto packet = room::wire::parse_data_packet(*piece);
    if (!packet) continue;
    // the input again and again: many streams open, long texts
    for (std::size_t i = 0; i < 1 + (piece->size() & 7U) * 8; ++i) {
      if (const auto message = among_others.feed(*packet)) check(*message);
    }
  }
  OwnText own(bytes);
  while (own.send_one(alone)) continue;
  check_prefix(text_of(bytes));
  return 0;
}
