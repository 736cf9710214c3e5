// The 20 ms path must not allocate: every operator new of this process is counted.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "rtc/audio_receiver.hpp"
#include "rtc/audio_track_sim.hpp"

namespace {

using namespace std::chrono_literals;

std::size_t allocations = 0;

void* counted(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace codevoice::rtc {
namespace {

TEST(AudioReceiverAllocation, PushAndPullDoNotAllocateAfterWarmUp) {
  const auto payloads = test::speech_like_packets(1000, {.expected_loss_percent = 20});
  std::vector<Bytes> bytes;
  for (std::size_t i = 0; i < payloads.size(); ++i) {
    bytes.push_back(make_rtp({111, false, static_cast<std::uint16_t>(i), static_cast<std::uint32_t>(i * 960), 1}, payloads[i]));
  }
  const auto receiver = AudioReceiver::create({}).value();
  std::size_t before = 0;

  // losses, reordering, a stall and an outage: every path of the buffer is walked
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 50) before = allocations;
    const TimePoint now{20ms * static_cast<int>(i)};
    const bool outage = i > 300 && i < 340;
    const bool stall = i > 500 && i < 520;
    if (i == 520)
      for (std::size_t k = 501; k < 520; ++k) receiver->push(*parse_rtp(bytes[k]), now);
    const auto number = i % 7 == 3 ? i - 1 : i % 7 == 2 ? i + 1 : i;
    if (!outage && !stall && i % 11 != 5 && number < bytes.size()) receiver->push(*parse_rtp(bytes[number]), now + 5ms * static_cast<int>(i % 3));
    receiver->pull(now + 15ms);
  }

  EXPECT_EQ(allocations - before, 0U);
  EXPECT_GT(receiver->stats().fec_frames + receiver->stats().concealed_frames, 20U);
}

}  // namespace
}  // namespace codevoice::rtc
