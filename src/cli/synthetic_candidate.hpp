// A candidate made of recordings: waits for the interviewer to finish, speaks the next answer, measures the reply on its own audio
// (last speech sample sent → first interviewer speech sample received; and → the first sample of a sentence that depends on the
// answer, which the interviewer's captions mark), and tells what it saw as events.
// Ownership: the link and the clips outlive it. Thread: the link's executor.
// Errors:    whatever goes wrong (no reply, cut off, disconnected) is a failure event, never an exception.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "cli/voice_clip.hpp"
#include "room/room_link.hpp"

namespace codevoice::cli {

struct CandidateEvent {
  enum class Kind : std::uint8_t { Joined, AgentState, Caption, Reply, DependentReply, Gap, InterviewerLeft, Failure, Ended };
  Kind kind = Kind::Joined;
  std::string text;       // state, words, or what went wrong
  bool from_bot = false;  // captions: whose words
  bool final = false;     // captions
  int turn = 0;           // replies and gaps: after which answer, from 1
  Duration delay{};       // replies: after the answer's last sample; gaps: how long
};

struct SyntheticCandidateConfig {
  std::vector<std::shared_ptr<const VoiceClip>> answers;
  std::shared_ptr<const VoiceClip> silence;
  int turns = 0;                                  // 0: each answer once
  std::chrono::milliseconds bot_quiet{700};       // the interviewer has finished when it was silent so long
  std::chrono::milliseconds first_quiet{};        // so much longer before the first answer
  std::chrono::milliseconds reply_limit{15'000};  // no reply by then is a failure
  std::chrono::milliseconds greeting_limit{30'000};
  std::chrono::milliseconds long_gap{1000};  // silence inside what the interviewer says that is told as a gap
  std::function<void(const CandidateEvent&)> on_event;
  std::function<void(std::span<const std::int16_t>)> on_heard;  // every 20 ms of what came in, 16 kHz
};

class SyntheticCandidate final : public room::RoomListener {
 public:
  SyntheticCandidate(SyntheticCandidateConfig config, Clock& clock);

  /// Speaks and listens until the answers are used up and the interviewer has said goodbye, or something ended it.
  Awaitable<void> run(room::RoomLink& link);
  int replies() const { return replies_; }
  int failures() const { return failures_; }

  void on_participant_joined(const room::Participant& who) override;
  void on_participant_left(const room::Participant& who, room::LeaveReason why) override;
  void on_participant_updated(const room::Participant& who) override;
  void on_audio_subscribed(const room::Participant&, std::string_view) override {}
  void on_audio_unsubscribed(const room::Participant&, std::string_view) override {}
  void on_audio_muted(const room::Participant&, bool) override {}
  void on_audio(const room::Participant& who, const room::RemoteAudioFrame& frame) override;
  void on_text(const room::TextMessage& message) override;
  void on_our_audio_subscribed() override {}
  void on_disconnected(room::LeaveReason why, const std::string& detail) override;

 private:
  enum class State : std::uint8_t { Listening, Speaking, AwaitingReply, Deserted, Leaving, Done };
  void tick(room::RoomLink& link);
  void send_next_packet(room::RoomLink& link);
  void begin_answer();
  void be_deserted();
  void begin_leaving(room::RoomLink& link);
  void heard_speech(TimePoint first_sample);
  void note_onset(TimePoint first_sample);
  void expect_dependent_sentence();
  void tell_delay(CandidateEvent::Kind kind, Duration delay) const;
  void fail_with(std::string what);
  void tell(CandidateEvent event) const;
  void enter(State state);
  bool bot_has_finished() const;
  int wanted_turns() const { return config_.turns > 0 ? config_.turns : static_cast<int>(config_.answers.size()); }

  SyntheticCandidateConfig config_;
  Clock& clock_;
  State state_ = State::Listening;
  TimePoint since_{};       // when the state was entered
  std::size_t packet_ = 0;  // next of the clip being sent
  std::size_t silence_packet_ = 0;
  int turn_ = 0;  // answers begun
  int replies_ = 0;
  int failures_ = 0;
  bool bot_spoke_ = false;   // since our last answer (or the start)
  std::string interviewer_;  // sid of the newest
  std::string agent_state_;
  TimePoint last_bot_speech_{};
  TimePoint bot_onset_{};         // when its newest stretch of speech began
  bool dependent_due_ = false;    // the next stretch depends on our answer
  bool dependent_heard_ = false;  // of this answer
  TimePoint speech_ended_{};      // ours: when the last speech sample was sent
  bool speech_over_ = false;      // the clip's rest is silence
};

}  // namespace codevoice::cli
