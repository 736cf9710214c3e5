// transport.output(): plays the interviewer's voice, 20 ms Opus packets paced by the clock, and keeps the ledger of what was heard.
// Nothing begins while the candidate sounds (R1). Speech over it silences it at once, with a short fade; when that was only a listener's
// noise, or no speech, it goes on where it stopped (R7). An interruption ends it, and it says what had been heard (R14).
// Units:  48 kHz mono. Thread: the session's strand. Ownership: sink and floor outlive it.
#pragma once

#include <memory>

#include "audio/opus_encoder.hpp"
#include "audio/resampler.hpp"
#include "pipeline/signal.hpp"
#include "pipeline/stage.hpp"
#include "voice/audio_sink.hpp"
#include "voice/echo_gate.hpp"
#include "voice/floor.hpp"
#include "voice/listener_sound.hpp"
#include "voice/playout_queue.hpp"
#include "voice/state_table.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

class TransportOutput final : public pipeline::Stage {
 public:
  TransportOutput(AudioSink& sink, Floor& floor, EchoGate& echo, const VoiceConfig& config);

  std::string_view name() const noexcept override { return "transport.output"; }
  Result<void> start(pipeline::StageContext context) override;
  Awaitable<void> process(pipeline::Frame frame) override;
  Awaitable<void> stop() override;

  std::uint64_t underruns() const { return underruns_; }
  std::uint64_t ticks() const { return ticks_; }
  const WatchedState<PlayoutPhase>& phase() const { return phase_; }
  /// Of the voice, sent: those of the lines that were told as heard, whole or cut.
  std::uint64_t ledger_samples() const { return ledger_samples_; }

 private:
  Awaitable<void> play();
  Awaitable<void> tick();
  Awaitable<void> play_frame();
  Awaitable<void> hold();
  Awaitable<void> begin_part();
  Awaitable<void> end_reply(bool interrupted);
  Awaitable<void> tell_heard(PlayedText played);
  Awaitable<void> tell_finished(std::size_t unheard);
  Awaitable<void> room_for(std::uint64_t epoch);
  Awaitable<void> watch_starving();
  Awaitable<void> interrupt(bool unheard);
  void queue(pipeline::TTSAudioRawFrame audio);
  void duck(std::span<std::int16_t> frame);
  void send(audio::PcmView frame);
  void guard_against_loss();
  void send_silence();
  void begin_sound(const pipeline::ListenerSoundFrame& sound, MediaTime wanted_at);
  bool may_begin();
  bool must_hold() const;
  bool ready();
  Awaitable<void> watch_phase();
  PlayoutPhase present_phase() const;
  std::size_t on_the_way() const;

  AudioSink& sink_;
  Floor& floor_;
  EchoGate& echo_;  // hears what is sent
  VoiceConfig voice_;
  const OutputConfig& config_{voice_.output};
  WatchedState<PlayoutPhase> phase_{PlayoutPhase::Silent, voice_};
  pipeline::StageContext context_;
  std::optional<pipeline::Signal> drained_;
  std::unique_ptr<audio::OpusEncoder> encoder_;
  std::optional<MediaTime> lost_at_;  // when packets were last seen to get lost
  int expected_loss_ = 0;             // percent, as it was then
  bool guarded_ = false;              // against that
  std::optional<audio::Resampler> resampler_;
  PlayoutQueue queue_;
  ListenerSound sound_;      // between replies
  std::uint64_t reply_ = 0;  // being played or waiting, 0: none
  std::uint64_t reply_epoch_ = 0;
  bool complete_ = false;  // all of the reply is queued
  bool audible_ = false;   // its first sample was sent
  MediaTime starved_since_{};
  std::uint64_t newest_utterance_ = 0;
  std::size_t gap_left_ = 0;  // samples of rest before the next utterance
  std::size_t held_ = 0;      // samples of silence since speech over the reply began; 0: it plays
  double gain_ = 1.0;         // of the voice: less while something begins to sound over it
  int tail_left_ = 0;         // encoded silence after the last sample, in ticks
  std::uint64_t underruns_ = 0;
  std::uint64_t ticks_ = 0;
  std::uint64_t ledger_samples_ = 0;
  bool starved_ = false;
  bool spoken_over_ = false;  // what sounds over the reply was judged for too long
};

}  // namespace codevoice::voice
