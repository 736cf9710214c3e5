#include "rtc/sctp_channels.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

constexpr std::uint32_t kDcep = 50;
constexpr std::uint32_t kString = 51;
constexpr std::uint32_t kBinary = 53;
constexpr std::uint32_t kStringEmpty = 56;
constexpr std::uint32_t kBinaryEmpty = 57;

struct FakeLink final : SctpLink {
  struct Sent {
    SctpSendOptions options;
    Bytes message;
  };
  SctpSent send(const SctpSendOptions& options, ByteView message) override {
    if (verdict == SctpSent::Yes) sent.push_back({options, Bytes(message.begin(), message.end())});
    return verdict;
  }
  void reset_stream(std::uint16_t stream) override { resets.push_back(stream); }

  std::vector<Sent> sent;
  std::vector<std::uint16_t> resets;
  SctpSent verdict = SctpSent::Yes;
};

SctpFragment fragment(std::uint16_t stream, std::uint32_t ppid, Bytes bytes, bool last = true) {
  SctpFragment made;
  made.stream = stream;
  made.ppid = ppid;
  made.last = last;
  made.bytes = std::move(bytes);
  return made;
}

DcepOpen lossy_open() {
  DcepOpen open;
  open.label = "_lossy";
  open.unordered = true;
  open.reliability = DcepReliability::Retransmits;
  return open;
}

SctpFragment open_of(std::uint16_t stream, std::string_view label) {
  DcepOpen open;
  open.label = label;
  return fragment(stream, kDcep, make_dcep_open(open));
}

struct Rig {
  explicit Rig(SctpChannelsConfig config = {}) : channels(config, link, events) {}
  std::uint32_t drops(SctpDrop drop) const { return events.drops[static_cast<std::size_t>(drop)]; }

  FakeLink link;
  SctpEvents events;
  SctpChannels channels;
};

SctpChannelsConfig opener(DtlsRole role) {
  SctpChannelsConfig config;
  config.channels = ChannelRole::Opener;
  config.dtls = role;
  return config;
}

TEST(SctpChannels, AnAnswererOpensNothing) {
  Rig rig;

  rig.channels.on_up();

  EXPECT_TRUE(rig.link.sent.empty());
}

TEST(SctpChannels, AnOpenerAsksForBothChannelsWithTheIdsOfItsRole) {
  for (const auto role : {DtlsRole::Client, DtlsRole::Server}) {
    Rig rig(opener(role));
    const std::uint16_t first = role == DtlsRole::Client ? 0 : 1;

    rig.channels.on_up();

    ASSERT_EQ(rig.link.sent.size(), 2U);
    EXPECT_EQ(rig.link.sent[0].options.stream, first);
    EXPECT_EQ(rig.link.sent[1].options.stream, first + 2);
    const auto reliable = parse_dcep_open(rig.link.sent[0].message);
    const auto lossy = parse_dcep_open(rig.link.sent[1].message);
    ASSERT_TRUE(reliable && lossy);
    EXPECT_EQ(reliable->label, "_reliable");
    EXPECT_EQ(reliable->reliability, DcepReliability::Reliable);
    EXPECT_FALSE(reliable->unordered);
    EXPECT_EQ(lossy->label, "_lossy");
    EXPECT_EQ(lossy->reliability, DcepReliability::Retransmits);
    EXPECT_EQ(lossy->limit, 0U);
    EXPECT_TRUE(lossy->unordered);
  }
}

TEST(SctpChannels, EveryOpenIsAcknowledgedOnItsStream) {
  Rig rig;

  rig.channels.on_fragment(open_of(4, "_data_track"));

  ASSERT_EQ(rig.link.sent.size(), 1U);
  EXPECT_EQ(rig.link.sent[0].options.stream, 4);
  EXPECT_EQ(rig.link.sent[0].options.ppid, kDcep);
  EXPECT_TRUE(is_dcep_ack(rig.link.sent[0].message));
  EXPECT_TRUE(rig.link.resets.empty());
}

TEST(SctpChannels, MessagesWaitForTheirChannelThenGoAfterItsAck) {
  Rig rig;
  rig.channels.send("_reliable", Bytes{1});
  rig.channels.send("_reliable", Bytes{2});
  EXPECT_TRUE(rig.link.sent.empty());

  rig.channels.on_fragment(open_of(2, "_reliable"));

  ASSERT_EQ(rig.link.sent.size(), 3U);
  EXPECT_TRUE(is_dcep_ack(rig.link.sent[0].message));
  EXPECT_EQ(rig.link.sent[1].message, Bytes{1});
  EXPECT_EQ(rig.link.sent[2].message, Bytes{2});
  EXPECT_EQ(rig.link.sent[2].options.stream, 2);
  EXPECT_EQ(rig.link.sent[2].options.ppid, kBinary);
  EXPECT_EQ(rig.events.released_reliable, 2 * cost_of_message(1));
}

TEST(SctpChannels, LossyGoesUnorderedAndUnrepeatedOnceAcknowledged) {
  Rig rig(opener(DtlsRole::Client));
  rig.channels.on_up();
  rig.channels.send("_lossy", Bytes{1});
  rig.channels.on_fragment(fragment(2, kDcep, Bytes(kDcepAck.begin(), kDcepAck.end())));
  rig.channels.send("_lossy", Bytes{2});

  ASSERT_EQ(rig.link.sent.size(), 4U);
  EXPECT_FALSE(rig.link.sent[2].options.unordered);  // RFC 8832 §6: in order until the ACK
  EXPECT_TRUE(rig.link.sent[3].options.unordered);
  EXPECT_EQ(rig.link.sent[3].options.max_retransmits, 0U);
}

TEST(SctpChannels, AFullBufferHoldsReliableAndDropsLossy) {
  Rig rig;
  rig.channels.on_fragment(open_of(0, "_reliable"));
  rig.channels.on_fragment(fragment(2, kDcep, make_dcep_open(lossy_open())));
  rig.link.sent.clear();
  rig.link.verdict = SctpSent::Full;

  rig.channels.send("_reliable", Bytes{1});
  rig.channels.send("_lossy", Bytes{2});
  rig.link.verdict = SctpSent::Yes;
  rig.channels.flush();

  ASSERT_EQ(rig.link.sent.size(), 1U);
  EXPECT_EQ(rig.link.sent[0].message, Bytes{1});
  EXPECT_EQ(rig.drops(SctpDrop::LossyFull), 1U);
  EXPECT_EQ(rig.events.released_lossy, cost_of_message(1));
}

TEST(SctpChannels, AnAckThatFoundNoRoomGoesBeforeData) {
  Rig rig;
  rig.link.verdict = SctpSent::Full;
  rig.channels.on_fragment(open_of(0, "_reliable"));
  rig.channels.send("_reliable", Bytes{1});
  rig.link.verdict = SctpSent::Yes;

  rig.channels.flush();

  ASSERT_EQ(rig.link.sent.size(), 2U);
  EXPECT_TRUE(is_dcep_ack(rig.link.sent[0].message));
}

TEST(SctpChannels, TextAndBinaryAndTheirEmptyFormsArrive) {
  Rig rig;
  rig.channels.on_fragment(open_of(0, "_reliable"));

  rig.channels.on_fragment(fragment(0, kBinary, {1, 2}));
  rig.channels.on_fragment(fragment(0, kString, {'h', 'i'}));
  rig.channels.on_fragment(fragment(0, kBinaryEmpty, {0}));
  rig.channels.on_fragment(fragment(0, kStringEmpty, {0}));
  rig.channels.on_fragment(fragment(0, 99, {1}));

  ASSERT_EQ(rig.events.messages.size(), 4U);
  EXPECT_EQ(rig.events.messages[0].label, "_reliable");
  EXPECT_EQ(rig.events.messages[0].bytes, (Bytes{1, 2}));
  EXPECT_EQ(rig.events.messages[1].bytes, (Bytes{'h', 'i'}));
  EXPECT_TRUE(rig.events.messages[2].bytes.empty());
  EXPECT_TRUE(rig.events.messages[3].bytes.empty());
  EXPECT_EQ(rig.drops(SctpDrop::UnknownPayload), 1U);
}

TEST(SctpChannels, AnEmptyMessageIsSentAsItsOwnPayloadKind) {
  Rig rig;
  rig.channels.on_fragment(open_of(0, "_reliable"));

  rig.channels.send("_reliable", {});

  EXPECT_EQ(rig.link.sent.back().options.ppid, kBinaryEmpty);
  EXPECT_EQ(rig.link.sent.back().message.size(), 1U);
}

TEST(SctpChannels, PartsAreJoinedByStreamAndOrder) {
  Rig rig;
  rig.channels.on_fragment(open_of(0, "_reliable"));
  rig.channels.on_fragment(fragment(2, kDcep, make_dcep_open(lossy_open())));
  auto unordered = fragment(0, kBinary, {9});
  unordered.unordered = true;

  rig.channels.on_fragment(fragment(0, kBinary, {1}, false));
  rig.channels.on_fragment(fragment(2, kBinary, {7}, false));
  rig.channels.on_fragment(unordered);
  rig.channels.on_fragment(fragment(0, kBinary, {2}));
  rig.channels.on_fragment(fragment(2, kBinary, {8}));

  ASSERT_EQ(rig.events.messages.size(), 3U);
  EXPECT_EQ(rig.events.messages[0].bytes, (Bytes{9}));
  EXPECT_EQ(rig.events.messages[1].bytes, (Bytes{1, 2}));
  EXPECT_EQ(rig.events.messages[2].bytes, (Bytes{7, 8}));
}

TEST(SctpChannels, AMessageBeyondTheAnnouncedSizeIsDroppedAndTheNextIsFine) {
  Rig rig;
  rig.channels.on_fragment(open_of(0, "_reliable"));

  for (int part = 0; part < 5; ++part) rig.channels.on_fragment(fragment(0, kBinary, Bytes(30'000), part == 4));
  rig.channels.on_fragment(fragment(0, kBinary, Bytes(kMaxSctpMessage)));
  rig.channels.on_fragment(fragment(0, kBinary, Bytes(kMaxSctpMessage + 1)));

  ASSERT_EQ(rig.events.messages.size(), 1U);
  EXPECT_EQ(rig.events.messages[0].bytes.size(), kMaxSctpMessage);
  EXPECT_EQ(rig.drops(SctpDrop::MessageTooBig), 2U);
}

TEST(SctpChannels, DataWithoutAChannelAndBrokenOpensAreCounted) {
  Rig rig;

  rig.channels.on_fragment(fragment(6, kBinary, {1}));
  rig.channels.on_fragment(fragment(6, kDcep, {3, 0}));
  rig.channels.on_fragment(fragment(6, kDcep, {}));
  rig.channels.on_fragment(open_of(0, "_reliable"));
  rig.channels.on_fragment(open_of(0, "_reliable"));
  rig.channels.on_fragment(open_of(8, std::string(65, 'x')));

  EXPECT_EQ(rig.drops(SctpDrop::NoChannel), 1U);
  EXPECT_EQ(rig.drops(SctpDrop::BadDcep), 4U);
}

TEST(SctpChannels, APeerCannotOpenMoreAndMoreChannels) {
  Rig rig;

  for (std::uint16_t stream = 0; stream < 40; ++stream) rig.channels.on_fragment(open_of(stream, "x"));

  EXPECT_EQ(rig.link.sent.size(), 32U);
  EXPECT_EQ(rig.drops(SctpDrop::BadDcep), 8U);
}

TEST(SctpChannels, AClosedChannelIsClosedBackAndCanOpenAgain) {
  Rig rig;
  rig.channels.on_fragment(open_of(0, "_reliable"));

  rig.channels.on_reset(0);
  rig.channels.on_reset(0);
  rig.channels.send("_reliable", Bytes{1});
  rig.channels.on_fragment(open_of(2, "_reliable"));

  EXPECT_EQ(rig.link.resets, std::vector<std::uint16_t>{0});
  EXPECT_EQ(rig.link.sent.back().options.stream, 2);
  EXPECT_EQ(rig.link.sent.back().message, Bytes{1});
}

}  // namespace
}  // namespace codevoice::rtc
