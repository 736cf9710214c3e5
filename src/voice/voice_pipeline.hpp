// The way of the voice, in one place: transport.input → stt → user_aggregator → llm → tts → transport.output → assistant_aggregator.
// Ownership: engines, sink, observers and clock outlive it; `co_await close()` before it goes. Thread: the session's strand.
// Errors:    start() says which stage refused.
#pragma once

#include "pipeline/pipeline.hpp"
#include "speech/turn_model.hpp"
#include "speech/vad_model.hpp"
#include "voice/assistant_aggregator.hpp"
#include "voice/audio_source.hpp"
#include "voice/fused_stop.hpp"
#include "voice/llm_stage.hpp"
#include "voice/stt_stage.hpp"
#include "voice/threshold_barge_in.hpp"
#include "voice/transport_input.hpp"
#include "voice/transport_output.hpp"
#include "voice/tts_stage.hpp"
#include "voice/user_aggregator.hpp"

namespace codevoice::voice {

struct VoiceEngines {
  speech::VadModel& vad;
  speech::TurnModel& turn;
  speech::SttEngine& stt;
  speech::TtsEngine& tts;
  llm::ChatModel* llm = nullptr;            // words the replies; none: the interview's own words
  speech::SttEngine* second_stt = nullptr;  // takes over when `stt` fails
  int failures_before_second = 2;           // in a row
};

/// The machines in the state table.
struct VoiceStates {
  const WatchedState<TurnState>& turn;
  const WatchedState<ReplyState>& reply;
  const WatchedState<PlayoutPhase>& playout;
};

class VoicePipeline {
 public:
  VoicePipeline(asio::any_io_executor executor, Clock& clock, const VoiceConfig& config, const VoiceEngines& engines, Interview interview,
                AudioSink& sink, TimePoint session_zero);

  void observe(pipeline::Observer& observer) { pipeline_.observe(observer); }
  /// Before start(): shows it how the ends of turns are judged.
  void watch_turns(TurnWatcher& watcher) { aggregator_->watch(watcher); }
  Awaitable<Result<void>> start() { return pipeline_.start(); }
  Awaitable<void> close() { return pipeline_.close(); }

  /// Greets and asks the first question.
  void on_first_participant_joined();

  AudioSource& input() { return source_; }
  LlmStage& interview() { return *llm_; }
  const LlmStage& interview() const { return *llm_; }
  /// The candidate is in the middle of an answer, or its last words are not known yet.
  bool turn_open() const { return floor_.turn_open(); }
  VoiceStates states() const { return {aggregator_->state(), llm_->state(), output_->phase()}; }
  TimePoint zero() const { return pipeline_.zero(); }
  std::vector<pipeline::StageHealth> health() const { return pipeline_.health(); }

 private:
  static pipeline::PipelineConfig pipeline_config(TimePoint zero);
  std::vector<std::unique_ptr<pipeline::Stage>> stages(const VoiceConfig& config, const VoiceEngines& engines, Interview interview, AudioSink& sink);

  AudioSource source_;
  Floor floor_;
  EchoGate echo_;
  RecentAudio recent_;
  Conversation conversation_;
  std::unique_ptr<TurnStopStrategy> stop_strategy_;
  ThresholdBargeIn barge_in_;
  // owned by the pipeline
  UserAggregator* aggregator_ = nullptr;
  LlmStage* llm_ = nullptr;
  TransportOutput* output_ = nullptr;
  pipeline::Pipeline pipeline_;
};

}  // namespace codevoice::voice
