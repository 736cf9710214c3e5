// All speech engines as fakes, and a candidate who speaks to them: loud audio the VAD hears, with a script the recogniser reads.
// Units: 16 kHz, 20 ms; media time from `zero`. Thread: the test's.
#pragma once

#include <functional>
#include <sstream>

#include "support/fake_stt.hpp"
#include "support/fake_tts.hpp"
#include "support/fake_turn.hpp"
#include "support/fake_vad.hpp"
#include "voice/voice_pipeline.hpp"

namespace codevoice::test {

struct FakeSpeech {
  explicit FakeSpeech(FakeClock& clock) : turn(clock), stt(clock), tts(clock) {}
  voice::VoiceEngines engines() { return {vad, turn, stt, tts}; }

  FakeVad vad;
  FakeTurn turn;
  FakeStt stt;
  FakeTts tts;
};

class FakeCandidate {
 public:
  using Push = std::function<void(const std::vector<std::int16_t>& pcm, MediaTime at)>;
  FakeCandidate(asio::io_context& loop, FakeClock& clock, FakeStt& stt, TimePoint zero, Push push)
      : loop_(loop), clock_(clock), stt_(stt), zero_(zero), push_(std::move(push)) {}

  /// Says `words`, 300 ms each.
  void say(const std::string& words) {
    std::istringstream stream(words);
    Duration at{};
    for (std::string word; stream >> word; at += std::chrono::milliseconds{300}) {
      stt_.script.push_back({now() + at + std::chrono::milliseconds{100}, word});
    }
    sound(at, 9'000);
  }
  void noise(Duration length) { sound(length, 9'000); }
  void quiet(Duration length) { sound(length, 0); }
  /// Quiet until `done`, at most for `limit`; false when it never is.
  bool quiet_until(Duration limit, const std::function<bool()>& done) {
    for (Duration waited{}; waited < limit; waited += std::chrono::milliseconds{20}) {
      if (done()) return true;
      quiet(std::chrono::milliseconds{20});
    }
    return done();
  }
  MediaTime now() const { return clock_.now() - zero_; }

 private:
  void sound(Duration length, std::int16_t loudness) {
    for (Duration done{}; done < length; done += std::chrono::milliseconds{20}) {
      push_(std::vector<std::int16_t>(320, loudness), now());
      clock_.advance(loop_, std::chrono::milliseconds{20});
    }
  }
  asio::io_context& loop_;
  FakeClock& clock_;
  FakeStt& stt_;
  TimePoint zero_;
  Push push_;
};

}  // namespace codevoice::test
