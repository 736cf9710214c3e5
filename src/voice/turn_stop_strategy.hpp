// Decides, in a pause, whether the candidate's turn is over. The seam for better judgement than one model's number.
// Units: silence is media time. Thread: the session's strand; pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "pipeline/frame.hpp"
#include "voice/prosody.hpp"

namespace codevoice::voice {

/// What is known at one moment of a pause.
struct PauseView {
  std::optional<float> probability;                          // the turn model's newest answer in this pause
  Duration silence{};                                        // since the last speech
  Duration patience{};                                       // the thinking pause this question deserves
  Duration spoken{};                                         // speech of this turn so far
  std::optional<float> words;                                // rate_sentence_end() of the turn up to the pause; nothing: its words are not known yet
  Duration own_pause{};                                      // this speaker's pauses within answers so far; zero: none yet
  pipeline::TurnMark recogniser = pipeline::TurnMark::None;  // its newest word on this turn, where it judges turns
  std::optional<float> first_probability = std::nullopt;     // the turn model's first answer in this pause, when a newer one is there too
  std::optional<Prosody> voice = std::nullopt;               // how the pitch went before the pause
  std::optional<float> impression = std::nullopt;            // of the turn model, weighed (impression.hpp): the newest, …
  std::optional<float> first_impression = std::nullopt;      // … and the first in this pause, when a newer one is there too
  std::optional<float> recogniser_sure = std::nullopt;       // its newest figure in this pause
};

/// What each sign adds to "the turn is over".
struct EndLogits {
  float base = 0.0F;   // the sensitivity's share is in it
  float words = 0.0F;  // zero too while they are not known
  float model = 0.0F;  // its probability and what it made of the audio
  float voice = 0.0F;
  float sum() const { return base + words + model + voice; }
};

struct StopDecision {
  bool stop = false;
  std::string_view reason;                         // "fused", "recogniser", "silence"; "" while waiting
  float sure = 0.0F;                               // that the turn is over
  Duration after{};                                // the silence that ends the turn, as things stand
  std::optional<EndLogits> logits = std::nullopt;  // where signs were weighed
};

class TurnStopStrategy {
 public:
  virtual ~TurnStopStrategy() = default;
  virtual StopDecision judge(const PauseView& pause) const = 0;
};

}  // namespace codevoice::voice
