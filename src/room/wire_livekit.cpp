#include "room/wire_livekit.hpp"

#include <google/protobuf/stubs/logging.h>
#include <zlib.h>

#include "base/crypto.hpp"

namespace codevoice::room::wire {
namespace {

/// protobuf prints a line for each string of a peer's that is not UTF-8: a peer could fill the log. It is refused all the same.
const bool is_protobuf_quiet = [] {
  google::protobuf::SetLogHandler(nullptr);
  return true;
}();

template <class M>
std::optional<M> parse(const void* data, std::size_t size, std::size_t limit) {
  M message;
  if (size > limit || !message.ParseFromArray(data, static_cast<int>(size))) return std::nullopt;
  return message;
}

std::optional<Bytes> gunzip(std::string_view packed) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return std::nullopt;
  Bytes out(kMaxJoinRequest);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  if (result != Z_STREAM_END) return std::nullopt;
  return out;
}

}  // namespace

std::optional<SignalRequest> parse_signal_request(std::string_view bytes) {
  return parse<SignalRequest>(bytes.data(), bytes.size(), kMaxSignalMessage);
}

std::optional<SignalResponse> parse_signal_response(std::string_view bytes) {
  return parse<SignalResponse>(bytes.data(), bytes.size(), 4 * kMaxSignalMessage);
}

std::optional<DataPacket> parse_data_packet(ByteView bytes) { return parse<DataPacket>(bytes.data(), bytes.size(), 65'536); }

Result<JoinRequest> unwrap_join_request(std::string_view base64) {
  const auto bytes = crypto::from_base64(base64);
  if (!bytes) return fail(ErrorKind::Invalid, "join_request is not base64");
  const auto wrapped = parse<WrappedJoinRequest>(bytes->data(), bytes->size(), kMaxJoinRequest);
  if (!wrapped) return fail(ErrorKind::Invalid, "join_request is not a WrappedJoinRequest");
  if (wrapped->compression() != kNoCompression && wrapped->compression() != kGzip) {
    return fail(ErrorKind::Invalid, "join_request has an unknown compression");
  }
  std::optional<JoinRequest> request;
  if (wrapped->compression() == kGzip) {
    const auto unpacked = gunzip(wrapped->join_request());
    if (!unpacked) return fail(ErrorKind::Invalid, "join_request cannot be unpacked, or is too large");
    request = parse<JoinRequest>(unpacked->data(), unpacked->size(), kMaxJoinRequest);
  } else {
    request = parse<JoinRequest>(wrapped->join_request().data(), wrapped->join_request().size(), kMaxJoinRequest);
  }
  if (!request) return fail(ErrorKind::Invalid, "join_request holds no JoinRequest");
  return std::move(*request);
}

std::string wrap_join_request(const JoinRequest& request) {
  WrappedJoinRequest wrapped;
  wrapped.set_compression(kNoCompression);
  wrapped.set_join_request(request.SerializeAsString());
  auto text = crypto::to_base64(view_of(wrapped.SerializeAsString()), crypto::Base64::Url);
  while (text.size() % 4 != 0) text += '=';
  return text;
}

}  // namespace codevoice::room::wire
