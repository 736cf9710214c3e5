#include "rtc/sctp_dcep.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

TEST(SctpDcep, AnOpenReadsAsItWasWritten) {
  DcepOpen lossy;
  lossy.label = "_lossy";
  lossy.protocol = "p";
  lossy.unordered = true;
  lossy.reliability = DcepReliability::Retransmits;
  lossy.limit = 3;

  const auto bytes = make_dcep_open(lossy);
  const auto read = parse_dcep_open(bytes);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->label, "_lossy");
  EXPECT_EQ(read->protocol, "p");
  EXPECT_TRUE(read->unordered);
  EXPECT_EQ(read->reliability, DcepReliability::Retransmits);
  EXPECT_EQ(read->limit, 3U);
}

TEST(SctpDcep, ReadsWhatChromiumSends) {
  // DATA_CHANNEL_OPEN of "_lossy": partial reliable, retransmissions 0, unordered
  const Bytes chromium{0x03, 0x81, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, '_', 'l', 'o', 's', 's', 'y'};

  const auto read = parse_dcep_open(chromium);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->label, "_lossy");
  EXPECT_TRUE(read->unordered);
  EXPECT_EQ(read->reliability, DcepReliability::Retransmits);
  EXPECT_EQ(read->limit, 0U);
}

TEST(SctpDcep, EveryCutOfAnOpenIsRefused) {
  DcepOpen open;
  open.label = "_reliable";
  const auto whole = make_dcep_open(open);

  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_dcep_open(ByteView(whole).first(size))) << size;
  }
  auto longer = whole;
  longer.push_back(0);
  EXPECT_FALSE(parse_dcep_open(longer));
}

TEST(SctpDcep, RefusesUnknownTypesAndChannelKinds) {
  DcepOpen open;
  auto bytes = make_dcep_open(open);
  bytes[0] = 0x04;
  EXPECT_FALSE(parse_dcep_open(bytes));
  bytes[0] = 0x03;
  bytes[1] = 0x05;
  EXPECT_FALSE(parse_dcep_open(bytes));

  EXPECT_TRUE(is_dcep_ack(kDcepAck));
  EXPECT_FALSE(is_dcep_ack(bytes));
  EXPECT_FALSE(is_dcep_ack({}));
}

}  // namespace
}  // namespace codevoice::rtc
