// What a client does with each message of the server, and what it sends: the second half of ClientConnection.
// untested: against the embedded room in tests/room/room_client_test.cpp and a LiveKit server in tests/e2e
#include "base/log.hpp"
#include "room/client_connection.hpp"

namespace codevoice::room {

void ClientConnection::send(const wire::SignalRequest& request) {
  if (socket_) socket_->send(net::MessageKind::Binary, request.SerializeAsString());
}

std::optional<ClientConnection::Lost> ClientConnection::handle(const wire::SignalResponse& message) {
  using Case = wire::SignalResponse::MessageCase;
  switch (message.message_case()) {
    case Case::kAnswer: take_answer(message.answer()); break;
    case Case::kTrickle: media_->add_candidate(message.trickle().candidate_init()); break;
    case Case::kUpdate: take_update(message.update()); break;
    case Case::kTrackPublished: track_sid_ = message.track_published().track().sid(); break;
    case Case::kRefreshToken: token_ = message.refresh_token(); break;
    case Case::kMediaSectionsRequirement:
      media_->add_receiving_sections(message.media_sections_requirement().num_audios());
      offer_if_wanted();
      break;
    case Case::kTrackSubscribed:
      if (message.track_subscribed().track_sid() != track_sid_) break;
      our_audio_subscribed_ = true;
      listener_.on_our_audio_subscribed();
      break;
    case Case::kRequestResponse:
      if (message.request_response().reason() != wire::kRequestOk) {
        log::warn("room.request_refused",
                  {{"room", room_name_}, {"reason", message.request_response().reason()}, {"words", message.request_response().message()}});
      }
      break;
    case Case::kLeave: {
      Lost lost;
      const int action = message.leave().action();
      lost.next = action == wire::kActionReconnect ? Next::Rejoin : action == wire::kActionResume ? Next::Resume : Next::Stop;
      lost.reason = static_cast<LeaveReason>(message.leave().reason());
      lost.detail = words_of(lost.reason);
      return lost;
    }
    default: break;
  }
  return std::nullopt;
}

void ClientConnection::take_answer(const wire::SessionDescription& answer) {
  if (const auto taken = media_->take_answer(answer); !taken) {
    log::warn("room.answer_unusable", {{"room", room_name_}, {"reason", taken.error().message}});
    return;
  }
  offer_if_wanted();
}

void ClientConnection::offer_if_wanted() {
  if (!media_->offer_wanted()) return;
  const auto offer = media_->make_offer();
  if (!offer) return;
  wire::SignalRequest request;
  *request.mutable_offer() = *offer;
  send(request);
}

void ClientConnection::take_update(const wire::ParticipantUpdate& update) {
  for (const auto& info : update.participants()) {
    if (info.sid() == self_.sid) {
      self_ = participant_of(info);
      continue;
    }
    if (info.identity() == self_.identity) continue;  // an older participation of ours
    apply(roster_.update(info));
  }
}

void ClientConnection::apply(const std::vector<ClientRoster::Change>& changes) {
  using Kind = ClientRoster::Change::Kind;
  for (const auto& change : changes) {
    switch (change.kind) {
      case Kind::Joined: listener_.on_participant_joined(change.who); break;
      case Kind::Left: listener_.on_participant_left(change.who, change.why); break;
      case Kind::Updated: listener_.on_participant_updated(change.who); break;
      case Kind::Muted: listener_.on_audio_muted(change.who, true); break;
      case Kind::Unmuted: listener_.on_audio_muted(change.who, false); break;
    }
  }
}

ClientMediaEvents ClientConnection::media_events() {
  const std::weak_ptr<ClientConnection> weak = weak_from_this();
  ClientMediaEvents events;
  events.connected = [] {};
  events.failed = [weak](const Error& why) {
    const auto self = weak.lock();
    if (!self || self->closed_) return;
    log::warn("room.media_lost", {{"room", self->room_name_}, {"reason", why.message}});
    self->media_lost_ = true;
    self->socket_->close();  // the reader notices, and joins anew
  };
  events.data = [weak](ByteView bytes) {
    if (const auto self = weak.lock()) self->on_data(bytes);
  };
  events.subscribed = [weak](const std::string& track_sid) {
    const auto self = weak.lock();
    if (!self) return;
    if (const auto* member = self->roster_.by_track(track_sid)) self->listener_.on_audio_subscribed(member->who, track_sid);
  };
  events.unsubscribed = [weak](const std::string& track_sid) {
    const auto self = weak.lock();
    if (!self) return;
    if (const auto* member = self->roster_.by_track(track_sid)) self->listener_.on_audio_unsubscribed(member->who, track_sid);
  };
  events.audio = [weak](const std::string& track_sid, const rtc::ReceivedAudio& audio, const rtc::ReceiverStats& stats) {
    if (const auto self = weak.lock()) self->on_audio(track_sid, audio, stats);
  };
  return events;
}

void ClientConnection::on_audio(const std::string& track_sid, const rtc::ReceivedAudio& audio, const rtc::ReceiverStats& stats) {
  const auto* member = roster_.by_track(track_sid);
  if (member == nullptr || closed_) return;
  RemoteAudioFrame frame;
  frame.pcm = audio.pcm;
  frame.captured = audio.captured;
  frame.concealed = audio.concealed;
  frame.packets_received = stats.packets;
  frame.packets_lost = stats.lost;
  frame.jitter = stats.jitter;
  listener_.on_audio(member->who, frame);
}

void ClientConnection::on_data(ByteView bytes) {
  const auto packet = wire::parse_data_packet(bytes);
  if (!packet || closed_) return;
  if (const auto message = streams_.feed(*packet)) listener_.on_text(*message);
}

void ClientConnection::send_audio(ByteView opus_packet, std::uint8_t level) {
  if (!closed_) media_->send_audio(opus_packet, level);
}

PlayoutState ClientConnection::playout() const { return {media_->samples_sent(), media_->round_trip(), media_->loss()}; }

bool ClientConnection::heard_by_someone() const { return !closed_ && our_audio_subscribed_ && media_->connected() && !roster_.all().empty(); }

/// False when there is no path for it yet.
bool ClientConnection::send_stream(const TextMessage& message) {
  if (!media_->connected()) return false;
  for (auto& packet : make_text_stream(message, clock_.wall_us() / 1000)) {
    packet.set_sequence(++sequence_);
    const auto sent = media_->send_data(view_of(packet.SerializeAsString()));
    if (!sent) {
      log::warn("room.text_dropped", {{"room", room_name_}, {"topic", message.topic}, {"reason", sent.error().message}});
      return sent.error().kind != ErrorKind::Unavailable;
    }
  }
  return true;
}

/// What is said while the path is lost is told when it is back: a transcript has no gap.
void ClientConnection::send_text(const TextMessage& message) {
  if (closed_ || (backlog_.empty() && send_stream(message))) return;
  constexpr std::size_t kMostWaiting = 64;
  if (backlog_.size() == kMostWaiting) {
    log::warn("room.text_dropped", {{"room", room_name_}, {"topic", backlog_.front().topic}, {"reason", "no path for too long"}});
    backlog_.pop_front();
  }
  backlog_.push_back(message);
}

void ClientConnection::send_backlog() {
  while (!backlog_.empty() && send_stream(backlog_.front())) backlog_.pop_front();
}

void ClientConnection::set_muted(bool muted) {
  wire::SignalRequest request;
  request.mutable_mute()->set_sid(track_sid_);
  request.mutable_mute()->set_muted(muted);
  send(request);
}

void ClientConnection::set_attributes(const std::map<std::string, std::string>& attributes) {
  for (const auto& [key, value] : attributes) attributes_[key] = value;
  send_attributes(attributes);
}

void ClientConnection::send_attributes(const std::map<std::string, std::string>& attributes) {
  wire::SignalRequest request;
  auto& update = *request.mutable_update_metadata();
  update.set_request_id(++request_id_);
  for (const auto& [key, value] : attributes) (*update.mutable_attributes())[key] = value;
  send(request);
}

}  // namespace codevoice::room
