// untested: a table of names
#include "room/room_link.hpp"

namespace codevoice::room {

std::string_view name_of(LeaveReason reason) noexcept {
  switch (reason) {
    case LeaveReason::Unknown: return "unknown";
    case LeaveReason::ClientInitiated: return "left";
    case LeaveReason::DuplicateIdentity: return "joined_elsewhere";
    case LeaveReason::ServerShutdown: return "server_shutdown";
    case LeaveReason::ParticipantRemoved: return "removed";
    case LeaveReason::RoomDeleted: return "room_deleted";
    case LeaveReason::StateMismatch: return "state_mismatch";
    case LeaveReason::JoinFailure: return "join_failure";
    case LeaveReason::SignalClose: return "connection_lost";
    case LeaveReason::RoomClosed: return "room_closed";
    case LeaveReason::UserRejected: return "rejected";
    case LeaveReason::ConnectionTimeout: return "connection_timeout";
    case LeaveReason::MediaFailure: return "media_failure";
  }
  return "unknown";
}

}  // namespace codevoice::room
