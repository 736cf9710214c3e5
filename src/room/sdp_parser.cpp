// untested: through sdp_description_test.cpp
#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "room/sdp_description.hpp"

namespace codevoice::room {
namespace {

bool take_prefix(std::string_view& line, std::string_view prefix) {
  if (!line.starts_with(prefix)) return false;
  line.remove_prefix(prefix.size());
  return true;
}

template <class N>
std::optional<N> number_of(std::string_view text) {
  N value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view next_word(std::string_view& text) {
  const auto space = std::min(text.find(' '), text.size());
  const auto word = text.substr(0, space);
  text.remove_prefix(std::min(space + 1, text.size()));
  return word;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::toupper(c); });
  return out;
}
bool equals_ignoring_case(std::string_view a, std::string_view b) { return upper(a) == upper(b); }

std::optional<MediaKind> kind_of(std::string_view name) {
  if (name == "audio") return MediaKind::Audio;
  if (name == "video") return MediaKind::Video;
  if (name == "application") return MediaKind::Application;
  return std::nullopt;
}

std::optional<Direction> direction_of(std::string_view attribute) {
  if (attribute == "sendrecv") return Direction::SendRecv;
  if (attribute == "sendonly") return Direction::SendOnly;
  if (attribute == "recvonly") return Direction::RecvOnly;
  if (attribute == "inactive") return Direction::Inactive;
  return std::nullopt;
}

/// "m=audio 9 UDP/TLS/RTP/SAVPF 111 63"
bool begin_section(std::string_view line, SdpDescription& to) {
  const auto kind = kind_of(next_word(line));
  if (!kind || to.sections.size() == kMaxSections) return false;
  auto& section = to.sections.emplace_back();
  section.kind = *kind;
  next_word(line);  // port
  next_word(line);  // protocol
  section.first_payload_type = next_word(line);
  return true;
}

void read_transport(std::string_view line, SdpDescription& to) {
  auto& transport = to.transport;
  if (take_prefix(line, "ice-ufrag:")) {
    transport.ice.ufrag = line;
  } else if (take_prefix(line, "ice-pwd:")) {
    transport.ice.pwd = line;
  } else if (take_prefix(line, "setup:")) {
    to.setup = line;
  } else if (line == "ice-lite") {
    to.ice_lite = true;
  } else if (take_prefix(line, "fingerprint:")) {
    if (equals_ignoring_case(next_word(line), "sha-256")) transport.fingerprint = upper(line);
  } else if (line.starts_with("candidate:") && transport.candidates.size() < 64) {
    if (const auto candidate = parse_candidate(line)) transport.candidates.push_back(*candidate);
  }
}

void read_codec(std::string_view line, SdpSection& section) {
  const auto type = next_word(line);
  if (type == section.first_payload_type) section.first_rtpmap = line;
  const auto number = number_of<std::uint8_t>(type);
  if (!section.opus && number && *number < 128 && equals_ignoring_case(line.substr(0, 10), "opus/48000")) section.opus = *number;
}

void read_extension(std::string_view line, SdpSection& section) {
  auto id_text = next_word(line);
  id_text = id_text.substr(0, id_text.find('/'));  // "3/sendonly"
  const auto id = number_of<std::uint8_t>(id_text);
  if (!id || *id == 0) return;
  if (line.starts_with("urn:ietf:params:rtp-hdrext:ssrc-audio-level")) section.level_extension = *id;
  if (line.starts_with("urn:ietf:params:rtp-hdrext:sdes:mid")) section.mid_extension = *id;
}

void read_section(std::string_view line, SdpSection& section) {
  if (const auto direction = direction_of(line)) {
    section.direction = *direction;
  } else if (take_prefix(line, "mid:")) {
    section.mid = line.substr(0, 32);
  } else if (take_prefix(line, "rtpmap:")) {
    read_codec(line, section);
  } else if (take_prefix(line, "extmap:")) {
    read_extension(line, section);
  } else if (take_prefix(line, "msid:")) {
    section.stream_id = next_word(line);
    section.track_id = next_word(line);
  } else if (section.ssrc == 0 && take_prefix(line, "ssrc:")) {
    section.ssrc = number_of<std::uint32_t>(next_word(line)).value_or(0);
  }
}

/// Identifiers are written back into answers: letters, digits and a few marks only.
bool is_safe(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

/// Written back too; a bare carriage return in it would begin a line for some readers.
bool is_one_line(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
}

bool is_usable(const SdpDescription& description) {
  const auto& transport = description.transport;
  if (description.sections.empty() || transport.ice.ufrag.empty() || transport.ice.pwd.empty() || transport.fingerprint.empty()) return false;
  if (transport.ice.ufrag.size() > 256 || transport.ice.pwd.size() > 256) return false;
  return std::all_of(description.sections.begin(), description.sections.end(), [](const auto& section) {
    return !section.mid.empty() && is_safe(section.mid) && is_safe(section.first_payload_type) && is_one_line(section.first_rtpmap);
  });
}

}  // namespace

std::optional<SdpDescription> parse_sdp(std::string_view text) {
  if (text.size() > kMaxSdp) return std::nullopt;
  SdpDescription description;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (take_prefix(line, "m=")) {
      if (!begin_section(line, description)) return std::nullopt;
    } else if (take_prefix(line, "a=")) {
      read_transport(line, description);
      if (!description.sections.empty()) read_section(line, description.sections.back());
    }
  }
  if (!is_usable(description)) return std::nullopt;
  return description;
}

std::optional<rtc::Candidate> parse_candidate(std::string_view line) {
  take_prefix(line, "a=");
  if (!take_prefix(line, "candidate:")) return std::nullopt;
  next_word(line);  // foundation
  const auto component = next_word(line);
  const auto protocol = next_word(line);
  const auto priority = number_of<std::uint32_t>(next_word(line));
  const auto address_text = next_word(line);
  const auto port = number_of<std::uint16_t>(next_word(line));
  boost::system::error_code bad;
  const auto address = asio::ip::make_address(std::string(address_text), bad);
  if (component != "1" || bad || !priority || !port) return std::nullopt;
  rtc::Candidate candidate;
  candidate.address = rtc::Endpoint(address, *port);
  candidate.priority = *priority;
  if (equals_ignoring_case(protocol, "udp")) return candidate;
  if (!equals_ignoring_case(protocol, "tcp") || line.find("tcptype passive") == std::string_view::npos) return std::nullopt;
  candidate.kind = rtc::CandidateKind::TcpPassive;
  return candidate;
}

}  // namespace codevoice::room
