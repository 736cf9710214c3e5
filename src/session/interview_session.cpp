#include "session/interview_session.hpp"

#include <boost/json.hpp>

#include "base/log.hpp"

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 50ms;
constexpr auto kWatch = 100ms;  // of an interview that goes on
constexpr auto kMeasure = 5s;
constexpr auto kAlive = 2s;
constexpr std::string_view kSessionTopic = "codevoice.session";

}  // namespace

InterviewSession::InterviewSession(asio::any_io_executor executor, Clock& clock, InterviewSessionConfig config, const voice::VoiceEngines& engines,
                                   InterviewLog& log)
    : executor_(std::move(executor)),
      clock_(clock),
      config_(std::move(config)),
      engines_(engines),
      log_(log),
      zero_(clock.now()),
      zero_wall_us_(clock.wall_us()),
      captions_(zero_wall_us_),
      metrics_(config_.paid),
      measured_(zero_) {
  config_.voice.session.length = config_.interview.length;
  captions_.on_line = [this](const store::Utterance& line) { log_.utterance(line); };
  captions_.on_caption = [this](const Caption& caption) {
    log_.live(
        {"caption", {{"segment", caption.segment}, {"speaker", store::name_of(caption.speaker)}, {"text", caption.text}, {"final", caption.final}}});
    if (!link_) return;
    const bool candidate = caption.speaker == store::Speaker::Candidate;
    room::TextMessage message;
    message.topic = "lk.transcription";
    message.from_identity = candidate && candidate_ ? candidate_->identity : link_->self().identity;
    message.text = caption.text;
    message.attributes = {{"lk.segment_id", caption.segment},
                          {"lk.transcription_final", caption.final ? "true" : "false"},
                          {"codevoice.side", std::string(store::name_of(caption.speaker))},
                          {"codevoice.session", config_.id}};  // segments are numbered anew in each interview
    if (caption.depends_on_answer) message.attributes.emplace("codevoice.depends_on_answer", "true");
    link_->send_text(std::move(message));
  };
}

Awaitable<void> InterviewSession::run(std::unique_ptr<room::RoomLink> link) {
  link_ = std::move(link);
  set_agent_state("initializing");
  for (const auto& who : link_->others()) on_participant_joined(who);
  std::string reason;
  bool began = co_await wait_for_candidate();
  if (began) began = co_await begin();
  if (began) {
    reason = co_await interview();
  } else {
    reason = over().value_or("nobody came");
  }
  co_await finish(std::move(reason));
}

Awaitable<bool> InterviewSession::wait_for_candidate() {
  set_agent_state("listening");
  while (!candidate_) {
    if (over() || !config_.waits) co_return false;
    co_await clock_.sleep_for(kLook);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return false;
  }
  co_return true;
}

Awaitable<bool> InterviewSession::begin() {
  enter(State::Greeting);
  began_ = clock_.now();
  auto parts = co_await take_up();
  if (parts && !parts->interviewer) parts = begin_anew();
  if (!parts) {
    stop_reason_ = parts.error().message;
    co_return false;
  }
  metrics_.session_started();
  voice::AudioSink& sink = *this;
  voice_ = std::make_unique<voice::VoicePipeline>(executor_, clock_, config_.voice, engines_, std::move(*parts), sink, zero_);
  voice_->observe(*this);
  voice_->interview().on_change = [this] { save_progress(); };
  voice_->interview().on_standing = [this] { save_standing(); };
  const auto started = co_await voice_->start();
  if (!started) {
    log::error("session.voice_failed", {{"session", config_.id}, {"reason", started.error().message}});
    stop_reason_ = started.error().message;
    co_return false;
  }
  voice_runs_ = true;
  if (state_.is(State::Away) || goes_on()) silence();
  if (!goes_on()) {
    co_await on_first_participant_joined();
  } else if (!state_.is(State::Away)) {
    voice_->input().set_muted(false);
    enter(State::Returning);  // they come back into it
  }
  co_return true;
}

/// R19: nothing is said before the candidate gets it. For one that went away meanwhile nothing is waited for.
Awaitable<void> InterviewSession::until_hearable() {
  while (!heard_ && !state_.is(State::Away) && !state_.overdue(clock_.now()) && !over()) co_await clock_.sleep_for(kLook);
}

/// Greets and asks the first question.
Awaitable<void> InterviewSession::on_first_participant_joined() {
  if (link_->heard_by_someone()) heard_ = true;
  co_await until_hearable();
  if (away() || over()) co_return;  // greeted when they are back
  greeted_ = true;
  voice_->on_first_participant_joined();
  enter(State::Running, began_);
}

/// R21: the same session goes on; no second greeting.
Awaitable<void> InterviewSession::welcome_back() {
  co_await until_hearable();
  if (!state_.is(State::Returning) || over()) co_return;
  began_ += clock_.now() - away_since_;
  voice_->interview().resume();
  if (std::exchange(greeted_, true)) {
    voice_->interview().welcome();
  } else {
    voice_->on_first_participant_joined();
  }
  enter(State::Running, began_);
}

std::optional<std::string> InterviewSession::over() {
  if (voice_ && !voice_->interview().end_reason().empty()) return voice_->interview().end_reason();
  if (end_asked_) return "candidate_ended";
  if (!lost_reason_.empty()) return lost_reason_;
  if (!stop_reason_.empty()) return stop_reason_;
  if (state_.is(State::Away) && state_.overdue(clock_.now())) return "candidate_gone";
  if (state_.is(State::Running) && state_.overdue(clock_.now())) return "time";
  return std::nullopt;
}

Awaitable<std::string> InterviewSession::interview() {
  while (true) {
    if (auto reason = over()) co_return *reason;
    if (state_.is(State::Returning)) co_await welcome_back();
    if (clock_.now() - measured_ >= kMeasure) measure();
    watch_stages();
    if (clock_.now() - alive_ >= kAlive) {
      alive_ = clock_.now();
      log_.alive(voice_->interview().elapsed());
    }
    co_await clock_.sleep_for(kWatch);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return "the process was stopped";
  }
}

bool InterviewSession::answered() const {
  if (!voice_) return false;
  const auto& turns = voice_->interview().interviewer().turns();
  return std::any_of(turns.begin(), turns.end(), [](const auto& turn) { return !turn.user_transcript.empty() && !turn.not_assessable; });
}

/// What was being said when the end came is part of the record.
Awaitable<void> InterviewSession::hear_out() {
  voice_->interview().pause();  // no reply any more
  voice_->input().set_muted(true);
  const auto limit = clock_.now() + config_.voice.session.last_words;
  co_await clock_.sleep_for(kLook);
  while (voice_->turn_open() && clock_.now() < limit) co_await clock_.sleep_for(kLook);
  co_await clock_.sleep_for(kLook);
  voice_->interview().settle();
}

Awaitable<void> InterviewSession::finish(std::string reason) {
  const bool began = !state_.is(State::Waiting);
  enter(State::Parting);
  for (const auto& who : link_->others()) left_behind_.push_back(who.sid);
  if (began) {
    if (voice_runs_) co_await hear_out();
    save_progress();
    measure();
    metrics_.session_ended(reason);
    log_.figures(metrics_.figures());
    const auto status = answered() ? store::SessionStatus::Completed : store::SessionStatus::Failed;
    log_.ended(status, reason, clock_.wall_us());
    log::info("session.ended", {{"session", config_.id}, {"status", store::name_of(status)}, {"reason", reason}});
    tell_page("ended", reason);
  }
  if (voice_) co_await voice_->close();
  set_agent_state("idle");
  if (began && lost_reason_.empty()) co_await clock_.sleep_for(config_.voice.session.goodbye);
  co_await link_->close();
  co_await log_.flush();
  enter(State::Over);
}

void InterviewSession::save_progress() {
  if (!voice_) return;
  const auto& interviewer = voice_->interview().interviewer();
  const auto& turns = interviewer.turns();
  // the newest turn may still change; those before it are final
  const auto first = turns_saved_ == 0 ? 0 : turns_saved_ - 1;
  for (std::size_t i = first; i < turns.size(); ++i) {
    store::TurnRow row;
    row.position = static_cast<int>(i);
    row.turn = turns[i];
    log_.turn(row);
  }
  if (turns_saved_ != turns.size()) log_.figures(metrics_.figures());  // a process that is killed leaves those up to its last question
  turns_saved_ = turns.size();
  save_standing();
}

void InterviewSession::save_standing() {
  if (!voice_runs_) return;  // nothing was said
  auto standing = voice_->interview().standing();
  log_.standing(std::move(standing.snapshot), std::move(standing.unfinished_answer), standing.elapsed);
}

void InterviewSession::measure() {
  measured_ = clock_.now();
  metrics_.publish(round_trip());
  const auto trip_ms = std::chrono::duration_cast<std::chrono::milliseconds>(round_trip()).count();
  log_.live({"quality", {{"round_trip_ms", trip_ms}, {"loss", loss()}}});
}

void InterviewSession::tell_page(std::string_view type, std::string_view reason) {
  room::TextMessage message;
  message.topic = kSessionTopic;
  message.from_identity = link_->self().identity;
  message.text = boost::json::serialize(boost::json::object{{"type", type}, {"session", config_.id}, {"reason", reason}});
  link_->send_text(std::move(message));
}

void InterviewSession::set_agent_state(std::string_view state) {
  if (!link_ || agent_state_ == state) return;
  agent_state_ = state;
  log_.live({"interviewer", {{"state", agent_state_}}});
  link_->set_attributes({{"lk.agent.state", agent_state_}});
}

// --- the room ---

void InterviewSession::on_participant_joined(const room::Participant& who) {
  if (who.kind == room::ParticipantKind::Agent || !who.may_publish || ended()) return;
  if (std::find(config_.met_before.begin(), config_.met_before.end(), who.sid) != config_.met_before.end()) return;
  if (!candidate_) {
    candidate_ = who;
    return;
  }
  if (who.identity != candidate_->identity) return;                               // an observer
  if (who.sid != candidate_->sid) go_away(room::LeaveReason::DuplicateIdentity);  // unless we saw the old one leave
  candidate_ = who;
  if (!state_.is(State::Away)) return;
  if (voice_runs_) voice_->input().set_muted(false);
  log::info("candidate.returned", {{"session", config_.id}});
  captions_.note("the candidate came back", clock_.now() - zero_);
  log_.live({"candidate", {{"present", true}, {"reason", ""}}});
  enter(State::Returning);
}

void InterviewSession::on_participant_left(const room::Participant& who, room::LeaveReason why) {
  if (!candidate_ || who.identity != candidate_->identity || ended()) return;
  if (state_.is(State::Waiting)) {
    candidate_.reset();
    return;
  }
  if (who.sid == candidate_->sid) go_away(why);
}

void InterviewSession::go_away(room::LeaveReason why) {
  if (state_.is(State::Away) || ended()) return;
  log::info("candidate.away", {{"session", config_.id}, {"reason", room::name_of(why)}, {"grace_s", config_.voice.session.grace.count()}});
  captions_.note("the candidate left: " + std::string(room::name_of(why)), clock_.now() - zero_);
  log_.live({"candidate", {{"present", false}, {"reason", room::name_of(why)}}});
  if (voice_runs_) silence();
  if (!state_.is(State::Returning)) away_since_ = clock_.now();
  heard_ = false;
  enter(State::Away);
}

/// Nothing is heard or said, and the interview's clock stands.
void InterviewSession::silence() {
  voice_->input().set_muted(true);
  voice_->interview().pause();
}

void InterviewSession::on_audio_muted(const room::Participant& who, bool muted) {
  if (voice_ && candidate_ && who.identity == candidate_->identity) voice_->input().set_muted(muted);
}

void InterviewSession::on_audio(const room::Participant& who, const room::RemoteAudioFrame& frame) {
  if (!voice_ || !candidate_ || who.identity != candidate_->identity) return;
  metrics_.heard(frame);
  voice_->input().push(frame.pcm, frame.captured, frame.concealed);
}

void InterviewSession::on_text(const room::TextMessage& message) {
  if (message.topic != kSessionTopic || !candidate_ || message.from_identity != candidate_->identity) return;
  boost::json::error_code error;
  const auto value = boost::json::parse(message.text, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* type = object == nullptr ? nullptr : object->if_contains("type");
  if (type == nullptr || !type->is_string()) return;
  if (type->get_string() == "end") end_asked_ = true;
}

void InterviewSession::on_disconnected(room::LeaveReason why, const std::string& detail) {
  lost_reason_ = "the interviewer lost the room: " + std::string(room::name_of(why)) + (detail.empty() ? "" : " (" + detail + ")");
  lost_by_ = why;
}

// --- the voice ---

void InterviewSession::on_frame(std::string_view from, const pipeline::Frame& frame) {
  metrics_.take(from, frame);
  captions_.take(from, frame);
  if (std::holds_alternative<pipeline::BotStartedSpeakingFrame>(frame.payload)) {
    set_agent_state("speaking");
  } else if (std::holds_alternative<pipeline::BotStoppedSpeakingFrame>(frame.payload)) {
    set_agent_state("listening");
  } else if (std::holds_alternative<pipeline::UserTurnEndedFrame>(frame.payload) && from == "user_aggregator") {
    set_agent_state("thinking");
  } else if (const auto* change = std::get_if<pipeline::FallbackFrame>(&frame.payload); change != nullptr && from == change->stage) {
    captions_.note(change->from + " failed, " + change->to + " takes over (" + change->reason + ")", clock_.now() - zero_);
  } else if (const auto* fault = std::get_if<pipeline::ErrorFrame>(&frame.payload)) {
    log::error("session.stage_failed", {{"session", config_.id}, {"stage", fault->stage}, {"reason", fault->message}});
  }
}

/// R22: nothing can be mended in a stage that gives no sign of life for so long, and the candidate must not wait for it.
void InterviewSession::watch_stages() {
  for (const auto& stage : voice_->health()) {
    if (stage.busy_for.value_or(Duration{}) >= config_.voice.session.hang) stop_reason_ = "the interviewer hung in " + std::string(stage.name);
  }
}

/// R11: the candidate learns that it is not their fault.
void InterviewSession::on_stall(std::string_view stage, Duration busy) {
  metrics_.stalled(stage);
  captions_.note("the interviewer does not answer: " + std::string(stage), clock_.now() - zero_);
  tell_page("trouble", stage);
  log_.live({"trouble", {{"stage", stage}}});
  log::error("session.stage_stalled",
             {{"session", config_.id}, {"stage", stage}, {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(busy).count()}});
}

void InterviewSession::send(ByteView opus_packet, std::uint8_t level) {
  metrics_.sent(clock_.now() - zero_, level);
  if (link_ && !ended()) link_->send_audio(opus_packet, level);
}

Duration InterviewSession::round_trip() const { return link_ ? link_->playout().round_trip : Duration{}; }
double InterviewSession::loss() const { return link_ ? link_->playout().loss : 0.0; }

}  // namespace codevoice::session
