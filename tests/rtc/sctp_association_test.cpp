#include "rtc/sctp_association.hpp"

#include <gtest/gtest.h>

#include <random>

#include "sctp_pair.hpp"

namespace codevoice::rtc {
namespace {

Bytes numbered(std::uint32_t number, std::size_t size) {
  Bytes message(std::max<std::size_t>(size, 4), static_cast<std::uint8_t>(number));
  write_be32(message.data(), number);
  return message;
}

TEST(SctpAssociation, MessagesGoBothWaysOnBothChannels) {
  test::SctpPair pair;
  ASSERT_TRUE(pair.opener.association->send("_reliable", Bytes{1}));
  ASSERT_TRUE(pair.opener.association->send("_lossy", Bytes{2}));
  ASSERT_TRUE(pair.answerer.association->send("_reliable", Bytes{3}));
  ASSERT_TRUE(pair.answerer.association->send("_lossy", Bytes{4}));

  const bool done = pair.run_until([&] { return pair.opener.messages.size() == 2 && pair.answerer.messages.size() == 2; });

  ASSERT_TRUE(done);
  EXPECT_EQ(pair.answerer.of("_reliable"), std::vector<Bytes>{Bytes{1}});
  EXPECT_EQ(pair.answerer.of("_lossy"), std::vector<Bytes>{Bytes{2}});
  EXPECT_EQ(pair.opener.of("_reliable"), std::vector<Bytes>{Bytes{3}});
  EXPECT_EQ(pair.opener.of("_lossy"), std::vector<Bytes>{Bytes{4}});
}

TEST(SctpAssociation, ManySmallMessagesKeepTheirOrderThroughLoss) {
  test::SctpPair pair;
  std::mt19937 random(11);
  const auto lossy = [&](ByteView) {
    const auto dice = random() % 20;
    return dice == 0 ? 0 : dice == 1 ? 2 : 1;
  };
  pair.opener.wire = lossy;
  pair.answerer.wire = lossy;
  constexpr std::uint32_t kCount = 1000;
  for (std::uint32_t i = 0; i < kCount; ++i) ASSERT_TRUE(pair.opener.association->send("_reliable", numbered(i, 40)));

  const bool done = pair.run_until([&] { return pair.answerer.messages.size() >= kCount; });

  ASSERT_TRUE(done) << pair.answerer.messages.size();
  for (std::uint32_t i = 0; i < kCount; ++i) ASSERT_EQ(pair.answerer.messages[i].bytes, numbered(i, 40));
}

TEST(SctpAssociation, MessagesOfTheLargestSizeArriveWholeThroughLoss) {
  test::SctpPair pair;
  std::mt19937 random(12);
  pair.opener.wire = [&](ByteView) { return random() % 50 == 0 ? 0 : 1; };
  for (std::uint32_t i = 0; i < 3; ++i) ASSERT_TRUE(pair.opener.association->send("_reliable", numbered(i, kMaxSctpMessage)));

  const bool done = pair.run_until([&] { return pair.answerer.messages.size() == 3; });

  ASSERT_TRUE(done);
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(pair.answerer.messages[i].bytes, numbered(i, kMaxSctpMessage));
}

TEST(SctpAssociation, PacketsFitADatagramWithDtlsAround) {
  test::SctpPair pair;
  ASSERT_TRUE(pair.opener.association->send("_reliable", Bytes(20'000)));

  ASSERT_TRUE(pair.run_until([&] { return pair.answerer.messages.size() == 1; }));

  EXPECT_LE(pair.opener.largest_packet, 1163U);
  EXPECT_GT(pair.opener.largest_packet, 1000U);
}

TEST(SctpAssociation, LossyMessagesAreNotSentAgain) {
  test::SctpPair pair;
  ASSERT_TRUE(pair.opener.association->send("_lossy", Bytes{0}));
  ASSERT_TRUE(pair.run_until([&] { return pair.answerer.messages.size() == 1; }));
  int to_lose = 1;
  pair.opener.wire = [&](ByteView packet) { return packet.size() > 500 && to_lose-- > 0 ? 0 : 1; };

  ASSERT_TRUE(pair.opener.association->send("_lossy", Bytes(800)));
  // enough acknowledged gaps that a message to be repeated would have been
  for (std::uint8_t i = 1; i <= 12; ++i) {
    ASSERT_TRUE(pair.opener.association->send("_lossy", Bytes{i}));
    ASSERT_TRUE(pair.run_until([&] { return pair.answerer.messages.back().bytes == Bytes{i}; }));
  }

  EXPECT_LT(to_lose, 1);
  EXPECT_EQ(pair.answerer.messages.size(), 13U);
}

TEST(SctpAssociation, AFullQueueRefusesReliableAndDropsLossy) {
  test::SctpPair pair;
  pair.opener.wire = [](ByteView) { return 0; };  // nothing ever leaves
  Result<void> reliable;
  int accepted = 0;

  while (accepted < 100 && (reliable = pair.opener.association->send("_reliable", Bytes(16'000)))) ++accepted;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(pair.opener.association->send("_lossy", Bytes(16'000)));

  ASSERT_FALSE(reliable);
  EXPECT_EQ(reliable.error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(accepted, 16);
  EXPECT_EQ(pair.opener.drops[static_cast<std::size_t>(SctpDrop::LossyFull)], 4U);
}

TEST(SctpAssociation, AMessageThatIsTooBigIsInvalid) {
  test::SctpPair pair;

  const auto sent = pair.opener.association->send("_reliable", Bytes(kMaxSctpMessage + 1));

  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, ErrorKind::Invalid);
}

TEST(SctpAssociation, GarbageDoesNotDisturbIt) {
  test::SctpPair pair;
  std::mt19937 random(13);
  ASSERT_TRUE(pair.opener.association->send("_reliable", Bytes{1}));
  ASSERT_TRUE(pair.run_until([&] { return pair.answerer.messages.size() == 1; }));

  for (int i = 0; i < 400; ++i) {
    Bytes junk(random() % 1200);
    for (auto& octet : junk) octet = static_cast<std::uint8_t>(random());
    pair.answerer.association->on_packet(junk);
  }
  ASSERT_TRUE(pair.opener.association->send("_reliable", Bytes{2}));

  EXPECT_TRUE(pair.run_until([&] { return pair.answerer.messages.size() == 2; }));
  EXPECT_EQ(pair.answerer.lost, 0);
}

std::uint32_t crc32c(ByteView bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const auto octet : bytes) {
    crc ^= octet;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0x82F63B78 & (0 - (crc & 1)));
  }
  return ~crc;
}

/// RFC 9260 §3.3.7, with the header of a packet that went the same way.
Bytes abort_like(const Bytes& packet) {
  Bytes abort(packet.begin(), packet.begin() + 12);
  abort.insert(abort.end(), {6, 0, 0, 4});
  std::fill(abort.begin() + 8, abort.begin() + 12, std::uint8_t{0});
  const auto crc = crc32c(abort);
  for (unsigned i = 0; i < 4; ++i) abort[8 + i] = static_cast<std::uint8_t>(crc >> (8 * i));
  return abort;
}

TEST(SctpAssociation, ThePeersAbortIsReportedAndSendingIsRefused) {
  test::SctpPair pair;
  Bytes last;
  pair.opener.wire = [&](ByteView packet) {
    last.assign(packet.begin(), packet.end());
    return 1;
  };
  ASSERT_TRUE(pair.opener.association->send("_reliable", Bytes{1}));
  ASSERT_TRUE(pair.run_until([&] { return pair.answerer.messages.size() == 1; }));

  pair.answerer.association->on_packet(abort_like(last));
  ASSERT_TRUE(pair.run_until([&] { return pair.answerer.lost > 0; }));
  const auto sent = pair.answerer.association->send("_reliable", Bytes{1});

  EXPECT_EQ(pair.answerer.lost, 1);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, ErrorKind::Unavailable);
}

TEST(SctpAssociation, NothingIsDeliveredAfterClose) {
  test::SctpPair pair;
  ASSERT_TRUE(pair.opener.association->send("_reliable", Bytes{1}));
  ASSERT_TRUE(pair.run_until([&] { return pair.answerer.messages.size() == 1; }));
  ASSERT_TRUE(pair.opener.association->send("_reliable", Bytes{2}));

  pair.answerer.association->close();
  pair.run_until([] { return false; }, std::chrono::seconds{1});

  EXPECT_EQ(pair.answerer.messages.size(), 1U);
  EXPECT_EQ(pair.answerer.lost, 0);
}

TEST(SctpAssociation, ManyComeAndGo) {
  for (int i = 0; i < 20; ++i) {
    test::SctpPair pair;
    ASSERT_TRUE(pair.opener.association->send("_reliable", Bytes{1}));
    if (i % 2 == 0) {
      ASSERT_TRUE(pair.run_until([&] { return pair.answerer.messages.size() == 1; }));
    }
  }
}

TEST(SctpAssociation, TheShardMayBeGoneBeforeTheSctpThreadIsDone) {
  const auto stack = *SctpStack::shared();
  for (int i = 0; i < 20; ++i) {
    test::SctpEnd end;
    asio::io_context loop;
    SctpAssociation association(stack, loop.get_executor(), {}, end);
    ASSERT_TRUE(association.send("_reliable", Bytes(100)));
  }
}

}  // namespace
}  // namespace codevoice::rtc
