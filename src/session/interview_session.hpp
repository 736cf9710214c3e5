// One interview in one room: the only place that knows room, voice, interview and store.
// It waits for the first participant, greets when that one can hear it (R19), interviews, waits a while for a candidate who went away
// (R21), and ends with a reason in every case (R28).
// Ownership: engines, clock and log outlive it; the link is handed to run(). Thread: the room's executor.
// Errors:    none leave it: what fails is logged, told to the candidate where it concerns them, and ends the session with a reason.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "room/room_link.hpp"
#include "session/interview_log.hpp"
#include "session/session_captions.hpp"
#include "session/session_metrics.hpp"
#include "voice/voice_pipeline.hpp"

namespace codevoice::session {

struct InterviewSessionConfig {
  std::string id;  // UUID
  interview::InterviewConfig interview;
  voice::VoiceConfig voice;  // its session limits too; the length is the interview's
  PaidServices paid;
  std::string plan;  // JSON for the record: what was asked for
  /// What a plan on record means: an interview that a killed process left is taken up by it (R21). None: nothing is taken up.
  std::function<Result<interview::InterviewConfig>(std::string_view plan)> planned;
  bool waits = true;                    // for a first participant; else it gives up when the one it was made for has left
  std::vector<std::string> met_before;  // sids of participants whose interview is over: not theirs again
};

class InterviewSession final : public room::RoomListener, private pipeline::Observer, private voice::AudioSink {
 public:
  InterviewSession(asio::any_io_executor executor, Clock& clock, InterviewSessionConfig config, const voice::VoiceEngines& engines,
                   InterviewLog& log);

  /// Media time 0: for the link that is about to be made.
  TimePoint zero() const { return zero_; }
  /// Interviews in the room of `link` until it is over; leaves the room.
  Awaitable<void> run(std::unique_ptr<room::RoomLink> link);
  /// Ends it as soon as possible (the process is stopping).
  void stop(std::string reason) { stop_reason_ = std::move(reason); }
  /// Why the room was lost; empty when it was not.
  const std::string& lost() const { return lost_reason_; }
  room::LeaveReason lost_by() const { return lost_by_; }
  /// Somebody came, and was interviewed.
  bool began() const { return voice_ != nullptr; }
  const voice::WatchedState<voice::SessionState>& state() const { return state_; }
  /// None before the candidate came.
  const voice::VoicePipeline* voice() const { return voice_.get(); }
  /// sids of those who were still there when it ended.
  const std::vector<std::string>& left_behind() const { return left_behind_; }

  void on_participant_joined(const room::Participant& who) override;
  void on_participant_left(const room::Participant& who, room::LeaveReason why) override;
  void on_participant_updated(const room::Participant&) override {}
  void on_audio_subscribed(const room::Participant&, std::string_view) override {}
  void on_audio_unsubscribed(const room::Participant&, std::string_view) override {}
  void on_audio_muted(const room::Participant& who, bool muted) override;
  void on_audio(const room::Participant& who, const room::RemoteAudioFrame& frame) override;
  void on_text(const room::TextMessage& message) override;
  void on_our_audio_subscribed() override { heard_ = true; }
  void on_disconnected(room::LeaveReason why, const std::string& detail) override;

 private:
  using State = voice::SessionState;

  Awaitable<bool> wait_for_candidate();
  Awaitable<bool> begin();
  Awaitable<Result<voice::Interview>> take_up();
  Result<voice::Interview> go_on_with(store::SessionDetail left);
  Result<voice::Interview> begin_anew();
  bool goes_on() const { return greeted_; }
  Awaitable<void> on_first_participant_joined();
  Awaitable<void> until_hearable();
  void go_away(room::LeaveReason why);
  void silence();
  Awaitable<void> welcome_back();
  Awaitable<std::string> interview();
  Awaitable<void> finish(std::string reason);
  Awaitable<void> hear_out();
  std::optional<std::string> over();
  bool away() const { return state_.is(State::Away) || state_.is(State::Returning); }
  bool ended() const { return state_.is(State::Parting) || state_.is(State::Over); }
  /// `from`: what its deadline counts from.
  void enter(State state, TimePoint from) { state_.enter(state, from); }
  void enter(State state) { state_.enter(state, clock_.now()); }
  void watch_stages();
  void save_progress();
  void save_standing();
  void measure();
  bool answered() const;
  void tell_page(std::string_view type, std::string_view reason);
  void set_agent_state(std::string_view state);

  void on_frame(std::string_view from, const pipeline::Frame& frame) override;
  void on_stall(std::string_view stage, Duration busy) override;
  void send(ByteView opus_packet, std::uint8_t level) override;
  Duration round_trip() const override;
  double loss() const override;

  asio::any_io_executor executor_;
  Clock& clock_;
  InterviewSessionConfig config_;  // its questions are the interviewer's once that is made
  voice::VoiceEngines engines_;
  InterviewLog& log_;
  TimePoint zero_;
  std::int64_t zero_wall_us_;
  std::unique_ptr<room::RoomLink> link_;
  std::unique_ptr<voice::VoicePipeline> voice_;
  SessionCaptions captions_;
  SessionMetrics metrics_;
  TimePoint measured_{};  // when the process was told last
  TimePoint alive_{};     // when the last sign of life was given
  voice::WatchedState<State> state_{State::Waiting, config_.voice};
  TimePoint began_{};       // the interview; absences move it on
  TimePoint away_since_{};  // the newest absence
  std::optional<room::Participant> candidate_;
  std::size_t turns_saved_ = 0;
  std::string agent_state_;
  std::string not_looked_up_;  // why a left interview could not be looked for
  std::string stop_reason_;
  std::string lost_reason_;
  room::LeaveReason lost_by_ = room::LeaveReason::Unknown;
  std::vector<std::string> left_behind_;
  bool heard_ = false;  // the candidate gets our audio
  bool greeted_ = false;
  bool voice_runs_ = false;
  bool end_asked_ = false;
};

}  // namespace codevoice::session
