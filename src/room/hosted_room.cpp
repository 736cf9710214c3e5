#include "room/hosted_room.hpp"

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "room/client_roster.hpp"
#include "room/local_member.hpp"

namespace codevoice::room {
namespace {

constexpr int kSpeakingAbove = -45;  // dBov of the loudest packet since the last look

template <class Strings>
std::size_t size_of(const Strings& attributes) {
  std::size_t size = 0;
  for (const auto& [key, value] : attributes) size += key.size() + value.size();
  return size;
}

bool may_publish(const wire::ParticipantPermission& permission, int source) {
  const auto& sources = permission.can_publish_sources();
  return permission.can_publish() && std::find(sources.begin(), sources.end(), source) != sources.end();
}

}  // namespace

HostedRoom::HostedRoom(std::string name, RoomLimits limits, Clock& clock) : limits_(limits), clock_(clock) {
  info_.set_sid("RM_" + crypto::random_text(12));
  info_.set_name(std::move(name));
  info_.set_empty_timeout(static_cast<std::uint32_t>(limits.empty_timeout.count()));
  info_.set_departure_timeout(static_cast<std::uint32_t>(limits.departure_timeout.count()));
  info_.set_max_participants(limits.max_participants);
  info_.set_creation_time(clock.wall_us() / 1'000'000);
  info_.set_creation_time_ms(clock.wall_us() / 1000);
  empty_since = clock.now();
}

HostedRoom::~HostedRoom() {
  const auto locals = locals_;
  locals_.clear();
  for (auto* local : locals) local->gone(LeaveReason::RoomClosed);
  for (const auto& member : members_) member->close_transport();
}

std::shared_ptr<Member> HostedRoom::by_identity(std::string_view identity) const {
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const auto& member) { return member->identity() == identity; });
  return found == members_.end() ? nullptr : *found;
}

LocalMember* HostedRoom::local_by_identity(std::string_view identity) const {
  const auto found = std::find_if(locals_.begin(), locals_.end(), [&](const auto* local) { return local->self().identity == identity; });
  return found == locals_.end() ? nullptr : *found;
}

bool HostedRoom::has_identity(std::string_view identity) const { return by_identity(identity) != nullptr || local_by_identity(identity) != nullptr; }

void HostedRoom::tell(std::string_view event, const wire::ParticipantInfo* who, const wire::TrackInfo* track) {
  info_.set_num_participants(static_cast<std::uint32_t>(size()));
  if (on_event) on_event(event, who, track);
}

std::vector<wire::ParticipantInfo> HostedRoom::others_of(std::string_view sid) const {
  std::vector<wire::ParticipantInfo> infos;
  for (const auto& member : members_) {
    if (member->sid() != sid && !member->claims().video.hidden) infos.push_back(member->info());
  }
  for (const auto* local : locals_) {
    if (local->info().sid() != sid) infos.push_back(local->info());
  }
  return infos;
}

void HostedRoom::note_departed(const wire::ParticipantInfo& info) {
  constexpr std::size_t kMostRemembered = 32;
  departed_.emplace_back(clock_.now(), info);
  if (departed_.size() > kMostRemembered) departed_.pop_front();
}

std::vector<wire::ParticipantInfo> HostedRoom::recently_departed() const {
  constexpr auto kRecently = std::chrono::minutes(1);
  std::vector<wire::ParticipantInfo> infos;
  for (const auto& [when, info] : departed_) {
    if (clock_.now() - when < kRecently && !has_identity(info.identity())) infos.push_back(info);
  }
  return infos;
}

void HostedRoom::announce(const wire::ParticipantInfo& info, std::string_view except_sid) {
  wire::SignalResponse message;
  *message.mutable_update()->add_participants() = info;
  const bool hidden = info.permission().hidden();  // then it alone hears of itself
  for (const auto& member : members_) {
    if (member->sid() != except_sid && (!hidden || member->sid() == info.sid())) member->send(message);
  }
}

void HostedRoom::add(const std::shared_ptr<Member>& member) {
  members_.push_back(member);
  ever_joined = true;
  info_.set_num_participants(static_cast<std::uint32_t>(size()));
  log::info("room.joined", {{"room", name()}, {"sid", member->sid()}, {"participants", size()}});
  if (member->claims().video.hidden) return;
  announce(member->info(), member->sid());
  for (auto* local : std::vector(locals_)) local->listener().on_participant_joined(member->who());
}

void HostedRoom::remove(const std::shared_ptr<Member>& gone, LeaveReason why) {
  const std::shared_ptr<Member> member(gone);  // NOLINT(performance-unnecessary-copy-initialization): the caller's may live in the list
  if (std::erase(members_, member) == 0) return;
  member->close_transport();
  const bool was_active = member->info().state() == wire::kActive;
  member->info().set_state(wire::kDisconnected);
  member->info().set_disconnect_reason(static_cast<int>(why));
  const auto tracks = std::move(member->tracks);
  member->tracks.clear();
  member->refresh_info();
  info_.set_num_participants(static_cast<std::uint32_t>(size()));
  if (members_.empty() && locals_.empty()) empty_since = clock_.now();
  log::info("room.left", {{"room", name()}, {"sid", member->sid()}, {"reason", name_of(why)}, {"participants", size()}});
  for (const auto& track : tracks) {
    if (!track.mid.empty()) tell("track_unpublished", &member->info(), &track.info);
  }
  tell(was_active ? "participant_left" : "participant_connection_aborted", &member->info());
  if (member->claims().video.hidden) return;
  note_departed(member->info());
  announce(member->info(), member->sid());
  for (auto* local : std::vector(locals_)) local->listener().on_participant_left(member->who(), why);
}

void HostedRoom::add_local(LocalMember& local) {
  locals_.push_back(&local);
  ever_joined = true;
  for (const auto& member : members_) {
    for (auto& track : member->tracks) {
      if (!track.receiver) {
        rtc::AudioReceiverConfig config;
        config.zero = local.zero();
        if (auto receiver = rtc::AudioReceiver::create(config)) track.receiver = std::move(*receiver);
      }
    }
  }
  announce(local.info(), local.info().sid());
  tell("participant_joined", &local.info());
  tell("track_published", &local.info(), &local.info().tracks(0));
  for (const auto& member : members_) {
    ask_for_sections(*member);
    if (member->claims().video.hidden) continue;
    local.listener().on_participant_joined(member->who());
    for (const auto& track : member->tracks) {
      if (!track.mid.empty()) local.listener().on_audio_subscribed(member->who(), track.info.sid());
    }
  }
}

void HostedRoom::remove_local(LocalMember& local) {
  if (std::erase(locals_, &local) == 0) return;
  auto info = local.info();
  info.set_state(wire::kDisconnected);
  info.set_version(info.version() + 1);
  const auto track = info.tracks(0);
  info.clear_tracks();
  note_departed(info);
  announce(info, info.sid());
  tell("track_unpublished", &info, &track);
  tell("participant_left", &info);
  if (members_.empty() && locals_.empty()) empty_since = clock_.now();
}

void HostedRoom::refuse(Member& member, std::uint32_t request_id, int reason, const std::string& words) {
  wire::SignalResponse message;
  auto& response = *message.mutable_request_response();
  response.set_request_id(request_id);
  response.set_reason(reason);
  response.set_message(words);
  member.send(message);
}

void HostedRoom::add_track(Member& member, const wire::AddTrackRequest& request) {
  if (request.type() != wire::kAudioTrack) return refuse(member, 0, wire::kRequestNotAllowed, "this server carries audio only");
  if (!may_publish(member.info().permission(), request.source())) {
    return refuse(member, 0, wire::kRequestNotAllowed, "the token does not allow publishing this");
  }
  if (member.tracks.size() >= limits_.max_tracks) return refuse(member, 0, wire::kRequestLimitExceeded, "too many tracks");
  if (std::any_of(member.tracks.begin(), member.tracks.end(), [&](const auto& track) { return track.cid == request.cid(); })) return;
  PublishedTrack track;
  track.cid = request.cid();
  track.info.set_sid("TR_" + crypto::random_text(12));
  track.info.set_type(wire::kAudioTrack);
  track.info.set_name(request.name());
  track.info.set_muted(request.muted());
  track.info.set_source(request.source());
  track.info.set_mime_type("audio/opus");
  track.info.set_disable_red(true);
  track.info.set_stream(request.stream());
  *track.info.mutable_audio_features() = request.audio_features();
  auto& codec = *track.info.add_codecs();
  codec.set_mime_type("audio/opus");
  codec.set_cid(request.cid());
  wire::SignalResponse message;
  message.mutable_track_published()->set_cid(request.cid());
  *message.mutable_track_published()->mutable_track() = track.info;
  member.send(message);
  member.tracks.push_back(std::move(track));
}

void HostedRoom::mute(Member& member, const wire::MuteTrackRequest& request) {
  auto* track = member.track_by_sid(request.sid());
  if (track == nullptr || track->info.muted() == request.muted()) return;
  track->info.set_muted(request.muted());
  member.refresh_info();
  announce(member.info(), "");
  for (auto* local : std::vector(locals_)) local->listener().on_audio_muted(member.who(), request.muted());
}

void HostedRoom::update_metadata(Member& member, const wire::UpdateParticipantMetadata& request) {
  const auto id = request.request_id();
  if (!member.claims().video.can_update_own_metadata)
    return refuse(member, id, wire::kRequestNotAllowed, "the token does not allow metadata updates");
  if (request.metadata().size() + size_of(request.attributes()) + size_of(member.info().attributes()) > limits_.max_metadata) {
    return refuse(member, id, wire::kRequestLimitExceeded, "too much metadata");
  }
  apply(member, request.name(), request.metadata(), request.attributes());
  refuse(member, id, wire::kRequestOk, "");
}

/// What is empty stays as it was; an attribute set to nothing goes.
void HostedRoom::apply(Member& member, const std::string& name, const std::string& metadata,
                       const google::protobuf::Map<std::string, std::string>& attributes) {
  auto& info = member.info();
  if (!metadata.empty()) info.set_metadata(metadata);
  if (!name.empty()) info.set_name(name);
  for (const auto& [key, value] : attributes) {
    if (value.empty()) {
      info.mutable_attributes()->erase(key);
    } else {
      (*info.mutable_attributes())[key] = value;
    }
  }
  member.refresh_info();
  announce(info, "");
  for (auto* local : std::vector(locals_)) local->listener().on_participant_updated(member.who());
}

void HostedRoom::local_updated(LocalMember& local) { announce(local.info(), local.info().sid()); }

void HostedRoom::track_setting(Member& member, const wire::UpdateTrackSettings& settings) {
  for (auto& [mid, subscription] : member.subscriptions) {
    for (const auto& sid : settings.track_sids()) {
      if (subscription.track_sid == sid) subscription.disabled = settings.disabled();
    }
  }
}

void HostedRoom::tell_speakers() {
  wire::SignalResponse message;
  const auto look = [&message](const std::string& sid, bool hidden, Loudness& loudness) {
    const bool speaks = -loudness.loudest > kSpeakingAbove && !hidden;
    if (speaks || speaks != loudness.speaking) {
      auto& speaker = *message.mutable_speakers_changed()->add_speakers();
      speaker.set_sid(sid);
      speaker.set_active(speaks);
      speaker.set_level(speaks ? static_cast<float>(127 - loudness.loudest) / 127.0F : 0.0F);
    }
    loudness = {127, speaks};
  };
  for (const auto& member : members_) look(member->sid(), member->claims().video.hidden, member->loudness);
  for (auto* local : locals_) look(local->info().sid(), false, local->loudness());
  if (!message.has_speakers_changed()) return;
  for (const auto& member : members_) member->send(message);
}

}  // namespace codevoice::room
