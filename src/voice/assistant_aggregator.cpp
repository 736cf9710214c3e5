#include "voice/assistant_aggregator.hpp"

namespace codevoice::voice {

Result<void> AssistantAggregator::start(pipeline::StageContext context) {
  context_ = context;
  return {};
}

Awaitable<void> AssistantAggregator::process(pipeline::Frame frame) {
  if (const auto* heard = std::get_if<pipeline::HeardFrame>(&frame.payload)) {
    if (!heard->text.empty()) conversation_.interviewer_heard(*heard);
  }
  co_await context_.out->emit(std::move(frame));
}

}  // namespace codevoice::voice
