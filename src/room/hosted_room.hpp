// One room of the embedded server: its members, who hears whom, data between them; participants of this process beside remote ones.
// Ownership: owned by the RoomServer. Thread: its executor. Errors: requests that are refused are answered; nothing throws.
#pragma once

#include <deque>
#include <functional>
#include <list>

#include "room/member.hpp"
#include "room/room_link.hpp"
#include "room/text_stream.hpp"

namespace codevoice::room {

struct RoomLimits {
  std::uint32_t max_participants = 3;
  std::chrono::seconds empty_timeout{300};     // nobody came
  std::chrono::seconds departure_timeout{20};  // everybody left
  std::size_t max_tracks = 4;                  // of one participant
  std::size_t max_metadata = 64 * 1024;        // bytes of metadata and attributes together
};

class LocalMember;

/// What webhooks tell of: "participant_joined" ... with whom and what it concerns, where it does.
using RoomEvents = std::function<void(std::string_view event, const wire::ParticipantInfo* who, const wire::TrackInfo* track)>;

class HostedRoom {
 public:
  HostedRoom(std::string name, RoomLimits limits, Clock& clock);
  ~HostedRoom();
  HostedRoom(const HostedRoom&) = delete;
  HostedRoom& operator=(const HostedRoom&) = delete;

  const wire::Room& info() const { return info_; }
  const std::string& name() const { return info_.name(); }
  const RoomLimits& limits() const { return limits_; }
  const std::vector<std::shared_ptr<Member>>& members() const { return members_; }
  const std::vector<LocalMember*>& locals() const { return locals_; }
  std::size_t size() const { return members_.size() + locals_.size(); }
  bool full() const { return size() >= limits_.max_participants; }
  std::shared_ptr<Member> by_identity(std::string_view identity) const;
  LocalMember* local_by_identity(std::string_view identity) const;
  bool has_identity(std::string_view identity) const;

  void add(const std::shared_ptr<Member>& member);
  void remove(const std::shared_ptr<Member>& member, LeaveReason why);
  void add_local(LocalMember& local);
  void remove_local(LocalMember& local);

  // what a member asks for
  void take_offer(Member& member, const wire::SessionDescription& offer, const SdpDescription& parsed);
  void add_track(Member& member, const wire::AddTrackRequest& request);
  void mute(Member& member, const wire::MuteTrackRequest& request);
  void update_metadata(Member& member, const wire::UpdateParticipantMetadata& request);
  void track_setting(Member& member, const wire::UpdateTrackSettings& settings);

  // what RoomService asks for; those that may fail say how
  void configure(const wire::CreateRoomRequest& request);
  void set_metadata(const std::string& metadata);
  Result<wire::TrackInfo> mute_track(std::string_view identity, std::string_view track_sid, bool muted);
  Result<wire::ParticipantInfo> update_participant(const wire::UpdateParticipantRequest& request);
  void send_user_data(const wire::SendDataRequest& request);

  // what its transport brings
  void on_connected(Member& member);
  void on_rtp(Member& from, const rtc::RtpPacket& packet, bool marker, TimePoint arrived);
  void on_rtcp(Member& from, const rtc::Rtcp& rtcp, TimePoint arrived);
  void on_data(Member& from, std::string_view label, ByteView bytes);

  // what a participant of this process does
  void local_audio(LocalMember& from, ByteView opus_packet);
  void local_text(LocalMember& from, const TextMessage& message);
  void local_updated(LocalMember& local);
  bool hears(const LocalMember& local) const;
  Duration round_trip(const LocalMember& local) const;
  /// Share of its packets that the worst-off subscriber lost lately.
  double loss(const LocalMember& local) const;

  /// Everybody's info, as a member sees it.
  std::vector<wire::ParticipantInfo> others_of(std::string_view sid) const;
  /// Those who left in the last minute and are not back: for a member that could not be told.
  std::vector<wire::ParticipantInfo> recently_departed() const;
  void announce(const wire::ParticipantInfo& info, std::string_view except_sid);
  void tell_speakers();
  void send_reports();

  TimePoint empty_since{};
  bool ever_joined = false;
  RoomEvents on_event;  // set before anybody joins

 private:
  struct Wanted {
    std::string participant_sid;
    std::string track_sid;
    bool local = false;
  };
  std::vector<Wanted> wanted_by(const Member& member) const;
  std::optional<Wanted> published(std::string_view track_sid) const;
  bool unpublish(Member& member, std::string_view mid);
  bool take_publishing_section(Member& member, const SdpSection& section);
  AnswerSection answer_receiving_section(Member& member, const SdpSection& section, std::vector<Wanted>& wanted, wire::SessionDescription& answer);
  void ask_for_sections(Member& member);
  void tell_subscribed(Member& subscriber);
  void forward(const PublishedTrack& track, const rtc::RtpPacket& packet, bool marker, const Member& from);
  void tell(std::string_view event, const wire::ParticipantInfo* who = nullptr, const wire::TrackInfo* track = nullptr);
  void apply(Member& member, const std::string& name, const std::string& metadata, const google::protobuf::Map<std::string, std::string>& attributes);
  void refuse(Member& member, std::uint32_t request_id, int reason, const std::string& words);

  void note_departed(const wire::ParticipantInfo& info);

  wire::Room info_;
  RoomLimits limits_;
  std::deque<std::pair<TimePoint, wire::ParticipantInfo>> departed_;  // the newest last
  Clock& clock_;
  std::vector<std::shared_ptr<Member>> members_;
  std::vector<LocalMember*> locals_;
};

}  // namespace codevoice::room
