// How LiveKit's fields and enums are spelt in JSON.
// Thread: pure. Errors: a number without a name is written as a number.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace codevoice::room::wire {

/// num_participants: numParticipants.
inline std::string camel_of(std::string_view snake) {
  std::string name;
  for (std::size_t i = 0; i < snake.size(); ++i) {
    const bool raise = snake[i] == '_' && i + 1 < snake.size();
    name += raise ? static_cast<char>(snake[++i] - 'a' + 'A') : snake[i];
  }
  return name;
}

using EnumName = std::pair<int, std::string_view>;
inline constexpr std::array<EnumName, 4> kStateNames{{{0, "JOINING"}, {1, "JOINED"}, {2, "ACTIVE"}, {3, "DISCONNECTED"}}};
inline constexpr std::array<EnumName, 5> kKindNames{{{0, "STANDARD"}, {1, "INGRESS"}, {2, "EGRESS"}, {3, "SIP"}, {4, "AGENT"}}};
inline constexpr std::array<EnumName, 3> kTrackTypeNames{{{0, "AUDIO"}, {1, "VIDEO"}, {2, "DATA"}}};
inline constexpr std::array<EnumName, 5> kSourceNames{
    {{0, "UNKNOWN"}, {1, "CAMERA"}, {2, "MICROPHONE"}, {3, "SCREEN_SHARE"}, {4, "SCREEN_SHARE_AUDIO"}}};
inline constexpr std::array<EnumName, 3> kEncryptionNames{{{0, "NONE"}, {1, "GCM"}, {2, "CUSTOM"}}};
inline constexpr std::array<EnumName, 7> kAudioFeatureNames{{{0, "TF_STEREO"},
                                                             {1, "TF_NO_DTX"},
                                                             {2, "TF_AUTO_GAIN_CONTROL"},
                                                             {3, "TF_ECHO_CANCELLATION"},
                                                             {4, "TF_NOISE_SUPPRESSION"},
                                                             {5, "TF_ENHANCED_NOISE_CANCELLATION"},
                                                             {6, "TF_PRECONNECT_BUFFER"}}};
inline constexpr std::array<EnumName, 17> kDisconnectNames{{{0, "UNKNOWN_REASON"},
                                                            {1, "CLIENT_INITIATED"},
                                                            {2, "DUPLICATE_IDENTITY"},
                                                            {3, "SERVER_SHUTDOWN"},
                                                            {4, "PARTICIPANT_REMOVED"},
                                                            {5, "ROOM_DELETED"},
                                                            {6, "STATE_MISMATCH"},
                                                            {7, "JOIN_FAILURE"},
                                                            {8, "MIGRATION"},
                                                            {9, "SIGNAL_CLOSE"},
                                                            {10, "ROOM_CLOSED"},
                                                            {11, "USER_UNAVAILABLE"},
                                                            {12, "USER_REJECTED"},
                                                            {13, "SIP_TRUNK_FAILURE"},
                                                            {14, "CONNECTION_TIMEOUT"},
                                                            {15, "MEDIA_FAILURE"},
                                                            {16, "AGENT_ERROR"}}};
inline constexpr std::array<EnumName, 2> kDataKindNames{{{0, "RELIABLE"}, {1, "LOSSY"}}};

}  // namespace codevoice::room::wire
