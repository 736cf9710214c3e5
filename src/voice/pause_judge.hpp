// One pause of an open turn: asks the turn model again as the silence grows, and tells once when the turn is over.
// Every answer of the model and every end is logged with its parts: probability, words, silence and reason (turn.decision).
// Units:     media time, so the same audio gives the same decisions.
// Ownership: model, strategy and audio outlive it. Thread: the session's strand; on_stop is called on it.
// Errors:    a model that fails, or takes too long, is left out: the strategy judges by what else is known (R8).
#pragma once

#include <functional>

#include "pipeline/stage.hpp"
#include "speech/turn_model.hpp"
#include "voice/recent_audio.hpp"
#include "voice/turn_stop_strategy.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

struct PauseVerdict {
  std::string reason;
  float probability = 0.0F;  // the newest known
};

class PauseJudge {
 public:
  struct Pause {
    std::uint64_t turn_id = 0;
    MediaTime speech_end{};
    Duration patience{};
    Duration spoken{};
    Duration own_pause{};
  };
  PauseJudge(speech::TurnModel& model, const TurnStopStrategy& strategy, const RecentAudio& audio, const TurnConfig& config);

  /// `on_judged`: with every answer of the model and every end, before on_stop.
  using OnJudged = std::function<void(const PauseView&, const StopDecision&)>;
  void start(pipeline::StageContext context, std::function<void(PauseVerdict)> on_stop, OnJudged on_judged = {});
  /// `text`: the turn's words up to this pause; empty: not known yet.
  void begin(const Pause& pause, std::string_view text);
  /// The candidate goes on, or the turn was ended otherwise: answers on their way mean nothing any more.
  void end();
  /// The turn's words up to this pause, when they become known.
  void set_text(std::string_view text);
  /// What the recogniser says of the turn; may come before the pause does. Forgotten when the candidate goes on.
  void set_mark(pipeline::TurnMark mark, std::optional<float> sure = std::nullopt);
  /// With every frame of audio. `sounding`: speech perhaps begins again; the VAD will know in a moment, and until then no turn ends.
  void tick(MediaTime now, bool sounding = false);
  /// How the pause was judged last; nothing before the first judgement of it, and outside a pause.
  std::optional<StopDecision> standing() const { return open_ ? standing_ : std::nullopt; }

 private:
  Awaitable<void> ask(std::uint64_t generation, Duration silence);
  bool ask_is_due(Duration silence);
  void judge(bool is_news);
  std::optional<Prosody> listen() const;

  speech::TurnModel& model_;
  const TurnStopStrategy& strategy_;
  const RecentAudio& audio_;
  TurnConfig config_;
  pipeline::StageContext context_;
  std::function<void(PauseVerdict)> on_stop_;
  OnJudged on_judged_;
  Pause pause_;
  bool open_ = false;
  bool asking_ = false;
  bool sounding_ = false;
  std::uint64_t generation_ = 0;
  std::size_t next_ask_ = 0;
  MediaTime now_{};
  std::optional<Prosody> voice_;
  std::optional<float> first_;   // probability
  std::optional<float> newest_;  // the same, later
  std::optional<float> first_impression_;
  std::optional<float> newest_impression_;
  std::optional<StopDecision> standing_;
  std::optional<float> words_;  // rated once, not with every frame
  pipeline::TurnMark mark_ = pipeline::TurnMark::None;
  std::optional<float> mark_sure_;  // of this pause
};

}  // namespace codevoice::voice
