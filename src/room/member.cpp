// untested: through room_server_test.cpp and hosted_room_test.cpp
#include "room/member.hpp"

#include "room/client_roster.hpp"

namespace codevoice::room {

Member::Member(Claims claims, wire::ParticipantInfo info) : claims_(std::move(claims)), info_(std::move(info)), who_(participant_of(info_)) {}

void Member::set_transport(std::shared_ptr<rtc::Transport> transport, MemberEvents events) {
  transport_ = std::move(transport);
  events_ = std::move(events);
}

void Member::close_transport() {
  events_ = {};
  if (transport_) transport_->close();
}

void Member::send(const wire::SignalResponse& message) {
  if (socket_) socket_->send(net::MessageKind::Binary, message.SerializeAsString());
}

void Member::send_leave(int reason, int action) {
  wire::SignalResponse message;
  message.mutable_leave()->set_reason(reason);
  message.mutable_leave()->set_action(action);
  send(message);
}

PublishedTrack* Member::track_by_sid(std::string_view sid) {
  const auto found = std::find_if(tracks.begin(), tracks.end(), [&](const auto& track) { return track.info.sid() == sid; });
  return found == tracks.end() ? nullptr : &*found;
}

PublishedTrack* Member::track_for(const rtc::RtpPacket& packet) {
  for (auto& track : tracks) {
    if (track.ssrc != 0 && track.ssrc == packet.ssrc) return &track;
  }
  for (auto& track : tracks) {
    const auto mid = track.mid_extension == 0 ? ByteView() : packet.extension_element(track.mid_extension);
    if (track.mid.empty() || text_of(mid) != track.mid) continue;
    track.ssrc = packet.ssrc;
    return &track;
  }
  return nullptr;
}

void Member::refresh_info() {
  info_.set_version(info_.version() + 1);
  info_.clear_tracks();
  for (const auto& track : tracks) *info_.add_tracks() = track.info;
  info_.set_is_publisher(!tracks.empty());
  who_ = participant_of(info_);
}

void Member::set_permission(const wire::ParticipantPermission& permission) {
  *info_.mutable_permission() = permission;
  auto& allowed = *info_.mutable_permission();
  if (allowed.can_publish() && allowed.can_publish_sources().empty()) {
    for (const int source : {0, wire::kMicrophone, wire::kScreenShareAudio}) allowed.add_can_publish_sources(source);
  }
  allowed.set_hidden(claims_.video.hidden);  // who was seen stays seen
  auto& grants = claims_.video;              // its fresh tokens say the same
  grants.can_publish = permission.can_publish();
  grants.can_publish_data = permission.can_publish_data();
  grants.can_subscribe = permission.can_subscribe();
  grants.can_update_own_metadata = permission.can_update_metadata();
  for (auto& [mid, subscription] : subscriptions) subscription.disabled = !grants.can_subscribe;
}

void Member::on_connected() {
  if (events_.connected) events_.connected();
}

void Member::on_rtp(ByteView bytes, TimePoint arrived) {
  const auto packet = rtc::parse_rtp(bytes);
  if (packet && events_.rtp) events_.rtp(*packet, bytes[1] & 0x80U, arrived);
}

void Member::on_rtcp(ByteView bytes, TimePoint arrived) {
  const auto packet = rtc::parse_rtcp(bytes);
  if (packet && events_.rtcp) events_.rtcp(*packet, arrived);
}

void Member::on_data(std::string_view label, ByteView message) {
  if (events_.data) events_.data(label, message);
}

void Member::on_failed(const Error& why) {
  if (events_.failed) events_.failed(why);
}

}  // namespace codevoice::room
