// llm: what the interviewer says next. The interview's machine decides; here its events are gathered and its words sent on.
// One turn has at most one reply (R4); an answer that went on before the reply was heard is taken back and judged as a whole (R2).
// Units:  media time. Thread: the session's strand. Ownership: owns the interview; floor and config outlive the stage.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "interview/interviewer.hpp"
#include "pipeline/signal.hpp"
#include "pipeline/stage.hpp"
#include "voice/floor.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

struct Interview {
  std::unique_ptr<interview::Interviewer> interviewer;
  /// Makes the machine again from one of its snapshots.
  std::function<Result<std::unique_ptr<interview::Interviewer>>(std::string_view)> restore;
};

class LlmStage final : public pipeline::Stage {
 public:
  LlmStage(Interview interview, Floor& floor, const VoiceConfig& config);

  std::string_view name() const noexcept override { return "llm"; }
  Result<void> start(pipeline::StageContext context) override;
  Awaitable<void> process(pipeline::Frame frame) override;
  Awaitable<void> on_feedback(pipeline::Frame frame) override;

  /// From the session: somebody came, came back, is gone.
  void tell(interview::Happening what);
  void pause();
  void resume();
  const interview::Interviewer& interviewer() const { return *interview_.interviewer; }
  /// Why it ended, once the last words were spoken; empty while it runs.
  const std::string& end_reason() const { return said_goodbye_; }
  std::function<void()> on_change;  // after every step of the interview: turns and snapshot may be stored

 private:
  Awaitable<void> run();
  Awaitable<void> step(interview::Happening what, std::uint64_t turn_id);
  Awaitable<void> say(const interview::Act& act, std::uint64_t turn_id);
  Awaitable<void> heard_out(const pipeline::BotStoppedSpeakingFrame& stopped);
  void watch_silence();
  void take_back_answer();
  interview::Elapsed elapsed() const;

  Interview interview_;
  Floor& floor_;
  VoiceConfig config_;
  pipeline::StageContext context_;
  std::optional<pipeline::Signal> told_;
  std::deque<interview::Happening> happenings_;
  std::string before_answer_;  // snapshot, to take an answer back
  bool may_take_back_ = false;
  pipeline::UserTurnEndedFrame answer_;
  std::string heard_;              // of the reply being played
  std::uint64_t speaking_ = 0;     // the reply being played, 0: none
  std::uint64_t own_replies_ = 0;  // those that answer no turn
  Duration wait_{};                // silence after which the interview wants to know
  MediaTime told_silence_{};       // the quiet that was told already
  MediaTime paused_at_{};
  Duration paused_for_{};
  bool paused_ = false;
  bool ended_ = false;
  std::string end_reason_;
  std::string said_goodbye_;
};

}  // namespace codevoice::voice
