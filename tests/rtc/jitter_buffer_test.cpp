#include "rtc/jitter_buffer.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

JitterPacket packet(std::int64_t number, ByteView payload = {}) { return {number, number * 960, 960, 960, false, payload}; }

std::vector<std::int64_t> drain(JitterBuffer& buffer) {
  std::vector<std::int64_t> order;
  for (; buffer.size() > 0; buffer.pop()) order.push_back(buffer.front()->sequence);
  return order;
}

TEST(JitterBuffer, GivesPacketsInTheOrderOfTheirTime) {
  JitterBuffer buffer;
  for (const auto number : {3, 1, 5, 2, 4}) EXPECT_EQ(buffer.insert(packet(number)), JitterBuffer::Insert::Stored);

  EXPECT_EQ(drain(buffer), (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
  EXPECT_FALSE(buffer.front().has_value());
  buffer.pop();
}

TEST(JitterBuffer, KeepsItsOwnCopyOfThePayload) {
  JitterBuffer buffer;
  Bytes payload{1, 2, 3};
  buffer.insert(packet(1, payload));
  payload[0] = 99;

  const auto front = buffer.front();

  ASSERT_TRUE(front.has_value());
  EXPECT_EQ(Bytes(front->payload.begin(), front->payload.end()), (Bytes{1, 2, 3}));
  EXPECT_EQ(front->end(), 1920);
}

TEST(JitterBuffer, RefusesDuplicatesAndPayloadsNoPathCarries) {
  JitterBuffer buffer;
  buffer.insert(packet(1));

  EXPECT_EQ(buffer.insert(packet(1)), JitterBuffer::Insert::Duplicate);
  EXPECT_EQ(buffer.insert(packet(2, Bytes(JitterBuffer::kLongestPayload + 1))), JitterBuffer::Insert::TooLong);
  EXPECT_EQ(buffer.size(), 1U);
}

TEST(JitterBuffer, TheOldestGivesWayWhenItIsFull) {
  JitterBuffer buffer;
  for (std::size_t i = 0; i < JitterBuffer::kSlots; ++i) ASSERT_EQ(buffer.insert(packet(static_cast<std::int64_t>(i))), JitterBuffer::Insert::Stored);

  EXPECT_EQ(buffer.insert(packet(1000)), JitterBuffer::Insert::StoredOverOldest);

  EXPECT_EQ(buffer.size(), JitterBuffer::kSlots);
  EXPECT_EQ(buffer.front()->sequence, 1);
}

TEST(JitterBuffer, ClearForgetsAll) {
  JitterBuffer buffer;
  buffer.insert(packet(1));

  buffer.clear();

  EXPECT_EQ(buffer.size(), 0U);
  EXPECT_EQ(buffer.insert(packet(1)), JitterBuffer::Insert::Stored);
}

}  // namespace
}  // namespace codevoice::rtc
