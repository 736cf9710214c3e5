#include "room/room_server.hpp"

#include <array>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "room/client_roster.hpp"

namespace codevoice::room {
namespace {

using namespace std::chrono_literals;

constexpr auto kBeat = 200ms;
constexpr std::uint64_t kSpeakersEvery = 2, kReportsEvery = 15;  // beats
constexpr auto kTokenLife = std::chrono::minutes(10);
constexpr auto kTokenEvery = std::chrono::minutes(5);

/// What may be published, as numbers: of LiveKit's sources those that are audio.
std::vector<int> sources_of(const Grants& grants) {
  constexpr std::array<std::pair<std::string_view, int>, 3> kAudioSources{
      {{"unknown", 0}, {"microphone", wire::kMicrophone}, {"screen_share_audio", wire::kScreenShareAudio}}};
  std::vector<int> sources;
  const auto& named = grants.can_publish_sources;
  for (const auto& [name, number] : kAudioSources) {
    if (named.empty() || std::find(named.begin(), named.end(), name) != named.end()) sources.push_back(number);
  }
  return sources;
}

wire::ParticipantInfo info_of(const Claims& claims, const wire::JoinRequest& request, std::int64_t wall_us) {
  wire::ParticipantInfo info;
  info.set_sid("PA_" + crypto::random_text(12));
  info.set_identity(claims.identity);
  info.set_name(claims.name);
  info.set_metadata(claims.metadata);
  info.set_state(wire::kJoined);
  info.set_joined_at(wall_us / 1'000'000);
  info.set_joined_at_ms(wall_us / 1000);
  info.set_version(1);
  info.set_kind(claims.kind == "agent" ? wire::kAgentKind : wire::kStandardKind);
  info.mutable_attributes()->insert(claims.attributes.begin(), claims.attributes.end());
  info.set_client_protocol(request.client_info().client_protocol());
  *info.mutable_capabilities() = request.client_info().capabilities();
  auto& permission = *info.mutable_permission();
  permission.set_can_subscribe(claims.video.can_subscribe);
  // named even when the token allows any: so the stock client refuses video itself, at once and in words
  for (const int source : sources_of(claims.video)) permission.add_can_publish_sources(source);
  permission.set_can_publish(claims.video.can_publish && permission.can_publish_sources_size() > 0);
  permission.set_can_publish_data(claims.video.can_publish_data);
  permission.set_can_update_metadata(claims.video.can_update_own_metadata);
  permission.set_hidden(claims.video.hidden);
  return info;
}

void turn_away(net::WebSocket& socket, LeaveReason reason, int action) {
  wire::SignalResponse message;
  message.mutable_leave()->set_reason(static_cast<int>(reason));
  message.mutable_leave()->set_action(action);
  socket.send(net::MessageKind::Binary, message.SerializeAsString());
  socket.close();
}

}  // namespace

/// A client may send so many messages: a bucket that fills with time.
struct RoomServer::Allowance {
  double left;
  TimePoint looked;
  bool take(const RoomServerConfig& config, TimePoint now) {
    left = std::min(config.message_burst, left + config.messages_per_second * std::chrono::duration<double>(now - looked).count());
    looked = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  }
};

RoomServer::RoomServer(asio::any_io_executor executor, rtc::TransportHub& hub, RoomServerConfig config, Clock& clock)
    : executor_(executor), hub_(hub), config_(std::move(config)), clock_(clock), tasks_(executor, "room_server") {
  tasks_.spawn("housekeeping", keep_house());
}

RoomServer::~RoomServer() = default;

HostedRoom* RoomServer::find(std::string_view room) {
  const auto found = rooms_.find(room);
  return found == rooms_.end() ? nullptr : found->second.get();
}

HostedRoom* RoomServer::create(const std::string& room) {
  if (auto* known = find(room)) return known;
  if (rooms_.size() >= config_.max_rooms) return nullptr;
  auto* made = rooms_.emplace(room, std::make_unique<HostedRoom>(room, config_.limits, clock_)).first->second.get();
  made->on_event = [this, made](std::string_view event, const wire::ParticipantInfo* who, const wire::TrackInfo* track) {
    if (!on_event) return;
    wire::WebhookEvent told;
    told.set_event(std::string(event));
    *told.mutable_room() = made->info();
    if (who != nullptr) *told.mutable_participant() = *who;
    if (track != nullptr) *told.mutable_track() = *track;
    on_event(std::move(told));
  };
  made->on_event("room_started", nullptr, nullptr);
  return made;
}

void RoomServer::erase(std::string_view room) {
  const auto found = rooms_.find(room);
  if (found == rooms_.end()) return;
  found->second->on_event("room_finished", nullptr, nullptr);
  rooms_.erase(found);
}

std::vector<std::string> RoomServer::room_names() const {
  std::vector<std::string> names;
  for (const auto& [name, room] : rooms_) names.push_back(name);
  return names;
}

Result<std::unique_ptr<RoomLink>> RoomServer::join_local(const std::string& room_name, LocalParticipant who, RoomListener& listener) {
  auto* room = create(room_name);
  if (room == nullptr) return fail(ErrorKind::Unavailable, "too many rooms");
  if (room->has_identity(who.identity)) return fail(ErrorKind::Conflict, who.identity + " is already in room " + room_name);
  if (room->full()) return fail(ErrorKind::Unavailable, "room " + room_name + " is full");
  auto local = std::make_unique<LocalMember>(executor_, *room, std::move(who), listener, clock_);
  local->join();
  return std::unique_ptr<RoomLink>(std::move(local));
}

void RoomServer::leave(std::string_view room_name, const std::shared_ptr<Member>& member, LeaveReason why) {
  auto* room = find(room_name);
  if (room == nullptr) return;
  const auto who = member->who();
  room->remove(member, why);
  if (on_left) on_left(std::string(room_name), who, why);
}

bool RoomServer::remove_participant(std::string_view room_name, std::string_view identity, LeaveReason why) {
  auto* room = find(room_name);
  if (auto* local = room != nullptr ? room->local_by_identity(identity) : nullptr) {
    room->remove_local(*local);
    local->gone(why);
    return true;
  }
  const auto member = room != nullptr ? room->by_identity(identity) : nullptr;
  if (!member) return false;
  member->send_leave(static_cast<int>(why), wire::kActionDisconnect);
  if (member->socket()) member->socket()->close();
  leave(room_name, member, why);
  return true;
}

bool RoomServer::delete_room(std::string_view room_name) {
  auto* room = find(room_name);
  if (room == nullptr) return false;
  const auto name = room->name();  // NOLINT(performance-unnecessary-copy-initialization): what was given may be the room's own
  for (const auto& member : std::vector(room->members())) remove_participant(name, member->identity(), LeaveReason::RoomDeleted);
  for (const auto* local : std::vector(room->locals())) remove_participant(name, local->self().identity, LeaveReason::RoomDeleted);
  erase(name);
  return true;
}

wire::ServerInfo RoomServer::server_info() const {
  wire::ServerInfo info;
  info.set_version("1.9.12");  // of the protocol behaviour the stock clients look for
  info.set_protocol(wire::kProtocolVersion);
  info.set_node_id("codevoice");
  return info;
}

void RoomServer::send_join(HostedRoom& room, Member& member) {
  wire::SignalResponse message;
  auto& join = *message.mutable_join();
  *join.mutable_room() = room.info();
  *join.mutable_participant() = member.info();
  for (auto& other : room.others_of(member.sid())) *join.add_other_participants() = std::move(other);
  join.set_server_version(server_info().version());
  *join.mutable_server_info() = server_info();
  join.set_ping_interval(static_cast<int>(config_.ping_interval.count()));
  join.set_ping_timeout(static_cast<int>(config_.ping_timeout.count()));
  join.set_fast_publish(true);
  auto& codec = *join.add_enabled_publish_codecs();
  codec.set_mime("audio/opus");
  member.send(message);
}

void RoomServer::send_fresh_token(Member& member) {
  auto claims = member.claims();
  const auto now_s = clock_.wall_us() / 1'000'000;
  claims.not_before = now_s - 5;
  claims.expires = now_s + std::chrono::duration_cast<std::chrono::seconds>(kTokenLife).count();
  wire::SignalResponse message;
  message.set_refresh_token(sign_token(claims, config_.key));
  member.send(message);
  member.token_refreshed = clock_.now();
}

MemberEvents RoomServer::events_for(const std::string& room_name, const std::shared_ptr<Member>& member) {
  const std::weak_ptr<Member> weak = member;
  const auto with = [this, room_name, weak](auto action) {
    const auto self = weak.lock();
    auto* room = find(room_name);
    if (self && room != nullptr) action(*room, self);
  };
  MemberEvents events;
  events.connected = [with] { with([](HostedRoom& room, const auto& self) { room.on_connected(*self); }); };
  events.rtp = [with](const rtc::RtpPacket& packet, std::size_t marker, TimePoint arrived) {
    with([&](HostedRoom& room, const auto& self) { room.on_rtp(*self, packet, marker != 0, arrived); });
  };
  events.rtcp = [with](const rtc::Rtcp& rtcp, TimePoint arrived) {
    with([&](HostedRoom& room, const auto& self) { room.on_rtcp(*self, rtcp, arrived); });
  };
  events.data = [with](std::string_view label, ByteView bytes) {
    with([&](HostedRoom& room, const auto& self) { room.on_data(*self, label, bytes); });
  };
  events.failed = [this, with, room_name](const Error& why) {
    const auto reason = why.message;
    // not from inside the transport's own call
    asio::post(executor_, [this, with, room_name, reason] {
      with([&](HostedRoom&, const std::shared_ptr<Member>& self) {
        log::info("room.media_failed", {{"room", room_name}, {"sid", self->sid()}, {"reason", reason}});
        self->send_leave(static_cast<int>(LeaveReason::ConnectionTimeout), wire::kActionReconnect);
        if (self->socket()) self->socket()->close();
        leave(room_name, self, LeaveReason::ConnectionTimeout);
      });
    });
  };
  return events;
}

std::shared_ptr<Member> RoomServer::enter(HostedRoom& room, const Claims& claims, const wire::JoinRequest& request,
                                          std::shared_ptr<net::WebSocket> socket) {
  if (const auto old = room.by_identity(claims.identity)) {
    old->send_leave(static_cast<int>(LeaveReason::DuplicateIdentity), wire::kActionDisconnect);
    if (old->socket()) old->socket()->close();
    leave(room.name(), old, LeaveReason::DuplicateIdentity);
  }
  auto member = std::make_shared<Member>(claims, info_of(claims, request, clock_.wall_us()));
  member->joined = clock_.now();
  member->sdp_session = crypto::random_u64() >> 2;
  member->set_socket(std::move(socket));
  member->set_transport(hub_.open({}, member), events_for(room.name(), member));
  send_join(room, *member);
  room.add(member);
  if (on_joined) on_joined(room.name(), member->who());
  for (const auto& track : request.add_track_requests()) room.add_track(*member, track);
  if (request.has_publisher_offer()) take_offer(room, *member, request.publisher_offer());
  send_fresh_token(*member);
  return member;
}

std::shared_ptr<Member> RoomServer::resume(const Claims& claims, const wire::JoinRequest& request, std::shared_ptr<net::WebSocket> socket) {
  auto* room = find(claims.video.room);
  const auto member = room != nullptr ? room->by_identity(claims.identity) : nullptr;
  if (!member || member->sid() != request.participant_sid()) {
    turn_away(*socket, LeaveReason::StateMismatch, wire::kActionReconnect);
    return nullptr;
  }
  if (member->socket()) member->socket()->close();
  member->set_socket(std::move(socket));
  member->socket_lost.reset();
  wire::SignalResponse reconnect, update;
  *reconnect.mutable_reconnect()->mutable_server_info() = server_info();
  member->send(reconnect);
  for (auto& gone : room->recently_departed()) *update.mutable_update()->add_participants() = std::move(gone);
  *update.mutable_update()->add_participants() = member->info();
  for (auto& other : room->others_of(member->sid())) *update.mutable_update()->add_participants() = std::move(other);
  member->send(update);
  send_fresh_token(*member);
  log::info("room.resumed", {{"room", room->name()}, {"sid", member->sid()}});
  return member;
}

Awaitable<void> RoomServer::serve(std::shared_ptr<net::WebSocket> socket, Claims claims, wire::JoinRequest request) {
  std::shared_ptr<Member> member;
  if (request.reconnect()) {
    member = resume(claims, request, socket);
  } else if (const auto admitted = admit(claims); !admitted) {
    turn_away(*socket, LeaveReason::JoinFailure, wire::kActionDisconnect);  // the last place went while it upgraded
  } else {
    member = enter(*create(claims.video.room), claims, request, socket);
  }
  if (!member) co_return;
  const bool left = co_await listen(find(claims.video.room), member, socket);
  if (member->socket() != socket) co_return;  // resumed on another one, or replaced
  if (left || closing_) {
    leave(claims.video.room, member, LeaveReason::ClientInitiated);
  } else {
    member->set_socket(nullptr);
    member->socket_lost = clock_.now();
  }
}

/// True when the client said goodbye.
Awaitable<bool> RoomServer::listen(HostedRoom* room, std::shared_ptr<Member> member, std::shared_ptr<net::WebSocket> socket) {
  const auto name = room->name();  // NOLINT(performance-unnecessary-copy-initialization): the room may go while this waits
  Allowance allowance{config_.message_burst, clock_.now()};
  for (;;) {
    const auto received = co_await socket->receive();
    if (!received || member->socket() != socket) co_return false;
    if (!allowance.take(config_, clock_.now())) {
      log::warn("room.signalling_flood", {{"room", name}, {"sid", member->sid()}});
      member->send_leave(static_cast<int>(LeaveReason::SignalClose), wire::kActionDisconnect);
      co_return true;
    }
    const auto request = received->kind == net::MessageKind::Binary ? wire::parse_signal_request(received->data) : std::nullopt;
    if (!request) {
      log::debug("room.bad_signal_request", {{"room", name}, {"sid", member->sid()}});
      continue;
    }
    auto* current = find(name);
    if (current == nullptr) co_return true;
    if (!handle(*current, *member, *request)) co_return true;
  }
}

/// False when the client leaves.
bool RoomServer::handle(HostedRoom& room, Member& member, const wire::SignalRequest& request) {
  using Case = wire::SignalRequest::MessageCase;
  wire::SignalResponse message;
  switch (request.message_case()) {
    case Case::kOffer: take_offer(room, member, request.offer()); break;
    case Case::kAddTrack: room.add_track(member, request.add_track()); break;
    case Case::kMute: room.mute(member, request.mute()); break;
    case Case::kTrackSetting: room.track_setting(member, request.track_setting()); break;
    case Case::kUpdateMetadata: room.update_metadata(member, request.update_metadata()); break;
    case Case::kLeave: return false;
    case Case::kPing:
      message.set_pong(clock_.wall_us() / 1000);
      member.send(message);
      break;
    case Case::kPingReq:
      message.mutable_pong_resp()->set_last_ping_timestamp(request.ping_req().timestamp());
      message.mutable_pong_resp()->set_timestamp(clock_.wall_us() / 1000);
      member.send(message);
      break;
    default: break;  // trickle is not needed by a lite agent; the rest asks for what we do anyway
  }
  return true;
}

void RoomServer::take_offer(HostedRoom& room, Member& member, const wire::SessionDescription& offer) {
  const auto parsed = parse_sdp(offer.sdp());
  if (!parsed) {
    log::warn("room.bad_offer", {{"room", room.name()}, {"sid", member.sid()}, {"bytes", offer.sdp().size()}});
    return;
  }
  room.take_offer(member, offer, *parsed);
}

void RoomServer::look_after(HostedRoom& room, std::uint64_t beat) {
  const auto now = clock_.now();
  for (const auto& member : std::vector(room.members())) {
    if (member->socket_lost && now - *member->socket_lost > config_.resume_window) {
      leave(room.name(), member, LeaveReason::SignalClose);
    } else if (now - member->token_refreshed > kTokenEvery) {
      send_fresh_token(*member);
    }
  }
  if (beat % kSpeakersEvery == 0) room.tell_speakers();
  if (beat % kReportsEvery == 0) room.send_reports();
}

Awaitable<void> RoomServer::keep_house() {
  for (std::uint64_t beat = 1; !closing_; ++beat) {
    co_await clock_.sleep_for(kBeat);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return;
    const auto now = clock_.now();
    for (const auto& name : room_names()) {
      auto* room = find(name);
      look_after(*room, beat);
      const auto patience = room->ever_joined ? room->limits().departure_timeout : room->limits().empty_timeout;
      if (room->size() == 0 && now - room->empty_since > patience) erase(name);
    }
  }
}

Awaitable<void> RoomServer::close() {
  closing_ = true;
  for (const auto& name : room_names()) {
    for (const auto& member : std::vector(find(name)->members())) remove_participant(name, member->identity(), LeaveReason::ServerShutdown);
  }
  for (const auto& name : room_names()) erase(name);
  co_await tasks_.close();
}

}  // namespace codevoice::room
