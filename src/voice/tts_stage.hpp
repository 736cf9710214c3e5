// tts: text to samples, clause by clause, in order; a reply that is interrupted stops at once.
// Ownership: the engine outlives the stage. Thread: the session's strand.
// Errors:    a clause that cannot be spoken, or takes too long, is left out and told as an ErrorFrame; the rest goes on (R8).
#pragma once

#include "pipeline/stage.hpp"
#include "speech/tts_engine.hpp"
#include "voice/reply_pace.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

class TtsStage final : public pipeline::Stage {
 public:
  TtsStage(speech::TtsEngine& engine, const ReplyConfig& config) : engine_(engine), config_(config) {}

  std::string_view name() const noexcept override { return "tts"; }
  Result<void> start(pipeline::StageContext context) override;
  Awaitable<void> process(pipeline::Frame frame) override;

 private:
  Awaitable<void> speak(pipeline::TextFrame text, std::uint64_t epoch);
  Awaitable<void> tell_fallback();
  void watch_pace(std::uint64_t turn_id, const ReplyPace::Chunk& chunk);
  Awaitable<void> make_sound(std::string text, MediaTime wanted_at);

  speech::TtsEngine& engine_;
  ReplyConfig config_;
  pipeline::StageContext context_;
  std::uint64_t utterances_ = 0;
  std::uint64_t reply_ = 0;  // the newest
  ReplyPace pace_;           // of it
  int behind_ = 0;           // how often its sentences fell behind their playing
};

}  // namespace codevoice::voice
