// What an administrator does to a room and those in it, by RoomService.
// untested: through room_service_test.cpp
#include "room/hosted_room.hpp"
#include "room/local_member.hpp"

namespace codevoice::room {

void HostedRoom::configure(const wire::CreateRoomRequest& request) {
  if (request.empty_timeout() > 0) limits_.empty_timeout = std::chrono::seconds(request.empty_timeout());
  if (request.departure_timeout() > 0) limits_.departure_timeout = std::chrono::seconds(request.departure_timeout());
  if (request.max_participants() > 0) limits_.max_participants = request.max_participants();
  info_.set_empty_timeout(static_cast<std::uint32_t>(limits_.empty_timeout.count()));
  info_.set_departure_timeout(static_cast<std::uint32_t>(limits_.departure_timeout.count()));
  info_.set_max_participants(limits_.max_participants);
  if (!request.metadata().empty()) set_metadata(request.metadata());
}

void HostedRoom::set_metadata(const std::string& metadata) {
  info_.set_metadata(metadata);
  wire::SignalResponse message;
  *message.mutable_room_update()->mutable_room() = info_;
  for (const auto& member : members_) member->send(message);
}

Result<wire::TrackInfo> HostedRoom::mute_track(std::string_view identity, std::string_view track_sid, bool muted) {
  if (local_by_identity(identity) != nullptr) return fail(ErrorKind::Conflict, "the interviewer's own voice is not muted from outside: remove it");
  const auto member = by_identity(identity);
  if (!member) return fail(ErrorKind::NotFound, "participant does not exist");
  auto* track = member->track_by_sid(track_sid);
  if (track == nullptr) return fail(ErrorKind::NotFound, "track is not found");
  // somebody's microphone is opened by that person only, as on a LiveKit server by default
  if (!muted) return fail(ErrorKind::Conflict, "remote unmute not enabled");
  wire::SignalResponse message;
  message.mutable_mute()->set_sid(track->info.sid());
  message.mutable_mute()->set_muted(true);
  member->send(message);
  wire::MuteTrackRequest request;
  request.set_sid(track->info.sid());
  request.set_muted(true);
  mute(*member, request);
  return track->info;
}

Result<wire::ParticipantInfo> HostedRoom::update_participant(const wire::UpdateParticipantRequest& request) {
  if (auto* local = local_by_identity(request.identity())) {
    std::map<std::string, std::string> attributes(request.attributes().begin(), request.attributes().end());
    local->set_attributes(std::move(attributes));
    return local->info();
  }
  const auto member = by_identity(request.identity());
  if (!member) return fail(ErrorKind::NotFound, "participant does not exist");
  std::size_t size = request.metadata().size() + request.name().size();
  for (const auto* attributes : {&request.attributes(), &member->info().attributes()}) {
    for (const auto& [key, value] : *attributes) size += key.size() + value.size();
  }
  if (size > limits_.max_metadata) return fail(ErrorKind::Invalid, "metadata size exceeds limits");
  if (request.has_permission()) {
    member->set_permission(request.permission());
    while (!member->info().permission().can_publish() && !member->tracks.empty()) {
      const auto mid = member->tracks.front().mid;
      if (mid.empty()) {
        member->tracks.erase(member->tracks.begin());  // asked for, never sent
      } else {
        unpublish(*member, mid);
      }
    }
  }
  apply(*member, request.name(), request.metadata(), request.attributes());
  for (const auto& other : members_) ask_for_sections(*other);
  return member->info();
}

void HostedRoom::send_user_data(const wire::SendDataRequest& request) {
  wire::DataPacket packet;
  packet.set_kind(request.kind());
  packet.mutable_user()->set_payload(request.data());
  if (request.has_topic()) packet.mutable_user()->set_topic(request.topic());
  const auto& identities = request.destination_identities();
  const auto& sids = request.destination_sids();
  const auto is_for = [&](const Member& member) {
    return (identities.empty() && sids.empty()) || std::find(identities.begin(), identities.end(), member.identity()) != identities.end() ||
           std::find(sids.begin(), sids.end(), member.sid()) != sids.end();
  };
  *packet.mutable_destination_identities() = identities;
  const auto bytes = packet.SerializeAsString();
  const std::string_view label = request.kind() == wire::kLossyData ? "_lossy" : "_reliable";
  for (const auto& member : members_) {
    if (!is_for(*member) || !member->transport()) continue;
    // one that is still connecting misses it, as on a LiveKit server
    static_cast<void>(member->transport()->send_data(label, view_of(bytes)));
  }
}

}  // namespace codevoice::room
