// untested: through sdp_description_test.cpp
#include <fmt/format.h>

#include "room/sdp_description.hpp"

namespace codevoice::room {
namespace {

constexpr std::string_view kLevelUri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
constexpr std::string_view kMidUri = "urn:ietf:params:rtp-hdrext:sdes:mid";
constexpr int kMaxMessageSize = 65'535;  // bytes of one data channel message

std::string head(const SdpLocal& local, const std::string& mids) {
  return fmt::format(
      "v=0\r\no=- {} {} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{}a=group:BUNDLE{}\r\na=extmap-allow-mixed\r\na=msid-semantic:WMS "
      "*\r\na=fingerprint:sha-256 {}\r\n",
      local.session_id, local.version, local.ice_lite ? "a=ice-lite\r\n" : "", mids, local.fingerprint);
}

std::string transport_lines(const SdpLocal& local, std::string_view mid, bool first) {
  auto text = fmt::format("c=IN IP4 0.0.0.0\r\na=mid:{}\r\na=setup:{}\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\n", mid, local.setup, local.ice.ufrag,
                          local.ice.pwd);
  if (!first) return text;
  int foundation = 0;
  for (const auto& candidate : local.candidates) text += "a=" + write_candidate(candidate, ++foundation) + "\r\n";
  if (!local.candidates.empty()) text += "a=end-of-candidates\r\n";
  return text;
}

std::string opus_lines(unsigned type) {
  return fmt::format("a=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:{0} opus/48000/2\r\na=fmtp:{0} minptime=10;useinbandfec=1\r\n", type);
}

std::string extension_lines(unsigned level, unsigned mid) {
  std::string text;
  if (level != 0) text += fmt::format("a=extmap:{} {}\r\n", level, kLevelUri);
  if (mid != 0) text += fmt::format("a=extmap:{} {}\r\n", mid, kMidUri);
  return text;
}

/// a=ssrc lines: with BUNDLE they are what tells a receiver which section a packet without MID belongs to.
std::string sender_lines(std::uint32_t ssrc, const std::string& stream, const std::string& track) {
  return fmt::format("a=msid:{0} {1}\r\na=ssrc:{2} cname:{0}\r\na=ssrc:{2} msid:{0} {1}\r\n", stream, track, ssrc);
}

std::string data_section(const SdpLocal& local, std::string_view mid, bool first) {
  return fmt::format("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n{}a=sctp-port:5000\r\na=max-message-size:{}\r\n",
                     transport_lines(local, mid, first), kMaxMessageSize);
}

std::string answered_audio(const SdpSection& offered, const AnswerSection& reply, const SdpLocal& local, bool first) {
  auto text =
      fmt::format("m=audio 9 UDP/TLS/RTP/SAVPF {}\r\n", *offered.opus) + transport_lines(local, offered.mid, first) + opus_lines(*offered.opus);
  // accepted in every section, inactive ones too: what an answer leaves out is missing from all later offers
  text += extension_lines(offered.level_extension, offered.mid_extension);
  text += fmt::format("a={}\r\n", name_of(reply.direction));
  if (reply.direction == Direction::SendOnly || reply.direction == Direction::SendRecv)
    text += sender_lines(reply.ssrc, reply.stream_id, reply.track_id);
  return text;
}

/// A section that is not wanted keeps its port and one codec: port 0 would break Chromium's next offer.
std::string refused(const SdpSection& offered, const SdpLocal& local, bool first) {
  const auto kind = offered.kind == MediaKind::Audio ? "audio" : "video";
  auto text = fmt::format("m={} 9 UDP/TLS/RTP/SAVPF {}\r\n", kind, offered.first_payload_type) + transport_lines(local, offered.mid, first);
  text += "a=rtcp-mux\r\na=rtcp-rsize\r\n";
  if (!offered.first_rtpmap.empty()) text += fmt::format("a=rtpmap:{} {}\r\n", offered.first_payload_type, offered.first_rtpmap);
  return text + "a=inactive\r\n";
}

}  // namespace

std::string_view name_of(Direction direction) noexcept {
  switch (direction) {
    case Direction::SendRecv: return "sendrecv";
    case Direction::SendOnly: return "sendonly";
    case Direction::RecvOnly: return "recvonly";
    case Direction::Inactive: return "inactive";
  }
  return "inactive";
}

std::string write_candidate(const rtc::Candidate& candidate, int foundation) {
  const bool tcp = candidate.kind == rtc::CandidateKind::TcpPassive;
  return fmt::format("candidate:{} 1 {} {} {} {} typ host{}", foundation, tcp ? "tcp" : "udp", candidate.priority,
                     candidate.address.address().to_string(), candidate.address.port(), tcp ? " tcptype passive" : "");
}

std::string write_answer(const SdpDescription& offer, const std::vector<AnswerSection>& replies, const SdpLocal& local) {
  std::string mids, body;
  for (const auto& section : offer.sections) mids += " " + section.mid;
  for (std::size_t i = 0; i < offer.sections.size(); ++i) {
    const auto& section = offer.sections[i];
    const bool first = i == 0;
    if (section.kind == MediaKind::Application) {
      body += data_section(local, section.mid, first);
    } else if (section.kind == MediaKind::Audio && section.opus && i < replies.size()) {
      body += answered_audio(section, replies[i], local, first);
    } else {
      body += refused(section, local, first);
    }
  }
  return head(local, mids) + body;
}

std::string write_offer(const std::vector<OfferSection>& sections, const SdpLocal& local) {
  std::string mids, body;
  for (const auto& section : sections) mids += " " + section.mid;
  bool first = true;
  for (const auto& section : sections) {
    if (section.kind == MediaKind::Application) {
      body += data_section(local, section.mid, first);
    } else {
      body += fmt::format("m=audio 9 UDP/TLS/RTP/SAVPF {}\r\n", kOurOpusType) + transport_lines(local, section.mid, first) + opus_lines(kOurOpusType);
      body += extension_lines(kOurLevelExtension, kOurMidExtension) + fmt::format("a={}\r\n", name_of(section.direction));
      if (section.direction == Direction::SendOnly) body += sender_lines(section.ssrc, section.stream_id, section.track_id);
    }
    first = false;
  }
  return head(local, mids) + body;
}

}  // namespace codevoice::room
