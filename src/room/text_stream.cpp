#include "room/text_stream.hpp"

#include "base/ids.hpp"
#include "base/utf8.hpp"

namespace codevoice::room {
namespace {

std::string key_of(const wire::DataPacket& packet, const std::string& stream_id) { return packet.participant_identity() + "\n" + stream_id; }

}  // namespace

void TextStreamAssembler::make_room() {
  if (open_.size() < kMaxOpenStreams) return;
  const auto oldest = std::min_element(open_.begin(), open_.end(), [](const auto& a, const auto& b) { return a.second.order < b.second.order; });
  open_.erase(oldest);
  ++dropped_;
}

void TextStreamAssembler::begin(const wire::DataPacket& packet) {
  const auto& header = packet.stream_header();
  if (!header.has_text_header() || header.compression() != 0 || header.inline_content().size() > kMaxStreamText) {
    ++dropped_;  // byte streams and packed ones: not asked for by our capabilities
    return;
  }
  make_room();
  Open stream;
  stream.message.from_identity = packet.participant_identity();
  stream.message.topic = header.topic();
  stream.message.attributes.insert(header.attributes().begin(), header.attributes().end());
  if (header.has_inline_content()) stream.message.text = header.inline_content();
  stream.order = ++opened_;
  open_.insert_or_assign(key_of(packet, header.stream_id()), std::move(stream));
}

void TextStreamAssembler::append(const wire::DataPacket& packet) {
  const auto& chunk = packet.stream_chunk();
  const auto stream = open_.find(key_of(packet, chunk.stream_id()));
  if (stream == open_.end()) return;
  auto& text = stream->second.message.text;
  if (chunk.chunk_index() != stream->second.next_chunk || text.size() + chunk.content().size() > kMaxStreamText) {
    open_.erase(stream);
    ++dropped_;
    return;
  }
  ++stream->second.next_chunk;
  text += chunk.content();
}

std::optional<TextMessage> TextStreamAssembler::feed(const wire::DataPacket& packet) {
  if (packet.has_stream_header()) begin(packet);
  if (packet.has_stream_chunk()) append(packet);
  if (!packet.has_stream_trailer()) {
    // a whole text inside its header needs no trailer
    if (!packet.has_stream_header() || !packet.stream_header().has_inline_content()) return std::nullopt;
  }
  const auto& id = packet.has_stream_trailer() ? packet.stream_trailer().stream_id() : packet.stream_header().stream_id();
  const auto stream = open_.find(key_of(packet, id));
  if (stream == open_.end()) return std::nullopt;
  auto message = std::move(stream->second.message);
  open_.erase(stream);
  if (!is_utf8(message.text)) {  // chunks may part a character, so only the whole can be judged
    ++dropped_;
    return std::nullopt;
  }
  for (const auto& [key, value] : packet.stream_trailer().attributes()) message.attributes[key] = value;
  return message;
}

std::vector<wire::DataPacket> make_text_stream(const TextMessage& message, std::int64_t wall_ms) {
  std::vector<wire::DataPacket> packets;
  const auto stream_id = new_uuid();
  const auto add = [&]() -> wire::DataPacket& {
    auto& packet = packets.emplace_back();
    packet.set_participant_identity(message.from_identity);
    return packet;
  };
  auto& header = *add().mutable_stream_header();
  header.set_stream_id(stream_id);
  header.set_timestamp(wall_ms);
  header.set_topic(message.topic);
  header.set_mime_type("text/plain");
  header.set_total_length(message.text.size());
  header.mutable_text_header()->set_operation_type(0);
  header.mutable_attributes()->insert(message.attributes.begin(), message.attributes.end());
  std::string_view rest = message.text;
  for (std::uint64_t index = 0; !rest.empty(); ++index) {
    const auto part = utf8_prefix(rest, wire::kMaxStreamChunk);
    auto& chunk = *add().mutable_stream_chunk();
    chunk.set_stream_id(stream_id);
    chunk.set_chunk_index(index);
    chunk.set_content(part.data(), part.size());
    rest.remove_prefix(part.size());
  }
  add().mutable_stream_trailer()->set_stream_id(stream_id);
  return packets;
}

}  // namespace codevoice::room
