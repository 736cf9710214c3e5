// A stop strategy a test can reason about: the turn model's answer counts from 0.5 on, else the patience.
#pragma once

#include "voice/turn_stop_strategy.hpp"

namespace codevoice::test {

class FakeStop final : public voice::TurnStopStrategy {
 public:
  voice::StopDecision judge(const voice::PauseView& pause) const override {
    if (pause.probability.value_or(0.0F) >= 0.5F) return {true, "fused", *pause.probability, pause.silence};
    return {pause.silence >= pause.patience, "silence", 0.0F, pause.patience};
  }
};

}  // namespace codevoice::test
