#include "room/wire_livekit.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include "base/crypto.hpp"

namespace codevoice::room::wire {
namespace {

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(text.size() + 1024, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}
std::string packed(const std::string& inner, int compression) {
  WrappedJoinRequest wrapped;
  wrapped.set_compression(compression);
  wrapped.set_join_request(inner);
  return crypto::to_base64(view_of(wrapped.SerializeAsString()), crypto::Base64::Url);
}
JoinRequest request() {
  JoinRequest made;
  made.mutable_client_info()->set_sdk(1);
  made.mutable_publisher_offer()->set_sdp(std::string(18'000, 'x'));
  made.mutable_publisher_offer()->set_id(1);
  return made;
}

TEST(WireLivekit, JoinRequestsAreUnwrappedPlainAndPacked) {
  const auto plain = unwrap_join_request(wrap_join_request(request()));
  const auto gzipped = unwrap_join_request(packed(gzip(request().SerializeAsString()), kGzip));

  ASSERT_TRUE(plain) << plain.error().message;
  ASSERT_TRUE(gzipped) << gzipped.error().message;
  EXPECT_EQ(plain->publisher_offer().sdp().size(), 18'000U);
  EXPECT_EQ(gzipped->publisher_offer().id(), 1U);
}

TEST(WireLivekit, BrokenJoinRequestsAreRefusedInWords) {
  const auto bomb = gzip(std::string(2'000'000, 'a'));
  for (const auto& text :
       {std::string("!!"), packed("\xff\xff\xff", kNoCompression), packed("not gzip", kGzip), packed(bomb, kGzip), packed("", 7)}) {
    const auto read = unwrap_join_request(text);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::Invalid);
  }
}

TEST(WireLivekit, WhatWeDoNotKnowPassesThrough) {
  // field 10 (an RPC request) is not declared here
  const std::string bytes = std::string(
      "\x52\x03"
      "abc",
      5);
  auto packet = parse_data_packet(view_of(bytes));
  ASSERT_TRUE(packet);
  packet->set_participant_sid("PA_x");

  EXPECT_NE(packet->SerializeAsString().find(bytes), std::string::npos);
}

TEST(WireLivekit, GarbageIsNoMessage) {
  EXPECT_FALSE(parse_signal_request("\xff\xff\xff\xff"));
  EXPECT_FALSE(parse_signal_request(std::string(kMaxSignalMessage + 1, '\0')));
  EXPECT_FALSE(parse_data_packet(view_of("\x0a")));
}

TEST(WireLivekit, TextThatIsNotUtf8IsRefusedWithoutALineInTheLog) {
  testing::internal::CaptureStderr();
  const auto packet = parse_data_packet(view_of("\x22\x02\xff\xfe"));  // field 4, participant_identity

  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(packet);
}

}  // namespace
}  // namespace codevoice::room::wire
