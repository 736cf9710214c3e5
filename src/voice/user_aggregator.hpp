// user_aggregator: owns the candidate's turn, from the first word to the whole text of it, and the judgement of speech over
// the interviewer. Emits UserTurnEndedFrame and LLMMessagesFrame once a turn (R4), InterruptionFrame on a barge-in.
// Units:  media time decides (the same audio, the same turns); the state table's deadlines guard it by the clock (R8).
// Thread: the session's strand. Ownership: its parts outlive it.
#pragma once

#include "pipeline/stage.hpp"
#include "voice/barge_in_policy.hpp"
#include "voice/conversation.hpp"
#include "voice/floor.hpp"
#include "voice/listening_cues.hpp"
#include "voice/murmur.hpp"
#include "voice/own_pauses.hpp"
#include "voice/pause_judge.hpp"
#include "voice/state_table.hpp"
#include "voice/turn_transcript.hpp"
#include "voice/turn_watcher.hpp"

namespace codevoice::voice {

class UserAggregator final : public pipeline::Stage {
 public:
  struct Parts {
    Floor& floor;
    Conversation& conversation;
    const RecentAudio& audio;
    speech::TurnModel& turn_model;
    const TurnStopStrategy& stop_strategy;
    const BargeInPolicy& barge_in;
  };
  UserAggregator(const Parts& parts, const VoiceConfig& config);

  std::string_view name() const noexcept override { return "user_aggregator"; }
  Result<void> start(pipeline::StageContext context) override;
  Awaitable<void> process(pipeline::Frame frame) override;
  Awaitable<void> on_feedback(pipeline::Frame frame) override;

  const WatchedState<TurnState>& state() const { return state_; }
  /// Shows it every judgement of a pause from now on.
  void watch(TurnWatcher& watcher) { watcher_ = &watcher; }

 private:
  struct Turn {
    std::uint64_t id = 0;
    MediaTime begin{};
    MediaTime speech_from{};  // of the newest stretch of speech
    MediaTime speech_end{};
    MediaTime closed_at{};
    Duration spoken{};      // stretches of speech together
    bool over_bot = false;  // began while the interviewer spoke
    bool reopened = false;  // holds the words of an earlier end
    std::string reason;
    float probability = 0.0F;
  };
  struct Overlap {
    OverlapPhase phase = OverlapPhase::BotSpeaking;
    MediaTime begin{};
    MediaTime voiced_until{};  // by the VAD's probability, ahead of its stop mark
    std::optional<MediaTime> ended_at;
    std::optional<pipeline::TranscriptionFrame> words;
    int peeks = 0;            // how often its words were asked for in the middle of it
    MediaTime asked_until{};  // the speech they were asked for last
    bool settled = false;     // they have come since
    std::string listening;    // the newest words of it that were a listener's
    Murmur murmur;
  };

  /// A listener's words that are talked over, and have not ended by the VAD.
  struct TalkedOver {
    MediaTime since{};
    Duration most{};                      // of voice after that: it is judged anew
    std::optional<MediaTime> voice_from;  // it goes on
  };

  // what happens
  Awaitable<void> on_audio(MediaTime until, bool sounding);
  void on_speech(MediaTime begin);
  Awaitable<void> on_pause(MediaTime speech_end);
  Awaitable<void> on_words(const pipeline::TranscriptionFrame& words);
  Awaitable<void> on_words_of_nobodys_turn(const pipeline::TranscriptionFrame& words);
  Awaitable<void> on_audio_lost(const std::string& reason);
  Awaitable<void> watch_deadlines();
  Awaitable<void> on_deadline();
  // the turn
  void open_turn(MediaTime begin);
  void reopen_turn();
  void pause_turn(MediaTime speech_end);
  std::string words_up_to_pause() const;
  void stop_turn(const std::string& reason);
  void tell_watcher(const PauseView& view, const StopDecision& decision) const;
  void close_turn(std::string reason, float probability);
  Awaitable<void> complete_turn();
  Awaitable<void> speculate();
  Awaitable<void> listen_along();
  Awaitable<void> emit_turn(std::string text);
  void file_late(const pipeline::TranscriptionFrame& words);
  // speech over the interviewer
  void begin_overlap(MediaTime begin);
  void judge_words(const pipeline::TranscriptionFrame& words);
  bool may_take_floor() const;
  void hear_overlap(const pipeline::TranscriptionFrame& words);
  void peek_at_overlap();
  void watch_talked_over();
  Awaitable<void> judge_overlap();
  Awaitable<void> take_floor();
  void become_turn(bool reopen);
  void let_go();

  void enter(TurnState state) { state_.enter(state, context_.clock->now()); }
  Duration patience() const;

  Floor& floor_;
  Conversation& conversation_;
  const BargeInPolicy& barge_in_;
  VoiceConfig config_;
  pipeline::StageContext context_;
  PauseJudge judge_;
  TurnWatcher* watcher_ = nullptr;
  OwnPauses own_pauses_;
  ListeningCues listening_;
  WatchedState<TurnState> state_;
  TurnTranscript transcript_;
  Turn turn_;  // the open one
  Turn last_;  // the newest that was emitted
  Overlap overlap_;
  Duration question_patience_{};  // zero: the default
  std::optional<TalkedOver> talked_over_;
  std::string audio_lost_;  // why nothing comes from the microphone; empty while something does
  MediaTime audio_until_{};
  MediaTime voiced_until_{};
  std::string speculated_;      // the text a reply was asked for ahead of the turn's end
  int speculations_ = 0;        // in this turn
  bool words_settled_ = false;  // the newest are final
  bool perhaps_over_ = false;   // the recogniser heard a pause after them
  std::uint64_t turns_ = 0;
  std::uint64_t finishes_ = 0;
  std::uint64_t closing_finish_ = 0;  // the request whose answer closes the turn
  std::uint64_t aside_finish_ = 0;    // the request whose answer is nobody's turn
};

}  // namespace codevoice::voice
