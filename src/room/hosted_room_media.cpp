// Packets: audio forwarded and sent, reports, data.
// untested: through hosted_room_test.cpp
#include "base/log.hpp"
#include "room/hosted_room.hpp"
#include "room/local_member.hpp"

namespace codevoice::room {

void HostedRoom::on_rtp(Member& from, const rtc::RtpPacket& packet, bool marker, TimePoint arrived) {
  auto* track = from.track_for(packet);
  if (track == nullptr) return;
  ++track->packets;
  if (const auto level = packet.audio_level(track->level_extension); level && track->level_extension != 0) {
    from.loudness.heard(*level);
  }
  if (track->receiver && !track->info.muted()) track->receiver->push(packet, arrived);
  forward(*track, packet, marker, from);
}

void HostedRoom::forward(const PublishedTrack& track, const rtc::RtpPacket& packet, bool marker, const Member& from) {
  for (const auto& member : members_) {
    if (member->sid() == from.sid() || !member->connected()) continue;
    for (const auto& [mid, subscription] : member->subscriptions) {
      if (subscription.track_sid != track.info.sid() || subscription.disabled) continue;
      // extensions are left out: the sender's MID would break the receiver's demux
      rtc::RtpHeader header;
      header.payload_type = subscription.payload_type;
      header.marker = marker;
      header.sequence = static_cast<std::uint16_t>(packet.sequence + subscription.sequence_shift);
      header.timestamp = packet.timestamp + subscription.timestamp_shift;
      header.ssrc = subscription.ssrc;
      member->transport()->send_rtp(rtc::make_rtp(header, packet.payload));
    }
  }
}

void HostedRoom::local_audio(LocalMember& from, ByteView opus_packet) {
  const auto& sid = from.track_sid();
  for (const auto& member : members_) {
    for (auto& [mid, subscription] : member->subscriptions) {
      if (subscription.track_sid != sid || !subscription.sender) continue;
      const auto packet = subscription.sender->next(opus_packet);
      if (!packet.empty() && member->connected() && !subscription.disabled) member->transport()->send_rtp(packet);
    }
  }
}

bool HostedRoom::hears(const LocalMember& local) const {
  return std::any_of(members_.begin(), members_.end(), [&](const auto& member) {
    return member->connected() && std::any_of(member->subscriptions.begin(), member->subscriptions.end(),
                                              [&](const auto& entry) { return entry.second.track_sid == local.track_sid(); });
  });
}

Duration HostedRoom::round_trip(const LocalMember& local) const {
  Duration longest{};
  for (const auto& member : members_) {
    for (const auto& [mid, subscription] : member->subscriptions) {
      if (subscription.track_sid == local.track_sid() && subscription.sender) longest = std::max(longest, subscription.sender->round_trip());
    }
  }
  return longest;
}

double HostedRoom::loss(const LocalMember& local) const {
  double most = 0.0;
  for (const auto& member : members_) {
    for (const auto& [mid, subscription] : member->subscriptions) {
      if (subscription.track_sid == local.track_sid() && subscription.sender) most = std::max(most, subscription.sender->fraction_lost());
    }
  }
  return most;
}

void HostedRoom::on_rtcp(Member& from, const rtc::Rtcp& rtcp, TimePoint arrived) {
  const auto take_block = [&](const rtc::ReportBlock& block) {
    for (auto& [mid, subscription] : from.subscriptions) {
      if (subscription.sender && subscription.ssrc == block.ssrc) subscription.sender->on_report_block(block, clock_.wall_us());
    }
  };
  for (const auto& report : rtcp.sender_reports) {
    for (auto& track : from.tracks) {
      if (track.ssrc == report.ssrc && track.receiver) track.receiver->on_sender_report(report, arrived);
    }
    for (const auto& block : report.blocks) take_block(block);
  }
  for (const auto& report : rtcp.receiver_reports) {
    for (const auto& block : report.blocks) take_block(block);
  }
}

void HostedRoom::send_reports() {
  for (const auto& member : members_) {
    if (!member->connected()) continue;
    for (const auto& [mid, subscription] : member->subscriptions) {
      if (subscription.sender) member->transport()->send_rtcp(subscription.sender->make_report(clock_.wall_us()));
    }
    rtc::ReceiverReport report;
    report.ssrc = 1;
    for (auto& track : member->tracks) {
      if (track.receiver && track.ssrc != 0) report.blocks.push_back(track.receiver->make_report(clock_.now()));
    }
    if (!report.blocks.empty()) member->transport()->send_rtcp(rtc::make_receiver_report(report, info_.sid()));
  }
}

namespace {
bool is_for(const wire::DataPacket& packet, const std::string& identity) {
  const auto& to = packet.destination_identities();
  return to.empty() || std::find(to.begin(), to.end(), identity) != to.end();
}
}  // namespace

void HostedRoom::on_data(Member& from, std::string_view label, ByteView bytes) {
  if (label != "_reliable" && label != "_lossy") return;
  if (!from.claims().video.can_publish_data) return;
  auto packet = wire::parse_data_packet(bytes);
  if (!packet) {
    log::debug("room.bad_data_packet", {{"room", name()}, {"sid", from.sid()}, {"bytes", bytes.size()}});
    return;
  }
  // agents may speak for another participant (transcripts); nobody else may
  const bool speaks_for_other = from.info().kind() == wire::kAgentKind && packet->has_stream_header() && !packet->participant_identity().empty();
  if (!speaks_for_other) packet->set_participant_identity(from.identity());
  packet->set_participant_sid(from.sid());
  const auto serialized = packet->SerializeAsString();
  for (const auto& member : members_) {
    if (member->sid() == from.sid() || !is_for(*packet, member->identity()) || !member->transport()) continue;
    if (const auto sent = member->transport()->send_data(label, view_of(serialized)); !sent && label == "_reliable") {
      log::warn("room.data_dropped", {{"room", name()}, {"sid", member->sid()}, {"reason", sent.error().message}});
    }
  }
  for (auto* local : std::vector(locals_)) {
    if (is_for(*packet, local->self().identity)) local->on_data(*packet);
  }
}

void HostedRoom::local_text(LocalMember& from, const TextMessage& message) {
  for (auto& packet : make_text_stream(message, clock_.wall_us() / 1000)) {
    if (packet.participant_identity().empty()) packet.set_participant_identity(from.self().identity);
    packet.set_participant_sid(from.info().sid());
    const auto serialized = packet.SerializeAsString();
    for (const auto& member : members_) {
      if (!member->transport()) continue;
      const auto sent = member->transport()->send_data("_reliable", view_of(serialized));
      if (!sent) log::debug("room.text_dropped", {{"room", name()}, {"sid", member->sid()}, {"reason", sent.error().message}});
    }
    for (auto* local : std::vector(locals_)) {
      if (local != &from) local->on_data(packet);
    }
  }
}

}  // namespace codevoice::room
