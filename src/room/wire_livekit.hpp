// LiveKit's messages (generated from wire_livekit.proto) and the only ways foreign bytes become them.
// Errors: bytes that are no such message give nothing; they never throw. Source: LiveKit protocol, livekit_rtc.proto and livekit_models.proto.
#pragma once

#include <optional>
#include <string>
#include <string_view>

// generated code is third-party code to our warnings
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "room/wire_livekit.pb.h"
#pragma GCC diagnostic pop

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace codevoice::room::wire {

inline constexpr std::size_t kMaxSignalMessage = 256 * 1024;  // bytes, in
inline constexpr std::size_t kMaxJoinRequest = 256 * 1024;    // unpacked
inline constexpr std::size_t kMaxDataPacket = 64'000;         // bytes of one SCTP message
inline constexpr std::size_t kMaxStreamChunk = 15'000;        // bytes of content in one chunk

// ParticipantInfo.state
inline constexpr int kJoining = 0, kJoined = 1, kActive = 2, kDisconnected = 3;
// ParticipantInfo.kind
inline constexpr int kStandardKind = 0, kAgentKind = 4;
// TrackInfo.type and .source
inline constexpr int kAudioTrack = 0, kVideoTrack = 1, kMicrophone = 2, kScreenShareAudio = 4;
// LeaveRequest.action
inline constexpr int kActionDisconnect = 0, kActionResume = 1, kActionReconnect = 2;
// WrappedJoinRequest.compression
inline constexpr int kNoCompression = 0, kGzip = 1;
// RequestResponse.reason
inline constexpr int kRequestOk = 0, kRequestNotFound = 1, kRequestNotAllowed = 2, kRequestLimitExceeded = 3;
// DataPacket.kind
inline constexpr int kReliableData = 0, kLossyData = 1;
inline constexpr int kProtocolVersion = 16;

std::optional<SignalRequest> parse_signal_request(std::string_view bytes);
std::optional<SignalResponse> parse_signal_response(std::string_view bytes);
std::optional<DataPacket> parse_data_packet(ByteView bytes);

/// The join_request query parameter: base64 (either alphabet) of a WrappedJoinRequest whose inner JoinRequest may be gzip'd.
/// Errors: Invalid, in words that may be shown to the client.
Result<JoinRequest> unwrap_join_request(std::string_view base64);
/// The same, uncompressed, for our own requests; url alphabet with padding, as the stock client writes it.
std::string wrap_join_request(const JoinRequest& request);

}  // namespace codevoice::room::wire
