// The media side of a participant: its SDP offers, the transport, one outgoing and any number of incoming audio tracks.
// Ownership: held by the client through shared_ptr (the transport keeps it weakly). Thread: the hub's executor.
// Errors:    a path that fails is told once by Events::failed; unusable packets are dropped and counted.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "room/sdp_description.hpp"
#include "room/wire_livekit.hpp"
#include "rtc/audio_receiver.hpp"
#include "rtc/audio_sender.hpp"
#include "rtc/transport.hpp"

namespace codevoice::room {

struct ClientMediaEvents {
  std::function<void()> connected;
  std::function<void(const Error&)> failed;
  std::function<void(ByteView)> data;  // one DataPacket
  std::function<void(const std::string& track_sid)> subscribed;
  std::function<void(const std::string& track_sid)> unsubscribed;
  /// Every 20 ms for each incoming track.
  std::function<void(const std::string& track_sid, const rtc::ReceivedAudio&, const rtc::ReceiverStats&)> audio;
};

class ClientMedia final : public rtc::TransportListener, public std::enable_shared_from_this<ClientMedia> {
 public:
  static std::shared_ptr<ClientMedia> create(rtc::TransportHub& hub, ClientMediaEvents events, Clock& clock, TimePoint zero);
  explicit ClientMedia(ClientMediaEvents events, Clock& clock, TimePoint zero);

  /// The next offer (ids count from 1), or nothing while one is unanswered: then it follows by itself when asked after the answer.
  std::optional<wire::SessionDescription> make_offer();
  /// Room for so many more incoming tracks in the next offer.
  void add_receiving_sections(std::uint32_t count);
  Result<void> take_answer(const wire::SessionDescription& answer);
  bool offer_wanted() const { return offer_wanted_; }
  void want_offer() { offer_wanted_ = true; }
  void add_candidate(std::string_view candidate_init_json);

  const std::string& track_cid() const { return cid_; }
  bool connected() const;
  void send_audio(ByteView opus_packet, std::uint8_t level);
  Result<void> send_data(ByteView packet);
  std::uint64_t samples_sent() const { return sender_.samples_sent(); }
  Duration round_trip() const;
  double loss() const { return sender_.fraction_lost(); }
  /// Pulls each incoming track once.
  void tick();
  void send_reports();
  /// The last offer and answer, for sync_state after a resume.
  const wire::SessionDescription& last_offer() const { return last_offer_; }
  const wire::SessionDescription& last_answer() const { return last_answer_; }
  void close();

  void on_connected() override;
  void on_rtp(ByteView bytes, TimePoint arrived) override;
  void on_rtcp(ByteView bytes, TimePoint arrived) override;
  void on_data(std::string_view label, ByteView message) override;
  void on_failed(const Error& why) override;

 private:
  struct Incoming {
    std::string track_sid;
    std::string mid;
    std::uint32_t ssrc = 0;
    std::unique_ptr<rtc::AudioReceiver> receiver;
  };
  Incoming* incoming_for(const rtc::RtpPacket& packet);
  void bind(const SdpSection& section, const std::string& track_sid);
  void unbind(const std::string& mid);

  ClientMediaEvents events_;
  Clock& clock_;
  TimePoint zero_;
  std::shared_ptr<rtc::Transport> transport_;
  std::vector<OfferSection> sections_;
  std::string cid_;
  std::uint64_t session_id_;
  rtc::AudioSender sender_;
  std::map<std::string, Incoming> incoming_;  // by mid
  wire::SessionDescription last_offer_;
  wire::SessionDescription last_answer_;
  std::uint32_t offer_id_ = 0;
  std::size_t offered_sections_ = 0;  // of sections_: more may have been asked for since
  bool offer_pending_ = false;
  bool offer_wanted_ = false;
  std::string remote_ufrag_;
};

}  // namespace codevoice::room
