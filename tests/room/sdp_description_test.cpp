#include "room/sdp_description.hpp"

#include <gtest/gtest.h>

namespace codevoice::room {
namespace {

constexpr std::string_view kChromiumOffer =
    "v=0\r\no=- 46117317 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 "
    "0.0.0.0\r\na=ice-ufrag:aBcD\r\na=ice-pwd:0123456789012345678901ab\r\n"
    "a=ice-options:trickle\r\na=fingerprint:sha-256 aa:BB:CC\r\na=setup:actpass\r\na=mid:0\r\n"
    "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=sendonly\r\n"
    "a=msid:- 5f2c\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 "
    "red/48000/2\r\na=ssrc:3735928559 cname:x\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=recvonly\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n"
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=sctp-port:5000\r\n";

SdpLocal local() {
  SdpLocal made;
  made.ice = {"ours", "ourpassword"};
  made.fingerprint = "11:22";
  made.setup = "passive";
  made.ice_lite = true;
  made.candidates.push_back({rtc::CandidateKind::Udp, rtc::Endpoint(asio::ip::make_address("127.0.0.1"), 7882), 2'130'706'431});
  made.candidates.push_back({rtc::CandidateKind::TcpPassive, rtc::Endpoint(asio::ip::make_address("::1"), 7881), 1'671'430'143});
  return made;
}

TEST(SdpDescription, ReadsWhatARoomNeedsFromAnOffer) {
  const auto offer = parse_sdp(kChromiumOffer);

  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->transport.ice.ufrag, "aBcD");
  EXPECT_EQ(offer->transport.fingerprint, "AA:BB:CC");
  EXPECT_EQ(offer->setup, "actpass");
  ASSERT_EQ(offer->sections.size(), 3U);
  const auto& audio = offer->sections[0];
  EXPECT_EQ(audio.opus, 111);
  EXPECT_EQ(audio.direction, Direction::SendOnly);
  EXPECT_EQ(audio.ssrc, 3'735'928'559U);
  EXPECT_EQ(audio.track_id, "5f2c");
  EXPECT_EQ(audio.level_extension, 1);
  EXPECT_EQ(audio.mid_extension, 4);
  EXPECT_EQ(offer->sections[1].first_rtpmap, "VP8/90000");
  EXPECT_EQ(offer->sections[2].kind, MediaKind::Application);
}

TEST(SdpDescription, AnAnswerKeepsEverySectionInPlace) {
  const auto offer = parse_sdp(kChromiumOffer);
  AnswerSection listen;
  listen.direction = Direction::RecvOnly;

  const auto text = write_answer(*offer, {listen, {}, {}}, local());
  const auto answer = parse_sdp(text);

  ASSERT_TRUE(answer) << text;
  ASSERT_EQ(answer->sections.size(), 3U);
  EXPECT_EQ(answer->sections[0].direction, Direction::RecvOnly);
  EXPECT_EQ(answer->sections[0].level_extension, 1);
  EXPECT_EQ(answer->sections[1].direction, Direction::Inactive);
  EXPECT_EQ(answer->sections[1].first_payload_type, "96");
  EXPECT_NE(text.find("a=group:BUNDLE 0 1 2\r\n"), std::string::npos);
  EXPECT_EQ(text.find(" 0 UDP/TLS"), std::string::npos);  // port 0 breaks the next offer
  EXPECT_TRUE(answer->ice_lite);
  ASSERT_EQ(answer->transport.candidates.size(), 2U);
  EXPECT_EQ(answer->transport.candidates[1].kind, rtc::CandidateKind::TcpPassive);
  EXPECT_EQ(answer->transport.candidates[1].address.address().to_string(), "::1");
}

TEST(SdpDescription, ASendingSectionNamesItsSourceAndTrack) {
  const auto offer = parse_sdp(kChromiumOffer);
  AnswerSection speak{Direction::SendOnly, 77, "PA_x|TR_y", "TR_y"};

  const auto answer = parse_sdp(write_answer(*offer, {speak, {}, {}}, local()));

  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->sections[0].ssrc, 77U);
  EXPECT_EQ(answer->sections[0].stream_id, "PA_x|TR_y");
  EXPECT_EQ(answer->sections[0].track_id, "TR_y");
}

TEST(SdpDescription, OurOffersReadBackAsWritten) {
  auto ours = local();
  ours.setup = "active";
  ours.candidates.clear();
  ours.ice_lite = false;
  const std::vector<OfferSection> sections{{MediaKind::Audio, "0", Direction::SendOnly, 5, "stream", "track"},
                                           {MediaKind::Audio, "1", Direction::RecvOnly, 0, "", ""},
                                           {MediaKind::Application, "2", Direction::SendRecv, 0, "", ""}};
  const auto offer = parse_sdp(write_offer(sections, ours));

  ASSERT_TRUE(offer);
  ASSERT_EQ(offer->sections.size(), 3U);
  EXPECT_EQ(offer->setup, "active");
  EXPECT_EQ(offer->sections[0].ssrc, 5U);
  EXPECT_EQ(offer->sections[0].track_id, "track");
  EXPECT_EQ(offer->sections[1].direction, Direction::RecvOnly);
  EXPECT_FALSE(offer->ice_lite);
}

TEST(SdpDescription, BrokenTextGivesNothing) {
  std::string many(kChromiumOffer);
  for (std::size_t i = 0; i < kMaxSections; ++i) many += "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:z\r\n";
  for (const auto& text : {std::string(), std::string("hello"), std::string("m=dance 9 X 1\r\n"), std::string(kMaxSdp + 1, 'a'), many,
                           std::string(kChromiumOffer.substr(0, 250))}) {
    EXPECT_FALSE(parse_sdp(text)) << text.substr(0, 40);
  }
}

TEST(SdpDescription, CandidatesWithNamesAreNotResolved) {
  EXPECT_FALSE(parse_candidate("candidate:1 1 udp 2113937151 a1b2.local 5000 typ host"));
  EXPECT_FALSE(parse_candidate("candidate:1 2 udp 2113937151 10.0.0.1 5000 typ host"));
  EXPECT_FALSE(parse_candidate("candidate:1 1 tcp 2113937151 10.0.0.1 9 typ host tcptype active"));
  const auto candidate = parse_candidate("a=candidate:1 1 UDP 2113937151 10.0.0.1 5000 typ host generation 0");
  ASSERT_TRUE(candidate);
  EXPECT_EQ(candidate->address.port(), 5000);
}

TEST(SdpDescription, ACodecLineWithControlCharactersIsNotRepeatedInAnAnswer) {
  std::string offer(kChromiumOffer);
  offer.replace(offer.find("VP8/90000"), 9, "VP8\ra=setup:active");

  EXPECT_FALSE(parse_sdp(offer));
}

}  // namespace
}  // namespace codevoice::room
