// assistant_aggregator: puts into the conversation only what was heard (R14), marked when it was cut off (R30).
// Thread: the session's strand. Ownership: the conversation outlives it.
#pragma once

#include "pipeline/stage.hpp"
#include "voice/conversation.hpp"

namespace codevoice::voice {

class AssistantAggregator final : public pipeline::Stage {
 public:
  explicit AssistantAggregator(Conversation& conversation) : conversation_(conversation) {}

  std::string_view name() const noexcept override { return "assistant_aggregator"; }
  Result<void> start(pipeline::StageContext context) override;
  Awaitable<void> process(pipeline::Frame frame) override;

 private:
  Conversation& conversation_;
  pipeline::StageContext context_;
};

}  // namespace codevoice::voice
