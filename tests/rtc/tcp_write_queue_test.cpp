#include "rtc/tcp_write_queue.hpp"

#include <gmock/gmock.h>

#include "base/crypto.hpp"
#include "rtc/tcp_frame_reader.hpp"

namespace codevoice::rtc {
namespace {

Bytes numbered(std::uint8_t number, std::size_t length = 1000) { return Bytes(length, number); }

/// Writes out everything that is queued, as packets.
std::vector<Bytes> drain(TcpWriteQueue& queue, TcpFrameReader& reader) {
  std::vector<Bytes> packets;
  while (!queue.empty()) {
    queue.consume(reader.append(queue.front()));
    while (const auto frame = reader.next()) packets.emplace_back(frame->begin(), frame->end());
  }
  return packets;
}

TEST(TcpWriteQueue, GivesThePacketsFramedAndInOrder) {
  TcpWriteQueue queue;
  TcpFrameReader reader;

  EXPECT_EQ(queue.push(numbered(1)), 0U);
  EXPECT_EQ(queue.push(numbered(2, 3)), 0U);

  EXPECT_THAT(drain(queue, reader), testing::ElementsAre(numbered(1), numbered(2, 3)));
  EXPECT_TRUE(queue.front().empty());
}

TEST(TcpWriteQueue, WhenFullTheOldestPacketsGo) {
  TcpWriteQueue queue;
  TcpFrameReader reader;
  std::size_t dropped = 0;

  for (std::uint8_t i = 0; i < 100; ++i) dropped += queue.push(numbered(i));

  EXPECT_EQ(dropped, 35U);  // 65 frames of 1002 bytes fit in 64 kB
  EXPECT_LE(queue.size(), TcpWriteQueue::kCapacity);
  const auto left = drain(queue, reader);
  ASSERT_EQ(left.size(), 65U);
  EXPECT_EQ(left.front(), numbered(35));
  EXPECT_EQ(left.back(), numbered(99));
}

TEST(TcpWriteQueue, APacketAlreadyBegunIsFinishedAndTheNextOldestGoes) {
  TcpWriteQueue queue;
  TcpFrameReader reader;
  queue.push(numbered(0));
  queue.consume(reader.append(queue.front().first(500)));

  std::size_t dropped = 0;
  for (std::uint8_t i = 1; i < 100; ++i) dropped += queue.push(numbered(i));

  const auto packets = drain(queue, reader);
  EXPECT_FALSE(reader.broken());
  EXPECT_EQ(packets.size() + dropped, 100U);
  EXPECT_EQ(packets[0], numbered(0));
  EXPECT_EQ(packets[1], numbered(static_cast<std::uint8_t>(dropped + 1)));
  EXPECT_EQ(packets.back(), numbered(99));
}

TEST(TcpWriteQueue, APacketThatCannotBeFramedIsDropped) {
  TcpWriteQueue queue;

  EXPECT_EQ(queue.push(Bytes(70'000)), 1U);

  EXPECT_TRUE(queue.empty());
}

TEST(TcpWriteQueue, TheStreamStaysWholeUnderAnyMixOfWritingAndDropping) {
  TcpWriteQueue queue;
  TcpFrameReader reader;
  std::size_t pushed = 0;
  std::size_t dropped = 0;
  std::size_t arrived = 0;
  for (int round = 0; round < 5000; ++round) {
    const auto random = crypto::random_u32();
    const std::size_t length = 1 + random % 1400;
    ++pushed;
    dropped += queue.push(numbered(static_cast<std::uint8_t>(length), length));
    queue.consume(reader.append(queue.front().first(std::min<std::size_t>(queue.front().size(), random >> 16 & 0x3FF))));
    while (const auto frame = reader.next()) {
      ++arrived;
      ASSERT_EQ(Bytes(frame->begin(), frame->end()), numbered(static_cast<std::uint8_t>(frame->size()), frame->size()));
    }
  }

  arrived += drain(queue, reader).size();

  EXPECT_FALSE(reader.broken());
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(arrived + dropped, pushed);
}

}  // namespace
}  // namespace codevoice::rtc
