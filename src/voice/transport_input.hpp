// transport.input(): the candidate's audio as 20 ms AudioRawFrames, with marks where speech begins and pauses.
// The interviewer's own voice, come back from a loudspeaker, is no speech (R18).
// Units:  16 kHz mono; `at` is capture time. A start mark is back-dated to the first speech and comes before its audio.
// Thread: the session's strand. Errors: a VAD that fails is reopened; loudness stands in meanwhile (R11).
#pragma once

#include <memory>

#include "pipeline/stage.hpp"
#include "speech/vad_model.hpp"
#include "voice/audio_source.hpp"
#include "voice/echo_gate.hpp"
#include "voice/energy_gate.hpp"
#include "voice/floor.hpp"
#include "voice/sound_onset.hpp"
#include "voice/sound_shape.hpp"
#include "voice/speech_detector.hpp"

namespace codevoice::voice {

class TransportInput final : public pipeline::Stage {
 public:
  struct Parts {
    AudioSource& source;
    speech::VadModel& vad;
    Floor& floor;
    EchoGate& echo;
  };
  TransportInput(const Parts& parts, const VadConfig& config, const OnsetConfig& onset = {});

  std::string_view name() const noexcept override { return "transport.input"; }
  Result<void> start(pipeline::StageContext context) override;
  Awaitable<void> process(pipeline::Frame frame) override;
  Awaitable<void> stop() override;

  std::uint64_t vad_windows() const { return vad_windows_; }
  std::uint64_t vad_restarts() const { return vad_restarts_; }

 private:
  Awaitable<void> pump();
  Awaitable<void> watch_starvation();
  Awaitable<void> take(const CapturedAudio& audio);
  /// Runs the VAD when a window is full.
  std::optional<SpeechMark> detect(const CapturedAudio& audio);
  float probability();
  float judged(float probability);
  void restart_vad(const std::string& reason);
  Awaitable<void> lose_audio(std::string reason);
  Awaitable<void> emit_mark(SpeechMark mark);

  AudioSource& source_;
  speech::VadModel& vad_;
  Floor& floor_;
  EchoGate& echo_;
  VadConfig config_;
  pipeline::StageContext context_;
  std::unique_ptr<speech::VadStream> stream_;
  SpeechDetector detector_;
  EnergyGate gate_;
  SoundShape shape_;
  SoundOnset onset_;
  std::array<std::int16_t, speech::kVadWindow> window_{};
  std::size_t filled_ = 0;
  float newest_ = 0.0F;  // probability
  bool loud_ = false;    // the newest window is, against the background
  std::uint64_t vad_windows_ = 0;
  std::uint64_t vad_restarts_ = 0;
  int failures_ = 0;        // in a row
  int quiet_ = 0;           // windows in a row too quiet for a voice
  TimePoint heard_at_{};    // when real audio came last
  bool reset_vad_ = false;  // before the next window
  bool lost_ = true;        // nothing has come yet
};

}  // namespace codevoice::voice
