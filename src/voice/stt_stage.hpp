// stt: the candidate's audio to text, interim and final, filed by the time it was spoken (R13).
// Ownership: the engines outlive the stage. Thread: the session's strand.
// Errors:    a recogniser that dies is reopened with the open turn's audio replayed; failing again and again, the second
//            engine takes over (R12), within the same turn, and the first is tried again later. A turn's last words are
//            waited for, but only so long (R8).
#pragma once

#include <memory>

#include "pipeline/signal.hpp"
#include "pipeline/stage.hpp"
#include "speech/stt_engine.hpp"
#include "voice/recent_audio.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

struct SttEngines {
  speech::SttEngine& first;
  speech::SttEngine* second = nullptr;  // takes over when the first fails again and again
  int failures_before_second = 2;       // in a row; 0 for an engine that has tried again by itself before it says so
};

class SttStage final : public pipeline::Stage {
 public:
  SttStage(SttEngines engines, RecentAudio& recent, const TurnConfig& config);
  ~SttStage() override;

  std::string_view name() const noexcept override { return "stt"; }
  Result<void> start(pipeline::StageContext context) override;
  Awaitable<void> process(pipeline::Frame frame) override;
  Awaitable<void> on_feedback(pipeline::Frame frame) override;
  Awaitable<void> stop() override;

  std::uint64_t frames_written() const { return frames_written_; }
  std::uint64_t restarts() const { return restarts_; }
  /// From outside: the stream hears nothing though audio comes (R11).
  void restart(const std::string& reason);

 private:
  struct Hearing;  // what the recogniser's callbacks reach, by weak_ptr

  Result<void> open();
  Result<void> open_engine(speech::SttEngine& engine);
  speech::SttListener listener();
  Awaitable<void> tell_fallback(std::string reason);
  Awaitable<Result<speech::Transcription>> last_words(MediaTime upto);
  Awaitable<void> try_first_again();
  void write(const pipeline::AudioRawFrame& audio, MediaTime at);
  void replay();
  Awaitable<void> emit_heard();
  Awaitable<void> emit_next();
  Awaitable<void> reopen_when_broken();
  Awaitable<void> reopen();
  void watch_deafness(const pipeline::TranscriptionFrame& answer);
  Awaitable<void> finish_turn(pipeline::TurnTextRequestFrame request);
  void interim(const speech::Transcription& text);

  SttEngines engines_;
  RecentAudio& recent_;
  TurnConfig config_;
  pipeline::StageContext context_;
  std::shared_ptr<Hearing> hearing_;
  std::shared_ptr<speech::SttStream> stream_;  // shared with a finish_turn() that outlives a reopening
  std::vector<std::string> vocabulary_;
  std::string interim_;  // the newest text not yet final
  MediaTime interim_begin_{};
  MediaTime turn_done_{};    // up to here the text was asked for
  MediaTime final_until_{};  // up to here it was told as final
  bool finishing_ = false;   // one request at a time
  std::optional<pipeline::Signal> finished_;
  std::optional<pipeline::Signal> reopened_;
  bool speaking_ = false;
  bool on_second_ = false;
  TimePoint switched_at_{};
  int returns_ = 0;
  int failures_ = 0;  // in a row
  std::uint64_t frames_written_ = 0;
  Duration speech_without_words_{};
  std::uint64_t restarts_ = 0;
};

}  // namespace codevoice::voice
