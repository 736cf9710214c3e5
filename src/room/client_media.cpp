// untested: through room_client_test.cpp
#include "room/client_media.hpp"

#include <boost/json.hpp>

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"

namespace codevoice::room {
namespace {

constexpr std::size_t kMaxIncoming = 16;  // tracks

OfferSection audio_section(std::string mid, Direction direction) {
  OfferSection section;
  section.mid = std::move(mid);
  section.direction = direction;
  return section;
}

}  // namespace

std::shared_ptr<ClientMedia> ClientMedia::create(rtc::TransportHub& hub, ClientMediaEvents events, Clock& clock, TimePoint zero) {
  auto media = std::make_shared<ClientMedia>(std::move(events), clock, zero);
  rtc::TransportConfig config;
  config.ice = rtc::IceRole::Controlling;
  config.dtls = rtc::DtlsRole::Client;
  config.channels = rtc::ChannelRole::Opener;
  media->transport_ = hub.open(config, media);
  return media;
}

ClientMedia::ClientMedia(ClientMediaEvents events, Clock& clock, TimePoint zero)
    : events_(std::move(events)),
      clock_(clock),
      zero_(zero),
      cid_(new_uuid()),
      session_id_(crypto::random_u64() >> 2),
      sender_(crypto::random_u32() | 1U, kOurOpusType, cid_) {
  auto speak = audio_section("0", Direction::SendOnly);
  speak.ssrc = sender_.ssrc();
  speak.stream_id = "microphone";
  speak.track_id = cid_;
  OfferSection data;
  data.kind = MediaKind::Application;
  data.mid = "1";
  sections_ = {std::move(speak), std::move(data), audio_section("2", Direction::RecvOnly)};
}

std::optional<wire::SessionDescription> ClientMedia::make_offer() {
  if (offer_pending_) {
    offer_wanted_ = true;
    return std::nullopt;
  }
  SdpLocal local;
  local.ice = transport_->local_ice();
  local.fingerprint = transport_->fingerprint();
  local.setup = "active";
  local.session_id = session_id_;
  local.version = ++offer_id_;
  last_offer_.set_type("offer");
  last_offer_.set_id(offer_id_);
  last_offer_.set_sdp(write_offer(sections_, local));
  offered_sections_ = sections_.size();
  offer_pending_ = true;
  offer_wanted_ = false;
  return last_offer_;
}

void ClientMedia::add_receiving_sections(std::uint32_t count) {
  for (std::uint32_t i = 0; i < count && sections_.size() < kMaxIncoming + 2; ++i) {
    sections_.push_back(audio_section(std::to_string(sections_.size()), Direction::RecvOnly));
  }
  offer_wanted_ = true;
}

Result<void> ClientMedia::take_answer(const wire::SessionDescription& answer) {
  if (answer.id() != 0 && answer.id() != offer_id_) return {};  // of an offer before a reconnect
  const auto description = parse_sdp(answer.sdp());
  if (!description || description->sections.size() != offered_sections_) return fail(ErrorKind::Protocol, "the server's answer cannot be used");
  offer_pending_ = false;
  last_answer_ = answer;
  if (description->transport.ice.ufrag != remote_ufrag_) {
    remote_ufrag_ = description->transport.ice.ufrag;
    if (const auto set = transport_->set_remote(description->transport); !set) return tl::unexpected(set.error());
  }
  sender_.set_level_extension(description->sections.front().level_extension);
  for (std::size_t i = 0; i < offered_sections_; ++i) {
    if (sections_[i].kind != MediaKind::Audio || sections_[i].direction != Direction::RecvOnly) continue;
    const auto& section = description->sections[i];
    const bool sends = section.direction == Direction::SendOnly || section.direction == Direction::SendRecv;
    const auto named = answer.mid_to_track_id().find(sections_[i].mid);
    const auto track_sid = named != answer.mid_to_track_id().end() ? named->second : section.track_id;
    if (sends && !track_sid.empty()) {
      bind(section, track_sid);
    } else {
      unbind(sections_[i].mid);
    }
  }
  return {};
}

void ClientMedia::bind(const SdpSection& section, const std::string& track_sid) {
  const auto known = incoming_.find(section.mid);
  if (known != incoming_.end() && known->second.track_sid == track_sid) {
    if (section.ssrc != 0) known->second.ssrc = section.ssrc;
    return;
  }
  unbind(section.mid);
  rtc::AudioReceiverConfig config;
  config.zero = zero_;
  auto receiver = rtc::AudioReceiver::create(config);
  if (!receiver) {
    log::error("room.receiver_failed", {{"reason", receiver.error().message}});
    return;
  }
  incoming_[section.mid] = Incoming{track_sid, section.mid, section.ssrc, std::move(*receiver)};
  events_.subscribed(track_sid);
}

void ClientMedia::unbind(const std::string& mid) {
  const auto known = incoming_.find(mid);
  if (known == incoming_.end()) return;
  const auto track_sid = known->second.track_sid;
  incoming_.erase(known);
  events_.unsubscribed(track_sid);
}

void ClientMedia::add_candidate(std::string_view candidate_init_json) {
  boost::json::error_code error;
  const auto value = boost::json::parse(candidate_init_json, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* line = object == nullptr ? nullptr : object->if_contains("candidate");
  if (line == nullptr || !line->is_string()) return;
  if (const auto candidate = parse_candidate(std::string_view(line->get_string()))) transport_->add_remote_candidate(*candidate);
}

bool ClientMedia::connected() const { return transport_->connected(); }

void ClientMedia::send_audio(ByteView opus_packet, std::uint8_t level) {
  const auto packet = sender_.next(opus_packet, level);
  if (!packet.empty()) transport_->send_rtp(packet);
}

Result<void> ClientMedia::send_data(ByteView packet) { return transport_->send_data("_reliable", packet); }

Duration ClientMedia::round_trip() const { return std::max(transport_->round_trip(), sender_.round_trip()); }

void ClientMedia::tick() {
  const auto now = clock_.now();
  for (auto& [mid, incoming] : incoming_) events_.audio(incoming.track_sid, incoming.receiver->pull(now), incoming.receiver->stats());
}

void ClientMedia::send_reports() {
  if (!connected()) return;
  transport_->send_rtcp(sender_.make_report(clock_.wall_us()));
  rtc::ReceiverReport report;
  report.ssrc = sender_.ssrc();
  for (auto& [mid, incoming] : incoming_) {
    if (incoming.ssrc != 0) report.blocks.push_back(incoming.receiver->make_report(clock_.now()));
  }
  if (!report.blocks.empty()) transport_->send_rtcp(rtc::make_receiver_report(report, cid_));
}

void ClientMedia::close() { transport_->close(); }

ClientMedia::Incoming* ClientMedia::incoming_for(const rtc::RtpPacket& packet) {
  for (auto& [mid, incoming] : incoming_) {
    if (incoming.ssrc == packet.ssrc) return &incoming;
  }
  const auto mid = text_of(packet.extension_element(kOurMidExtension));
  const auto named = mid.empty() ? incoming_.end() : incoming_.find(std::string(mid));
  if (named == incoming_.end()) return nullptr;
  named->second.ssrc = packet.ssrc;
  return &named->second;
}

void ClientMedia::on_connected() { events_.connected(); }

void ClientMedia::on_rtp(ByteView bytes, TimePoint arrived) {
  const auto packet = rtc::parse_rtp(bytes);
  if (!packet) return;
  if (auto* incoming = incoming_for(*packet)) incoming->receiver->push(*packet, arrived);
}

void ClientMedia::on_rtcp(ByteView bytes, TimePoint arrived) {
  const auto rtcp = rtc::parse_rtcp(bytes);
  if (!rtcp) return;
  const auto take_block = [&](const rtc::ReportBlock& block) {
    if (block.ssrc == sender_.ssrc()) sender_.on_report_block(block, clock_.wall_us());
  };
  for (const auto& report : rtcp->sender_reports) {
    for (auto& [mid, incoming] : incoming_) {
      if (incoming.ssrc == report.ssrc) incoming.receiver->on_sender_report(report, arrived);
    }
    for (const auto& block : report.blocks) take_block(block);
  }
  for (const auto& report : rtcp->receiver_reports) {
    for (const auto& block : report.blocks) take_block(block);
  }
}

void ClientMedia::on_data(std::string_view, ByteView message) { events_.data(message); }

void ClientMedia::on_failed(const Error& why) { events_.failed(why); }

}  // namespace codevoice::room
