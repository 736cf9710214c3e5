// SDP as WebRTC peers write it, reduced to what a room needs: one transport (BUNDLE), audio sections, one data section.
// Thread: pure. Errors: text that is no usable description gives nothing; foreign text never throws, and is bounded.
// Sources: RFC 8866 (SDP), RFC 8829 (JSEP), RFC 8839 (ICE in SDP), RFC 8122 (fingerprints), RFC 5576 (a=ssrc).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rtc/transport.hpp"

namespace codevoice::room {

enum class MediaKind : std::uint8_t { Audio, Video, Application };
enum class Direction : std::uint8_t { SendRecv, SendOnly, RecvOnly, Inactive };
std::string_view name_of(Direction direction) noexcept;

struct SdpSection {
  MediaKind kind = MediaKind::Audio;
  std::string mid;
  Direction direction = Direction::SendRecv;
  std::optional<std::uint8_t> opus;  // payload type of opus/48000/2 here
  std::string first_payload_type;    // as offered, with its rtpmap: what a refused section is answered with
  std::string first_rtpmap;
  std::uint8_t level_extension = 0;  // id of ssrc-audio-level, 0 without
  std::uint8_t mid_extension = 0;    // id of sdes:mid, 0 without
  std::string stream_id;             // a=msid
  std::string track_id;
  std::uint32_t ssrc = 0;  // the first a=ssrc, 0 without
};

struct SdpDescription {
  rtc::RemoteDescription transport;
  std::string setup;  // actpass, active, passive
  bool ice_lite = false;
  std::vector<SdpSection> sections;
};

inline constexpr std::size_t kMaxSdp = 200'000;  // bytes
inline constexpr std::size_t kMaxSections = 64;

std::optional<SdpDescription> parse_sdp(std::string_view text);
/// "candidate:1 1 udp 2130706431 127.0.0.1 7882 typ host" (with or without "a="): UDP and passive TCP with literal addresses only;
/// names (mDNS) are never resolved.
std::optional<rtc::Candidate> parse_candidate(std::string_view line);
std::string write_candidate(const rtc::Candidate& candidate, int foundation);

/// What every section of ours says of the transport.
struct SdpLocal {
  rtc::IceCredentials ice;
  std::string fingerprint;
  std::string setup;  // passive (answer), active (offer)
  std::vector<rtc::Candidate> candidates;
  bool ice_lite = false;
  std::uint64_t session_id = 0;
  unsigned version = 1;
};

struct AnswerSection {
  Direction direction = Direction::Inactive;
  std::uint32_t ssrc = 0;  // of what we send
  std::string stream_id;
  std::string track_id;
};
/// `replies` has one entry for each section of the offer, in its order. Sections never move; ports stay 9.
std::string write_answer(const SdpDescription& offer, const std::vector<AnswerSection>& replies, const SdpLocal& local);

struct OfferSection {
  MediaKind kind = MediaKind::Audio;  // Audio or Application
  std::string mid;
  Direction direction = Direction::RecvOnly;
  std::uint32_t ssrc = 0;
  std::string stream_id;
  std::string track_id;
};
inline constexpr std::uint8_t kOurOpusType = 111;
inline constexpr std::uint8_t kOurLevelExtension = 1;
inline constexpr std::uint8_t kOurMidExtension = 4;
std::string write_offer(const std::vector<OfferSection>& sections, const SdpLocal& local);

}  // namespace codevoice::room
