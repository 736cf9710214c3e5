#include "rtc/tcp_frame_reader.hpp"

#include <gmock/gmock.h>

#include "rtc/mux_rig.hpp"

namespace codevoice::rtc {
namespace {

using test::framed;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Bytes> frames_of(TcpFrameReader& reader) {
  std::vector<Bytes> frames;
  while (const auto frame = reader.next()) frames.emplace_back(frame->begin(), frame->end());
  return frames;
}

TEST(TcpFrameReader, CutsTheSamePacketsHoweverTheBytesArrive) {
  Bytes stream;
  std::vector<Bytes> packets;
  for (std::size_t i = 1; i <= 60; ++i) {
    packets.emplace_back(i * 31, static_cast<std::uint8_t>(i));
    const auto frame = framed(packets.back());
    stream.insert(stream.end(), frame.begin(), frame.end());
  }

  for (const std::size_t step : {1U, 2U, 7U, 1000U, 4000U}) {
    TcpFrameReader reader;
    std::vector<Bytes> read;
    for (ByteView rest = stream; !rest.empty();) {
      rest = rest.subspan(reader.append(rest.first(std::min(step, rest.size()))));
      for (auto& frame : frames_of(reader)) read.push_back(std::move(frame));
    }
    EXPECT_EQ(read, packets) << "in steps of " << step;
  }
}

TEST(TcpFrameReader, LeavesOutEmptyFrames) {
  TcpFrameReader reader;

  reader.append(Bytes{0, 0, 0, 1, 7, 0, 0, 0, 0});

  EXPECT_THAT(frames_of(reader), ElementsAre(Bytes{7}));
}

TEST(TcpFrameReader, TheLongestPacketPassesAndOneMoreByteBreaksTheStream) {
  TcpFrameReader reader;
  reader.append(framed(Bytes(kMaxPacketSize, 1)));
  const auto longest = frames_of(reader);

  reader.append(Bytes{static_cast<std::uint8_t>((kMaxPacketSize + 1) >> 8), static_cast<std::uint8_t>(kMaxPacketSize + 1), 1, 2});
  const auto after = frames_of(reader);
  reader.append(framed(Bytes{1}));

  ASSERT_EQ(longest.size(), 1U);
  EXPECT_EQ(longest.front().size(), kMaxPacketSize);
  EXPECT_THAT(after, IsEmpty());
  EXPECT_TRUE(reader.broken());
  EXPECT_THAT(frames_of(reader), IsEmpty());
}

}  // namespace
}  // namespace codevoice::rtc
