// The embedded room server: LiveKit-compatible signalling (v1, one peer connection) over any web server, rooms in memory.
// Ownership: hub and clock outlive it; close() before it goes. Thread: its executor (one shard).
// Errors:    bad requests are answered in plain words; bad tokens with 401 before the upgrade.
// Source:    LiveKit protocol 16 as the stock clients speak it.
#pragma once

#include <functional>
#include <map>

#include "base/task_group.hpp"
#include "room/hosted_room.hpp"
#include "room/local_member.hpp"

namespace codevoice::room {

struct RoomServerConfig {
  ApiKey key;
  RoomLimits limits;
  std::size_t max_rooms = 1000;
  std::chrono::seconds resume_window{15};  // a member whose WebSocket broke is kept so long
  std::chrono::seconds ping_interval{5};
  std::chrono::seconds ping_timeout{15};
  double messages_per_second = 50;  // of one client, on average (ASVS 17.3.1)
  double message_burst = 200;
};

class RoomServer {
 public:
  RoomServer(asio::any_io_executor executor, rtc::TransportHub& hub, RoomServerConfig config, Clock& clock);
  ~RoomServer();
  RoomServer(const RoomServer&) = delete;
  RoomServer& operator=(const RoomServer&) = delete;

  /// Answers /rtc/v1, /rtc/v1/validate, /rtc (404) and /; to be mounted on a WebServer on the same executor.
  net::Handler signalling_handler();

  /// Joins a participant of this process. Conflict when the identity is there already, Unavailable when the room is full.
  Result<std::unique_ptr<RoomLink>> join_local(const std::string& room, LocalParticipant who, RoomListener& listener);

  /// Asked before a remote participant joins: why not (Conflict; Unavailable: not yet), or nothing.
  std::function<std::optional<Error>(const Claims&)> may_join;
  /// A remote participant is in the room.
  std::function<void(const std::string& room, const Participant&)> on_joined;
  std::function<void(const std::string& room, const Participant&, LeaveReason)> on_left;

  /// What webhooks tell of, as it happens: room_started, participant_joined ...
  std::function<void(wire::WebhookEvent)> on_event;

  HostedRoom* find(std::string_view room);
  HostedRoom* create(const std::string& room);
  bool remove_participant(std::string_view room, std::string_view identity, LeaveReason why);
  bool delete_room(std::string_view room);
  std::vector<std::string> room_names() const;

  // RoomService, as far as it concerns rooms of this server; NotFound names what is not there
  /// Makes the room, or gives the one of that name the limits that are named (0: as they are).
  Result<wire::Room> create_room(const wire::CreateRoomRequest& request);
  std::vector<wire::Room> list_rooms(const wire::ListRoomsRequest& request) const;
  std::vector<wire::ParticipantInfo> list_participants(std::string_view room);
  Result<wire::ParticipantInfo> get_participant(std::string_view room, std::string_view identity);
  Result<HostedRoom*> room_of(std::string_view room);

  /// Tells everybody to leave (reason: shutdown), closes all.
  Awaitable<void> close();

 private:
  struct Allowance;
  Awaitable<net::Reply> answer(net::Request request);
  net::Reply refuse(unsigned status, std::string words) const;
  Result<Claims> authorize(const net::Request& request) const;
  Result<void> admit(const Claims& claims);
  Awaitable<void> serve(std::shared_ptr<net::WebSocket> socket, Claims claims, wire::JoinRequest request);
  std::shared_ptr<Member> enter(HostedRoom& room, const Claims& claims, const wire::JoinRequest& request, std::shared_ptr<net::WebSocket> socket);
  std::shared_ptr<Member> resume(const Claims& claims, const wire::JoinRequest& request, std::shared_ptr<net::WebSocket> socket);
  Awaitable<bool> listen(HostedRoom* room, std::shared_ptr<Member> member, std::shared_ptr<net::WebSocket> socket);
  bool handle(HostedRoom& room, Member& member, const wire::SignalRequest& request);
  void take_offer(HostedRoom& room, Member& member, const wire::SessionDescription& offer);
  void send_join(HostedRoom& room, Member& member);
  void send_fresh_token(Member& member);
  void erase(std::string_view room);
  void leave(std::string_view room, const std::shared_ptr<Member>& member, LeaveReason why);
  MemberEvents events_for(const std::string& room, const std::shared_ptr<Member>& member);
  Awaitable<void> keep_house();
  void look_after(HostedRoom& room, std::uint64_t beat);
  wire::ServerInfo server_info() const;

  asio::any_io_executor executor_;
  rtc::TransportHub& hub_;
  RoomServerConfig config_;
  Clock& clock_;
  std::map<std::string, std::unique_ptr<HostedRoom>, std::less<>> rooms_;
  bool closing_ = false;
  TaskGroup tasks_;
};

}  // namespace codevoice::room
