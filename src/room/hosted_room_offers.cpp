// Offers and answers: which track goes into which section of a member's single peer connection.
// untested: through hosted_room_test.cpp
#include "base/crypto.hpp"
#include "base/log.hpp"
#include "room/hosted_room.hpp"
#include "room/local_member.hpp"

namespace codevoice::room {

std::vector<HostedRoom::Wanted> HostedRoom::wanted_by(const Member& member) const {
  std::vector<Wanted> wanted;
  if (!member.claims().video.can_subscribe) return wanted;
  const auto bound = [&](const std::string& sid) {
    return std::any_of(member.subscriptions.begin(), member.subscriptions.end(), [&](const auto& entry) { return entry.second.track_sid == sid; });
  };
  for (const auto& other : members_) {
    if (other->sid() == member.sid() || other->claims().video.hidden) continue;
    for (const auto& track : other->tracks) {
      if (!track.mid.empty() && !bound(track.info.sid())) wanted.push_back({other->sid(), track.info.sid(), false});
    }
  }
  for (const auto* local : locals_) {
    if (!bound(local->track_sid())) wanted.push_back({local->info().sid(), local->track_sid(), true});
  }
  return wanted;
}

std::optional<HostedRoom::Wanted> HostedRoom::published(std::string_view track_sid) const {
  for (const auto& member : members_) {
    for (const auto& track : member->tracks) {
      if (track.info.sid() == track_sid && !track.mid.empty()) return Wanted{member->sid(), track.info.sid(), false};
    }
  }
  for (const auto* local : locals_) {
    if (local->track_sid() == track_sid) return Wanted{local->info().sid(), local->track_sid(), true};
  }
  return std::nullopt;
}

/// True when a track became audible to the others by this section.
bool HostedRoom::take_publishing_section(Member& member, const SdpSection& section) {
  auto track = std::find_if(member.tracks.begin(), member.tracks.end(), [&](const auto& t) { return t.mid == section.mid; });
  if (track == member.tracks.end()) {
    track = std::find_if(member.tracks.begin(), member.tracks.end(), [&](const auto& t) { return t.mid.empty() && t.cid == section.track_id; });
  }
  if (track == member.tracks.end()) track = std::find_if(member.tracks.begin(), member.tracks.end(), [](const auto& t) { return t.mid.empty(); });
  if (track == member.tracks.end()) return false;
  const bool is_new = track->mid.empty();
  track->mid = section.mid;
  if (section.ssrc != 0) track->ssrc = section.ssrc;
  track->level_extension = section.level_extension;
  track->mid_extension = section.mid_extension;
  track->info.set_mid(section.mid);
  track->info.mutable_codecs(0)->set_mid(section.mid);
  if (!locals_.empty() && !track->receiver) {
    rtc::AudioReceiverConfig config;
    config.zero = locals_.front()->zero();
    if (auto receiver = rtc::AudioReceiver::create(config)) track->receiver = std::move(*receiver);
  }
  return is_new;
}

/// True when a track was published by this section: it is no more.
bool HostedRoom::unpublish(Member& member, std::string_view mid) {
  const auto track = std::find_if(member.tracks.begin(), member.tracks.end(), [&](const auto& t) { return t.mid == mid; });
  if (track == member.tracks.end()) return false;
  const auto info = track->info;
  member.tracks.erase(track);
  member.refresh_info();
  tell("track_unpublished", &member.info(), &info);
  return true;
}

AnswerSection HostedRoom::answer_receiving_section(Member& member, const SdpSection& section, std::vector<Wanted>& wanted,
                                                   wire::SessionDescription& answer) {
  AnswerSection reply;
  auto bound = member.subscriptions.find(section.mid);
  if (bound != member.subscriptions.end() && !published(bound->second.track_sid)) {
    // a freed section goes through one inactive answer before it carries another track
    member.subscriptions.erase(bound);
    member.free_mids.insert(section.mid);
    return reply;
  }
  if (bound == member.subscriptions.end() && !wanted.empty()) {
    Subscription subscription;
    subscription.track_sid = wanted.front().track_sid;
    subscription.ssrc = crypto::random_u32() | 1U;
    subscription.sequence_shift = static_cast<std::uint16_t>(crypto::random_u32());
    subscription.timestamp_shift = crypto::random_u32();
    if (wanted.front().local) subscription.sender.emplace(subscription.ssrc, *section.opus, wanted.front().participant_sid);
    wanted.erase(wanted.begin());
    bound = member.subscriptions.emplace(section.mid, std::move(subscription)).first;
    member.free_mids.erase(section.mid);
  }
  if (bound == member.subscriptions.end()) {
    member.free_mids.insert(section.mid);
    return reply;
  }
  auto& subscription = bound->second;
  subscription.payload_type = *section.opus;
  if (subscription.sender) subscription.sender->set_payload_type(*section.opus);
  const auto source = published(subscription.track_sid);
  reply.direction = Direction::SendOnly;
  reply.ssrc = subscription.ssrc;
  reply.track_id = subscription.track_sid;
  reply.stream_id = (source ? source->participant_sid : std::string()) + "|" + subscription.track_sid;
  (*answer.mutable_mid_to_track_id())[section.mid] = subscription.track_sid;
  return reply;
}

void HostedRoom::take_offer(Member& member, const wire::SessionDescription& offer, const SdpDescription& parsed) {
  auto* transport = member.transport();
  if (parsed.transport.ice.ufrag != member.remote_ufrag) {
    if (const auto set = transport->set_remote(parsed.transport); !set) {
      log::warn("room.offer_refused", {{"room", name()}, {"sid", member.sid()}, {"reason", set.error().message}});
      return;
    }
    member.remote_ufrag = parsed.transport.ice.ufrag;
  }
  auto wanted = wanted_by(member);
  bool published_anew = false;
  std::vector<std::string> new_mids;
  std::vector<AnswerSection> replies(parsed.sections.size());
  wire::SignalResponse message;
  auto& answer = *message.mutable_answer();
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const auto& section = parsed.sections[i];
    if (section.kind != MediaKind::Audio || !section.opus) continue;
    if (section.direction == Direction::SendOnly || section.direction == Direction::SendRecv) {
      replies[i].direction = Direction::RecvOnly;
      if (take_publishing_section(member, section)) new_mids.push_back(section.mid);
      continue;
    }
    published_anew |= unpublish(member, section.mid);
    if (section.direction == Direction::RecvOnly) replies[i] = answer_receiving_section(member, section, wanted, answer);
  }
  SdpLocal local;
  local.ice = transport->local_ice();
  local.fingerprint = transport->fingerprint();
  local.setup = "passive";
  local.candidates = transport->local_candidates();
  local.ice_lite = true;
  local.session_id = member.sdp_session;
  local.version = ++member.sdp_version;
  answer.set_type("answer");
  answer.set_id(offer.id());
  answer.set_sdp(write_answer(parsed, replies, local));
  member.send(message);
  if (!wanted.empty()) ask_for_sections(member);
  tell_subscribed(member);
  if (!published_anew && new_mids.empty()) return;
  member.refresh_info();
  announce(member.info(), "");
  for (const auto& track : member.tracks) {
    if (std::find(new_mids.begin(), new_mids.end(), track.mid) != new_mids.end()) tell("track_published", &member.info(), &track.info);
  }
  for (const auto& other : members_) {
    if (other->sid() != member.sid()) ask_for_sections(*other);
  }
  for (auto* listening : std::vector(locals_)) {
    for (const auto& track : member.tracks) {
      if (!track.mid.empty()) listening->listener().on_audio_subscribed(member.who(), track.info.sid());
    }
  }
}

void HostedRoom::ask_for_sections(Member& member) {
  const auto wanted = wanted_by(member).size();
  const auto gone =
      std::count_if(member.subscriptions.begin(), member.subscriptions.end(), [&](const auto& entry) { return !published(entry.second.track_sid); });
  if (wanted == 0 && gone == 0) return;
  wire::SignalResponse message;
  const auto free = member.free_mids.size();
  message.mutable_media_sections_requirement()->set_num_audios(wanted > free ? static_cast<std::uint32_t>(wanted - free) : 0);
  member.send(message);
}

/// The publisher learns that somebody hears it, once the subscriber's path is up.
void HostedRoom::tell_subscribed(Member& subscriber) {
  if (!subscriber.connected()) return;
  for (auto& [mid, subscription] : subscriber.subscriptions) {
    if (std::exchange(subscription.told, true)) continue;
    for (const auto& member : members_) {
      if (member->track_by_sid(subscription.track_sid) == nullptr) continue;
      wire::SignalResponse message;
      message.mutable_track_subscribed()->set_track_sid(subscription.track_sid);
      member->send(message);
    }
    for (auto* local : std::vector(locals_)) {
      if (local->track_sid() == subscription.track_sid) local->subscribed();
    }
  }
}

void HostedRoom::on_connected(Member& member) {
  const bool is_first = member.info().state() != wire::kActive;
  member.info().set_state(wire::kActive);
  member.refresh_info();
  if (is_first) tell("participant_joined", &member.info());
  announce(member.info(), "");
  tell_subscribed(member);
}

}  // namespace codevoice::room
