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
#include "cli/mishaps.hpp"
#include "cli/voice_clip.hpp"
#include "room/room_link.hpp"

namespace codevoice::cli {

struct CandidateEvent {
  enum class Kind : std::uint8_t {
    Joined,
    Rejoined,
    Welcome,
    AgentState,
    Caption,
    Reply,
    DependentReply,
    Gap,
    Mishap,
    InterviewerLeft,
    Failure,
    Ended
  };
  Kind kind = Kind::Joined;
  std::string text;       // state, words, or what went wrong; replies: the mishap in the answer, if there was one
  bool from_bot = false;  // captions: whose words
  bool final = false;     // captions
  int turn = 0;           // replies and gaps: after which answer, from 1
  Duration delay{};       // replies: after the answer's last sample; welcome: after joining; gaps: how long
};

struct SyntheticCandidateConfig {
  std::vector<std::shared_ptr<const VoiceClip>> answers;
  std::shared_ptr<const VoiceClip> silence;
  std::shared_ptr<const VoiceClip> noise;         // for mishaps
  std::function<Mishap()> mishap;                 // of the next answer; none: all go well
  int turns = 0;                                  // 0: each answer once
  std::chrono::milliseconds bot_quiet{700};       // the interviewer has finished when it was silent so long
  std::chrono::milliseconds first_quiet{};        // so much longer before the first answer
  std::chrono::milliseconds reply_limit{15'000};  // no reply by then is a failure
  std::chrono::milliseconds greeting_limit{30'000};
  std::chrono::milliseconds silence_limit{75'000};  // for the interviewer to ask again, where nothing is answered
  std::chrono::milliseconds mute{2500};
  std::chrono::milliseconds long_gap{1000};  // silence inside what the interviewer says that is told as a gap
  std::function<void(const CandidateEvent&)> on_event;
  std::function<void(std::span<const std::int16_t>)> on_heard;  // every 20 ms of what came in, 16 kHz
};

class SyntheticCandidate final : public room::RoomListener {
 public:
  SyntheticCandidate(SyntheticCandidateConfig config, Clock& clock);

  enum class Left : std::uint8_t { Done, ComesBack };
  /// Speaks and listens until the answers are used up and the interviewer has said goodbye, or something ended it. ComesBack: a mishap;
  /// the link is to be closed, and another handed to the next call.
  Awaitable<Left> run(room::RoomLink& link);
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
  enum class State : std::uint8_t { Listening, Speaking, Noisy, AwaitingReply, Deserted, Leaving, Away, Done };
  void join(room::RoomLink& link);
  void tick(room::RoomLink& link);
  void send_next_packet(room::RoomLink& link);
  void begin_answer();
  void speak();
  bool suffer(room::RoomLink& link);
  void tell_mishap() const;
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
  int turn_ = 0;                  // answers begun
  Mishap mishap_ = Mishap::None;  // of the answer at hand
  bool suffered_ = false;         // it has befallen already
  bool silent_ = false;           // the answer is kept back until the interviewer asks again
  bool joined_ = false;
  bool welcome_due_ = false;
  TimePoint joined_at_{};
  std::optional<TimePoint> muted_until_;
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
