// One participant of a hosted room, as the server keeps it: who it is, its signalling socket, its transport, what it publishes and hears.
// Ownership: shared by the room's list and the transport hub (weakly). Thread: the room server's executor.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "net/web_server.hpp"
#include "room/loudness.hpp"
#include "room/room_link.hpp"
#include "room/sdp_description.hpp"
#include "room/token.hpp"
#include "room/wire_livekit.hpp"
#include "rtc/audio_receiver.hpp"
#include "rtc/audio_sender.hpp"
#include "rtc/transport.hpp"

namespace codevoice::room {

struct PublishedTrack {
  wire::TrackInfo info;
  std::string cid;
  std::string mid;  // empty until the publisher's offer names it
  std::uint32_t ssrc = 0;
  std::uint8_t level_extension = 0;
  std::uint8_t mid_extension = 0;
  std::unique_ptr<rtc::AudioReceiver> receiver;  // for participants of this process
  std::uint64_t packets = 0;
};

/// One track bound to one of a subscriber's receiving sections.
struct Subscription {
  std::string track_sid;
  std::uint32_t ssrc = 0;
  std::uint8_t payload_type = 0;
  std::uint16_t sequence_shift = 0;  // forwarded packets keep their order under our own numbers
  std::uint32_t timestamp_shift = 0;
  std::optional<rtc::AudioSender> sender;  // for tracks of this process
  bool disabled = false;
  bool told = false;  // the publisher knows that it is heard
};

struct MemberEvents {
  std::function<void()> connected;
  std::function<void(const rtc::RtpPacket&, std::size_t marker_byte, TimePoint)> rtp;
  std::function<void(const rtc::Rtcp&, TimePoint)> rtcp;
  std::function<void(std::string_view label, ByteView)> data;
  std::function<void(const Error&)> failed;
};

class Member final : public rtc::TransportListener, public std::enable_shared_from_this<Member> {
 public:
  Member(Claims claims, wire::ParticipantInfo info);

  const Claims& claims() const { return claims_; }
  wire::ParticipantInfo& info() { return info_; }
  const wire::ParticipantInfo& info() const { return info_; }
  const std::string& sid() const { return info_.sid(); }
  const std::string& identity() const { return info_.identity(); }
  /// The info as of the last refresh_info(), for listeners in this process.
  const Participant& who() const { return who_; }

  void set_transport(std::shared_ptr<rtc::Transport> transport, MemberEvents events);
  rtc::Transport* transport() const { return transport_.get(); }
  bool connected() const { return transport_ && transport_->connected(); }
  /// Ends media; no event follows.
  void close_transport();

  void set_socket(std::shared_ptr<net::WebSocket> socket) { socket_ = std::move(socket); }
  const std::shared_ptr<net::WebSocket>& socket() const { return socket_; }
  void send(const wire::SignalResponse& message);
  void send_leave(int reason, int action);

  PublishedTrack* track_by_sid(std::string_view sid);
  PublishedTrack* track_for(const rtc::RtpPacket& packet);
  /// What it may do from now on, instead of what its token said.
  void set_permission(const wire::ParticipantPermission& permission);
  /// Raises the version that tells newer infos from older ones, and copies the tracks into the info.
  void refresh_info();

  std::vector<PublishedTrack> tracks;
  std::map<std::string, Subscription> subscriptions;  // by mid
  std::set<std::string> free_mids;                    // receiving sections not in use
  std::optional<TimePoint> socket_lost;
  TimePoint joined{};
  TimePoint token_refreshed{};
  Loudness loudness;
  std::string remote_ufrag;
  std::uint64_t sdp_session = 0;
  unsigned sdp_version = 0;

  void on_connected() override;
  void on_rtp(ByteView bytes, TimePoint arrived) override;
  void on_rtcp(ByteView bytes, TimePoint arrived) override;
  void on_data(std::string_view label, ByteView message) override;
  void on_failed(const Error& why) override;

 private:
  Claims claims_;
  wire::ParticipantInfo info_;
  Participant who_;
  std::shared_ptr<net::WebSocket> socket_;
  std::shared_ptr<rtc::Transport> transport_;
  MemberEvents events_;
};

}  // namespace codevoice::room
