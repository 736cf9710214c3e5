#include "room/local_member.hpp"

#include "base/crypto.hpp"
#include "room/client_roster.hpp"

namespace codevoice::room {
namespace {

using namespace std::chrono_literals;
constexpr auto kTick = 20ms;

wire::ParticipantInfo info_of(const LocalParticipant& who, std::int64_t wall_us) {
  wire::ParticipantInfo info;
  info.set_sid("PA_" + crypto::random_text(12));
  info.set_identity(who.identity);
  info.set_name(who.name);
  info.set_state(wire::kActive);
  info.set_joined_at(wall_us / 1'000'000);
  info.set_joined_at_ms(wall_us / 1000);
  info.set_version(1);
  info.set_is_publisher(true);
  info.set_kind(who.kind == ParticipantKind::Agent ? wire::kAgentKind : wire::kStandardKind);
  info.mutable_attributes()->insert(who.attributes.begin(), who.attributes.end());
  auto& permission = *info.mutable_permission();
  permission.set_can_subscribe(true);
  permission.set_can_publish(true);
  permission.set_can_publish_data(true);
  permission.set_can_update_metadata(true);
  auto& track = *info.add_tracks();
  track.set_sid("TR_" + crypto::random_text(12));
  track.set_type(wire::kAudioTrack);
  track.set_name("microphone");
  track.set_source(wire::kMicrophone);
  track.set_mime_type("audio/opus");
  track.set_disable_red(true);
  track.set_mid("0");
  track.add_codecs()->set_mime_type("audio/opus");
  return info;
}

}  // namespace

LocalMember::LocalMember(asio::any_io_executor executor, HostedRoom& room, LocalParticipant who, RoomListener& listener, Clock& clock)
    : room_(&room),
      room_name_(room.name()),
      info_(info_of(who, clock.wall_us())),
      zero_(who.zero),
      listener_(listener),
      clock_(clock),
      tasks_(std::move(executor), "local_member") {
  self_ = participant_of(info_);
}

LocalMember::~LocalMember() {
  if (room_ != nullptr) room_->remove_local(*this);
}

void LocalMember::join() {
  room_->add_local(*this);
  tasks_.spawn("pull_audio", pull_audio());
}

std::vector<Participant> LocalMember::others() const {
  std::vector<Participant> others;
  if (room_ == nullptr) return others;
  for (const auto& info : room_->others_of(info_.sid())) others.push_back(participant_of(info));
  return others;
}

void LocalMember::send_audio(std::span<const std::uint8_t> opus_packet, std::uint8_t level) {
  samples_ += 960;
  if (!opus_packet.empty()) loudness_.heard(level);
  if (room_ != nullptr) room_->local_audio(*this, opus_packet);
}

PlayoutState LocalMember::playout() const {
  if (room_ == nullptr) return {samples_, Duration{}, 0.0};
  return {samples_, room_->round_trip(*this), room_->loss(*this)};
}

bool LocalMember::heard_by_someone() const { return room_ != nullptr && room_->hears(*this); }

void LocalMember::send_text(TextMessage message) {
  if (room_ != nullptr) room_->local_text(*this, message);
}

void LocalMember::set_muted(bool muted) {
  if (room_ == nullptr) return;
  for (auto& track : *info_.mutable_tracks()) track.set_muted(muted);
  info_.set_version(info_.version() + 1);
  room_->local_updated(*this);
}

void LocalMember::set_attributes(std::map<std::string, std::string> attributes) {
  if (room_ == nullptr) return;
  for (auto& [key, value] : attributes) {
    if (value.empty()) {
      info_.mutable_attributes()->erase(key);
    } else {
      (*info_.mutable_attributes())[key] = value;
    }
  }
  info_.set_version(info_.version() + 1);
  self_ = participant_of(info_);
  room_->local_updated(*this);
}

Awaitable<void> LocalMember::close() {
  if (room_ != nullptr) room_->remove_local(*this);
  room_ = nullptr;
  co_await tasks_.close();
}

void LocalMember::on_data(const wire::DataPacket& packet) {
  if (const auto message = streams_.feed(packet)) listener_.on_text(*message);
}

void LocalMember::subscribed() { listener_.on_our_audio_subscribed(); }

void LocalMember::gone(LeaveReason why) {
  room_ = nullptr;
  tasks_.cancel();
  listener_.on_disconnected(why, std::string(words_of(why)));
}

Awaitable<void> LocalMember::pull_audio() {
  // sessions are spread over the tick, so that their work does not come all at once
  co_await clock_.sleep_for(std::chrono::milliseconds(crypto::random_u32() % 20));
  auto next = clock_.now();
  while (room_ != nullptr) {
    const auto now = clock_.now();
    for (const auto& member : std::vector(room_->members())) {
      for (auto& track : member->tracks) {
        if (!track.receiver) continue;
        const auto audio = track.receiver->pull(now);
        RemoteAudioFrame frame;
        frame.pcm = audio.pcm;
        frame.captured = audio.captured;
        frame.concealed = audio.concealed;
        frame.packets_received = track.packets;
        const auto stats = track.receiver->stats();
        frame.packets_lost = stats.lost;
        frame.jitter = stats.jitter;
        listener_.on_audio(member->who(), frame);
        if (room_ == nullptr) co_return;
      }
    }
    next += kTick;
    if (clock_.now() > next + 500ms) next = clock_.now();
    co_await clock_.sleep_until(next);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return;
  }
}

}  // namespace codevoice::room
