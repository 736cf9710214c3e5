#include "room/client_roster.hpp"

namespace codevoice::room {
namespace {

using Change = ClientRoster::Change;

Change change(Change::Kind kind, const Participant& who, LeaveReason why = LeaveReason::Unknown) {
  Change made;
  made.kind = kind;
  made.who = who;
  made.why = why;
  return made;
}

std::map<std::string, bool, std::less<>> muted_tracks_of(const wire::ParticipantInfo& info) {
  std::map<std::string, bool, std::less<>> tracks;
  for (const auto& track : info.tracks()) {
    if (track.type() == wire::kAudioTrack) tracks[track.sid()] = track.muted();
  }
  return tracks;
}

}  // namespace

Participant participant_of(const wire::ParticipantInfo& info) {
  Participant who;
  who.sid = info.sid();
  who.identity = info.identity();
  who.name = info.name();
  who.metadata = info.metadata();
  who.attributes.insert(info.attributes().begin(), info.attributes().end());
  who.may_publish = !info.has_permission() || info.permission().can_publish();
  who.kind = info.kind() == wire::kAgentKind ? ParticipantKind::Agent : ParticipantKind::Standard;
  return who;
}

std::vector<Change> ClientRoster::update(const wire::ParticipantInfo& info) {
  std::vector<Change> changes;
  const auto known = members_.find(info.sid());
  if (info.state() == wire::kDisconnected) {
    if (known == members_.end()) return changes;
    changes.push_back(change(Change::Kind::Left, known->second.who, static_cast<LeaveReason>(info.disconnect_reason())));
    members_.erase(known);
    return changes;
  }
  if (known != members_.end() && info.version() < known->second.version) return changes;
  Member next{participant_of(info), info.version(), muted_tracks_of(info)};
  if (known == members_.end()) {
    changes.push_back(change(Change::Kind::Joined, next.who));
  } else if (known->second.who.attributes != next.who.attributes || known->second.who.metadata != next.who.metadata ||
             known->second.who.name != next.who.name) {
    changes.push_back(change(Change::Kind::Updated, next.who));
  }
  for (const auto& [sid, muted] : next.muted_tracks) {
    const auto* before = known == members_.end() ? nullptr : &known->second.muted_tracks;
    const bool was = before != nullptr && before->contains(sid) && before->at(sid);
    if (was != muted) changes.push_back(change(muted ? Change::Kind::Muted : Change::Kind::Unmuted, next.who));
  }
  members_.insert_or_assign(info.sid(), std::move(next));
  return changes;
}

std::vector<Change> ClientRoster::keep_only(const std::vector<std::string>& present_sids) {
  std::vector<Change> changes;
  for (auto member = members_.begin(); member != members_.end();) {
    if (std::find(present_sids.begin(), present_sids.end(), member->first) != present_sids.end()) {
      ++member;
      continue;
    }
    changes.push_back(change(Change::Kind::Left, member->second.who));
    member = members_.erase(member);
  }
  return changes;
}

const ClientRoster::Member* ClientRoster::by_sid(std::string_view sid) const {
  const auto found = members_.find(sid);
  return found == members_.end() ? nullptr : &found->second;
}

const ClientRoster::Member* ClientRoster::by_track(std::string_view track_sid) const {
  for (const auto& [sid, member] : members_) {
    if (member.muted_tracks.contains(track_sid)) return &member;
  }
  return nullptr;
}

std::vector<Participant> ClientRoster::all() const {
  std::vector<Participant> others;
  for (const auto& [sid, member] : members_) others.push_back(member.who);
  return others;
}

}  // namespace codevoice::room
