// One interview on virtual time with the real engines: an interviewer who talks at length, and a microphone that is fed what one likes.
// Units: 16 kHz in, 20 ms; media time. Thread: the caller's. Errors: thrown, a bench ends with them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bargein/late_stt.hpp"
#include "bargein/loudspeaker.hpp"
#include "voice/virtual_voice.hpp"

namespace codevoice::bench {

/// What is said, spoken ahead; the same for every text.
struct Speech {
  std::string text;
  std::vector<std::int16_t> pcm;
  std::uint32_t rate_hz = 0;
};

class VirtualSession final : public voice::AudioSink, public pipeline::Observer {
 public:
  struct Engines {
    speech::VadModel& vad;
    speech::TurnModel& turn;
    speech::SttEngine& stt;
    WorkerPool& pool;  // of one thread, where they work
    Duration late{};   // the recogniser's words come
  };
  /// `echo`: the interviewer's voice comes back with what is heard.
  VirtualSession(const Engines& engines, const Speech& interviewer, const std::optional<EchoPath>& echo = {});
  ~VirtualSession() override;
  VirtualSession(const VirtualSession&) = delete;
  VirtualSession& operator=(const VirtualSession&) = delete;

  /// 20 ms from the microphone, and time goes on as long.
  void hear(std::span<const std::int16_t> pcm);
  /// A whole sound, the last 20 ms filled up.
  void hear_all(std::span<const std::int16_t> pcm);
  /// A quiet room for so long.
  void rest(Duration length);
  MediaTime now() const { return voice_->now(); }

  static constexpr int kLoud = 60;  // -dBov: what is louder sounds
  struct Sent {
    MediaTime at{};
    int level = 127;  // -dBov
    bool loud() const { return level < kLoud; }
  };
  std::vector<Sent> sent;  // every tick of the interviewer's voice
  std::optional<MediaTime> speaks_since;
  std::optional<MediaTime> interrupted_at;
  std::vector<std::string> lines;  // of the record, whole or cut
  bool line_cut = false;
  int turns = 0;      // of the candidate
  std::string words;  // of the microphone, as they came

 private:
  class Voice;
  void send(ByteView packet, std::uint8_t level) override;
  Duration round_trip() const override { return std::chrono::milliseconds{40}; }
  double loss() const override { return 0.0; }
  void on_frame(std::string_view from, const pipeline::Frame& frame) override;

  VirtualClock clock_;
  LateStt stt_;
  std::optional<Loudspeaker> loudspeaker_;
  std::unique_ptr<Voice> tts_;
  std::unique_ptr<voice::VirtualVoice> voice_;
};

}  // namespace codevoice::bench
