// A turn model that answers from a script, the last answer for ever. May be told to fail or to stall.
#pragma once

#include <deque>

#include "speech/turn_model.hpp"
#include "support/fake_clock.hpp"

namespace codevoice::test {

class FakeTurn final : public speech::TurnModel {
 public:
  explicit FakeTurn(FakeClock& clock) : clock_(clock) {}

  std::deque<float> answers{0.9F};
  std::vector<float> impression;  // with every answer
  Duration cost = std::chrono::milliseconds{40};
  bool failing = false;
  bool stalled = false;
  int asked = 0;
  std::vector<std::size_t> lengths;  // samples of each ask

  Awaitable<Result<speech::TurnVerdict>> analyze(std::vector<std::int16_t> audio) override {
    ++asked;
    lengths.push_back(audio.size());
    co_await clock_.sleep_for(stalled ? std::chrono::hours{1} : cost);
    if (failing) co_return fail(ErrorKind::Internal, "inference failed");
    const auto answer = answers.front();
    if (answers.size() > 1) answers.pop_front();
    co_return speech::TurnVerdict{answer, cost, impression};
  }

 private:
  FakeClock& clock_;
};

}  // namespace codevoice::test
