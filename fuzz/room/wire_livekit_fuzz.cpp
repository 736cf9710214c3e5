// Parsers: room/wire_livekit.cpp
// Signalling frames and the join request of the URL: whatever parses is bounded and survives being written again; a packed
// request gives what the unpacked one gives, and a bomb gives nothing.
#include "room/wire_livekit.hpp"

#include <zlib.h>

#include "base/crypto.hpp"
#include "fuzz.hpp"

namespace {

using namespace codevoice;
using fuzz::require;
namespace wire = room::wire;

template <class M>
void check_written(const M& message, std::optional<M> (*parse)(std::string_view)) {
  const auto bytes = message.SerializeAsString();
  const auto again = parse(bytes);
  require(again.has_value(), "a message parses after being written");
  require(again->ByteSizeLong() == bytes.size(), "a message is as long after being written");
}

std::string gzip(ByteView bytes) {
  z_stream stream{};
  require(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 32, '\0');
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  require(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib packs");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Result<wire::JoinRequest> unwrap(std::string inner, int compression) {
  wire::WrappedJoinRequest wrapped;
  wrapped.set_compression(compression);
  wrapped.set_join_request(std::move(inner));
  return wire::unwrap_join_request(crypto::to_base64(view_of(wrapped.SerializeAsString())));
}

void check_join(const Result<wire::JoinRequest>& request) {
  if (!request) return require(request.error().kind == ErrorKind::Invalid && !request.error().message.empty(), "a refusal says why");
  require(request->ByteSizeLong() <= wire::kMaxJoinRequest, "a join request is bounded");
  const auto again = wire::unwrap_join_request(wire::wrap_join_request(*request));
  require(again && again->ByteSizeLong() == request->ByteSizeLong(), "a join request is the same after being wrapped");
}

void check_inner(ByteView bytes) {
  const auto plain = unwrap(std::string(text_of(bytes)), wire::kNoCompression);
  const auto packed = unwrap(gzip(bytes), wire::kGzip);
  require(plain.has_value() == packed.has_value(), "packed or not, a request is the same");
  check_join(plain);
  check_join(packed);
}

void check_bomb(ByteView bytes) {
  if (bytes.size() < 2) return;
  const Bytes bomb(wire::kMaxJoinRequest + 1U + bytes[0] * 4096U, bytes[1]);
  require(!unwrap(gzip(bomb), wire::kGzip), "a bomb gives nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [kind, rest] = fuzz::choice_of(data, size);
  const auto text = text_of(rest);
  if (kind == 'Q') {
    if (const auto request = wire::parse_signal_request(text)) check_written(*request, wire::parse_signal_request);
  } else if (kind == 'R') {
    if (const auto response = wire::parse_signal_response(text)) check_written(*response, wire::parse_signal_response);
  } else if (kind == 'J') {
    check_join(wire::unwrap_join_request(text));  // as it stands in the URL
  } else if (kind == 'W') {
    check_join(wire::unwrap_join_request(crypto::to_base64(rest, crypto::Base64::Url)));
  } else if (kind == 'I') {
    check_inner(rest);
  } else if (kind == 'B') {
    check_bomb(rest);
  }
  return 0;
}
