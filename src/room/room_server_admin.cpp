// The rooms of one server as RoomService shows and makes them.
// untested: through room_service_test.cpp
#include "room/local_member.hpp"
#include "room/room_server.hpp"

namespace codevoice::room {
namespace {

constexpr std::size_t kLongestName = 128;

/// A local participant of the room beside the remote ones; hidden ones too: an administrator sees all.
std::vector<wire::ParticipantInfo> everybody(const HostedRoom& room) {
  std::vector<wire::ParticipantInfo> all;
  for (const auto& member : room.members()) all.push_back(member->info());
  for (const auto* local : room.locals()) all.push_back(local->info());
  return all;
}

wire::Room described(const HostedRoom& room) {
  auto info = room.info();
  const auto all = everybody(room);
  info.set_num_participants(static_cast<std::uint32_t>(all.size()));
  const auto publish = std::count_if(all.begin(), all.end(), [](const auto& who) { return who.is_publisher(); });
  info.set_num_publishers(static_cast<std::uint32_t>(publish));
  return info;
}

}  // namespace

Result<HostedRoom*> RoomServer::room_of(std::string_view name) {
  auto* room = find(name);
  if (room == nullptr) return fail(ErrorKind::NotFound, "requested room does not exist");
  return room;
}

Result<wire::Room> RoomServer::create_room(const wire::CreateRoomRequest& request) {
  if (request.name().empty()) return fail(ErrorKind::Invalid, "no room name");
  if (request.name().size() > kLongestName) return fail(ErrorKind::Invalid, "room name length exceeds limits");
  if (request.metadata().size() > config_.limits.max_metadata) return fail(ErrorKind::Invalid, "metadata size exceeds limits");
  auto* room = closing_ ? nullptr : create(request.name());
  if (room == nullptr) return fail(ErrorKind::Unavailable, "the server has no more rooms");
  room->configure(request);
  return described(*room);
}

std::vector<wire::Room> RoomServer::list_rooms(const wire::ListRoomsRequest& request) const {
  std::vector<wire::Room> rooms;
  for (const auto& [name, room] : rooms_) {
    const auto& names = request.names();
    if (names.empty() || std::find(names.begin(), names.end(), name) != names.end()) rooms.push_back(described(*room));
  }
  return rooms;
}

std::vector<wire::ParticipantInfo> RoomServer::list_participants(std::string_view name) {
  const auto* room = find(name);
  return room == nullptr ? std::vector<wire::ParticipantInfo>() : everybody(*room);  // no room, nobody in it
}

Result<wire::ParticipantInfo> RoomServer::get_participant(std::string_view name, std::string_view identity) {
  for (const auto& who : list_participants(name)) {
    if (who.identity() == identity) return who;
  }
  return fail(ErrorKind::NotFound, "participant does not exist");
}

}  // namespace codevoice::room
