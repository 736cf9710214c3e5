// A recogniser whose words come later than they do on virtual time, where inference takes none: as on a machine that works at them so long.
// Units: media time. Ownership: engine and clock outlive it. Thread: the session's. Errors: the engine's.
#pragma once

#include "base/virtual_clock.hpp"
#include "speech/stt_engine.hpp"

namespace codevoice::bench {

class LateStt final : public speech::SttEngine {
 public:
  LateStt(speech::SttEngine& engine, VirtualClock& clock, Duration late) : engine_(engine), clock_(clock), late_(late) {}
  std::string name() const override { return engine_.name(); }
  Result<std::unique_ptr<speech::SttStream>> open(asio::any_io_executor executor, speech::SttListener listener) override;

 private:
  speech::SttEngine& engine_;
  VirtualClock& clock_;
  Duration late_;
};

}  // namespace codevoice::bench
