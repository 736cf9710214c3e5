#include "voice/voice_pipeline.hpp"

#include "voice/recogniser_stop.hpp"
#include "voice/smart_turn_stop.hpp"

namespace codevoice::voice {
namespace {

std::unique_ptr<TurnStopStrategy> stop_strategy(const TurnConfig& config) {
  if (config.recogniser_ends_turns) return std::make_unique<RecogniserStop>();
  if (config.strategy == StopStrategy::SmartTurn) return std::make_unique<SmartTurnStop>(config.sensitivity);
  return std::make_unique<FusedStop>(config.sensitivity);
}

constexpr std::string_view kGreet = "Greet the candidate and ask the first technical interview question.";

}  // namespace

void VoicePipeline::on_first_participant_joined() {
  conversation_.instruct(llm_->now(), std::string(kGreet));
  llm_->greet(pipeline::LLMMessagesFrame{conversation_.messages(), 0, false, {}});
}

pipeline::PipelineConfig VoicePipeline::pipeline_config(TimePoint zero) {
  pipeline::PipelineConfig config;
  config.zero = zero;
  return config;
}

VoicePipeline::VoicePipeline(asio::any_io_executor executor, Clock& clock, const VoiceConfig& config, const VoiceEngines& engines,
                             Interview interview, AudioSink& sink, TimePoint session_zero)
    : source_(executor),
      conversation_(config.system_prompt),
      stop_strategy_(stop_strategy(config.turn)),
      barge_in_(config.barge_in),
      pipeline_(executor, clock, pipeline_config(session_zero), stages(config, engines, std::move(interview), sink)) {}

std::vector<std::unique_ptr<pipeline::Stage>> VoicePipeline::stages(const VoiceConfig& config, const VoiceEngines& engines, Interview interview,
                                                                    AudioSink& sink) {
  for (auto& line : interview.said_before) conversation_.recall(std::move(line));
  const UserAggregator::Parts parts{floor_, conversation_, recent_, engines.turn, *stop_strategy_, barge_in_};
  interview.model = engines.llm;
  auto llm = std::make_unique<LlmStage>(std::move(interview), floor_, config);
  llm_ = llm.get();
  auto user = std::make_unique<UserAggregator>(parts, config);
  aggregator_ = user.get();
  std::vector<std::unique_ptr<pipeline::Stage>> chain;
  chain.push_back(std::make_unique<TransportInput>(TransportInput::Parts{source_, engines.vad, floor_, echo_}, config.vad, config.onset));
  chain.push_back(std::make_unique<SttStage>(SttEngines{engines.stt, engines.second_stt, engines.failures_before_second}, recent_, config.turn));
  chain.push_back(std::move(user));
  chain.push_back(std::move(llm));
  chain.push_back(std::make_unique<TtsStage>(engines.tts, config.reply));
  auto output = std::make_unique<TransportOutput>(sink, floor_, echo_, config);
  output_ = output.get();
  chain.push_back(std::move(output));
  chain.push_back(std::make_unique<AssistantAggregator>(conversation_));
  return chain;
}

}  // namespace codevoice::voice
