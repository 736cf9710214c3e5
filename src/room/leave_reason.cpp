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

std::string_view words_of(LeaveReason reason) noexcept {
  switch (reason) {
    case LeaveReason::DuplicateIdentity: return "somebody else joined under its identity";
    case LeaveReason::ServerShutdown: return "the server was shut down";
    case LeaveReason::ParticipantRemoved: return "an administrator removed it from the room";
    case LeaveReason::RoomDeleted: return "the room was deleted";
    case LeaveReason::RoomClosed: return "the room was closed";
    case LeaveReason::JoinFailure: return "the server could not let it in";
    default: return "the server ended it";
  }
}

}  // namespace codevoice::room
