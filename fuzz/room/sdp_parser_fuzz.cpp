// Parsers: room/sdp_parser.cpp
// A usable offer is bounded, and our answer to it is clean text that says the same about every section.
#include "fuzz.hpp"
#include "room/sdp_description.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

room::SdpLocal local_side() {
  room::SdpLocal local;
  local.ice = {"ufrag", "password-of-22-letters"};
  local.fingerprint = "AA:BB";
  local.setup = "passive";
  local.candidates.push_back({rtc::CandidateKind::Udp, rtc::Endpoint(asio::ip::make_address("127.0.0.1"), 7882), 1});
  local.candidates.push_back({rtc::CandidateKind::TcpPassive, rtc::Endpoint(asio::ip::make_address("::1"), 7881), 2});
  local.ice_lite = true;
  return local;
}

/// Nothing of a peer's may begin a line of ours.
bool is_clean(std::string_view sdp) {
  for (std::size_t i = 0; i < sdp.size(); ++i) {
    const auto c = static_cast<unsigned char>(sdp[i]);
    if (c == '\r' && i + 1 < sdp.size() && sdp[i + 1] == '\n') continue;
    if (c == '\n' && i > 0 && sdp[i - 1] == '\r') continue;
    if (c < 0x20 || c == 0x7F) return false;
  }
  return true;
}

void check_candidate(const rtc::Candidate& candidate) {
  const auto again = room::parse_candidate(room::write_candidate(candidate, 1));
  require(again && again->kind == candidate.kind && again->address == candidate.address && again->priority == candidate.priority,
          "a candidate is the same after being written");
}

void check_answer(const room::SdpDescription& offer) {
  std::vector<room::AnswerSection> replies(offer.sections.size());
  for (std::size_t i = 0; i < replies.size(); ++i) {
    replies[i].direction = static_cast<room::Direction>(i % 4);
    replies[i].ssrc = static_cast<std::uint32_t>(i + 1);
    replies[i].stream_id = "PA_1|TR_1";
    replies[i].track_id = "TR_1";
  }
  const auto text = room::write_answer(offer, replies, local_side());
  require(is_clean(text), "an answer is clean text");
  const auto answer = room::parse_sdp(text);
  require(answer && answer->sections.size() == offer.sections.size(), "an answer has the offer's sections");
  require(answer->ice_lite && answer->setup == "passive" && answer->transport.candidates.size() == 2, "an answer holds our transport");
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const auto& asked = offer.sections[i];
    const auto& given = answer->sections[i];
    require(given.kind == asked.kind && given.mid == asked.mid, "sections keep their place");
    const bool accepted = asked.kind == room::MediaKind::Audio && asked.opus;
    require(!accepted || (given.opus == asked.opus && given.direction == replies[i].direction), "audio is answered as told");
    require(!accepted || (given.level_extension == asked.level_extension && given.mid_extension == asked.mid_extension), "extensions are kept");
    require(accepted || asked.kind == room::MediaKind::Application || given.direction == room::Direction::Inactive, "the rest is inactive");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = text_of(ByteView(data, size));
  if (const auto candidate = room::parse_candidate(text)) check_candidate(*candidate);
  const auto offer = room::parse_sdp(text);
  if (!offer) return 0;
  require(offer->sections.size() <= room::kMaxSections && offer->transport.candidates.size() <= 64, "sections and candidates are bounded");
  for (const auto& candidate : offer->transport.candidates) check_candidate(candidate);
  check_answer(*offer);
  return 0;
}
