// Where the interviewer's voice goes in tests: keeps when packets were sent.
#pragma once

#include <vector>

#include "support/fake_clock.hpp"
#include "voice/audio_sink.hpp"

namespace codevoice::test {

class FakeSink final : public voice::AudioSink {
 public:
  explicit FakeSink(FakeClock& clock) : clock_(clock) {}
  void send(ByteView packet, std::uint8_t level) override {
    ++ticks;
    newest_level = level;
    loud_ += level < 60 ? 1 : 0;
    if (packet.empty()) return;
    sent_at.push_back(clock_.now());
    newest.assign(packet.begin(), packet.end());
  }
  Duration round_trip() const override { return trip; }
  double loss() const override { return lost; }

  std::size_t loud() const { return loud_; }  // packets of sound

  Duration trip{};
  double lost = 0.0;
  std::size_t ticks = 0;
  int newest_level = 127;          // -dBov
  std::vector<TimePoint> sent_at;  // of packets that are not empty
  Bytes newest;                    // of them

 private:
  FakeClock& clock_;
  std::size_t loud_ = 0;
};

}  // namespace codevoice::test
