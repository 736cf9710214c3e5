#include "cli/synthetic_candidate.hpp"

#include "audio/pcm.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

constexpr double kBotSpeechDbfs = -45.0;  // of a 10 ms window: above comfort noise, below any voice
constexpr auto kTick = 20ms;
constexpr auto kGoodbyeLimit = 20s;
constexpr auto kNoise = 1500ms;
constexpr auto kReplacementLimit = 45s;    // for another interviewer after the first one vanished, as a person would wait
constexpr auto kBetweenSentences = 120ms;  // silence that separates two stretches of speech
constexpr auto kCaptionLag = 250ms;        // a caption may come so much after the sentence began to sound

/// Where in the frame speech begins, if anywhere.
std::optional<std::size_t> first_speech(audio::PcmView pcm) {
  const std::size_t window = pcm.size() / 2;
  for (std::size_t at = 0; window > 0 && at + window <= pcm.size(); at += window) {
    if (audio::level_dbfs(pcm.subspan(at, window)) > kBotSpeechDbfs) return at;
  }
  return std::nullopt;
}

}  // namespace

SyntheticCandidate::SyntheticCandidate(SyntheticCandidateConfig config, Clock& clock) : config_(std::move(config)), clock_(clock) {}

void SyntheticCandidate::tell(CandidateEvent event) const {
  if (config_.on_event) config_.on_event(event);
}

void SyntheticCandidate::enter(State state) {
  state_ = state;
  since_ = clock_.now();
}

void SyntheticCandidate::fail_with(std::string what) {
  ++failures_;
  CandidateEvent event;
  event.kind = CandidateEvent::Kind::Failure;
  event.turn = turn_;
  event.text = std::move(what);
  tell(std::move(event));
}

void SyntheticCandidate::join(room::RoomLink& link) {
  CandidateEvent joined;
  joined.kind = joined_ ? CandidateEvent::Kind::Rejoined : CandidateEvent::Kind::Joined;
  joined.text = link.self().sid;
  joined.turn = turn_;
  tell(std::move(joined));
  welcome_due_ = std::exchange(joined_, true);
  joined_at_ = clock_.now();
  if (welcome_due_) {  // what was known is of the visit before
    interviewer_.clear();
    agent_state_.clear();
    bot_spoke_ = dependent_due_ = false;
  }
  for (const auto& who : link.others()) on_participant_updated(who);
  enter(State::Listening);
}

Awaitable<SyntheticCandidate::Left> SyntheticCandidate::run(room::RoomLink& link) {
  join(link);
  auto next = clock_.now();
  while (state_ != State::Done && state_ != State::Away) {
    tick(link);
    next += kTick;
    co_await clock_.sleep_until(next);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return Left::Done;
  }
  if (state_ == State::Away && mishap_ == Mishap::Leave) co_return Left::ComesBack;
  CandidateEvent ended;
  ended.kind = CandidateEvent::Kind::Ended;
  tell(std::move(ended));
  co_return Left::Done;
}

bool SyntheticCandidate::bot_has_finished() const {
  const auto quiet = turn_ == 0 ? config_.bot_quiet + config_.first_quiet : config_.bot_quiet;
  const bool silent = bot_spoke_ && clock_.now() - last_bot_speech_ >= quiet;
  return silent && (agent_state_.empty() || agent_state_ == "listening");
}

void SyntheticCandidate::tick(room::RoomLink& link) {
  send_next_packet(link);
  const auto waited = clock_.now() - since_;
  if (state_ == State::Noisy) {
    if (waited > kNoise) speak();
  } else if (state_ == State::Listening) {
    if (bot_has_finished()) {
      if (std::exchange(silent_, false)) {
        speak();
      } else {
        turn_ < wanted_turns() ? begin_answer() : begin_leaving(link);
      }
    } else if (!bot_spoke_ && waited > (silent_ ? config_.silence_limit : config_.greeting_limit)) {
      fail_with("the interviewer said nothing");
      enter(State::Done);
    }
  } else if (state_ == State::AwaitingReply && clock_.now() - speech_ended_ > config_.reply_limit) {
    fail_with("no reply");
    bot_spoke_ = true;  // goes on with the next answer
    last_bot_speech_ = clock_.now();
    enter(State::Listening);
  } else if (state_ == State::Deserted && waited > kReplacementLimit) {
    fail_with("the interviewer left");
    enter(State::Done);
  } else if (state_ == State::Leaving && waited > kGoodbyeLimit) {
    enter(State::Done);
  }
}

void SyntheticCandidate::begin_answer() {
  ++turn_;
  mishap_ = config_.mishap ? config_.mishap() : Mishap::None;
  suffered_ = false;
  if (mishap_ == Mishap::Silence) {
    tell_mishap();
    silent_ = true;
    bot_spoke_ = false;
    enter(State::Listening);
  } else if (mishap_ == Mishap::Noise && config_.noise) {
    tell_mishap();
    packet_ = 0;
    enter(State::Noisy);
  } else {
    speak();
  }
}

void SyntheticCandidate::speak() {
  packet_ = 0;
  speech_over_ = false;
  bot_spoke_ = dependent_due_ = dependent_heard_ = false;
  enter(State::Speaking);
}

void SyntheticCandidate::tell_mishap() const {
  CandidateEvent event;
  event.kind = CandidateEvent::Kind::Mishap;
  event.turn = turn_;
  event.text = name_of(mishap_);
  tell(std::move(event));
}

/// In the middle of the answer. True while nothing of it is spoken.
bool SyntheticCandidate::suffer(room::RoomLink& link) {
  if (muted_until_) {
    if (clock_.now() < *muted_until_) return true;
    muted_until_.reset();
    link.set_muted(false);
    return false;
  }
  const auto& clip = *config_.answers[static_cast<std::size_t>(turn_ - 1) % config_.answers.size()];
  const bool in_the_middle = mishap_ == Mishap::Mute || mishap_ == Mishap::Leave || mishap_ == Mishap::Vanish;
  if (!in_the_middle || suffered_ || packet_ < clip.packets.size() / 2) return false;
  suffered_ = true;
  tell_mishap();
  if (mishap_ == Mishap::Mute) {
    muted_until_ = clock_.now() + config_.mute;
    link.set_muted(true);
  } else {
    enter(State::Away);
  }
  return true;
}

void SyntheticCandidate::begin_leaving(room::RoomLink& link) {
  room::TextMessage message;
  message.topic = "codevoice.session";
  message.text = R"({"type":"end"})";
  link.send_text(std::move(message));
  enter(State::Leaving);
}

void SyntheticCandidate::send_next_packet(room::RoomLink& link) {
  if (state_ == State::Speaking && suffer(link)) {
    link.send_audio({}, 127);
    return;
  }
  if (state_ == State::Noisy) {
    link.send_audio(config_.noise->packets[packet_], config_.noise->levels[packet_]);
    packet_ = (packet_ + 1) % config_.noise->packets.size();
    return;
  }
  if (state_ == State::Speaking) {
    const auto& clip = *config_.answers[static_cast<std::size_t>(turn_ - 1) % config_.answers.size()];
    link.send_audio(clip.packets[packet_], clip.levels[packet_]);
    ++packet_;
    if (!speech_over_ && packet_ * audio::kOpusFrame >= clip.speech_end) {
      speech_over_ = true;
      // the packet was captured in the 20 ms before now; its speech ended so much before its end
      speech_ended_ = clock_.now() - audio::duration_of(packet_ * audio::kOpusFrame - clip.speech_end, audio::kOpusRateHz);
    }
    if (speech_over_) {
      bot_spoke_ = false;           // what it said over a muted answer is no beginning of the reply
      enter(State::AwaitingReply);  // what follows is room tone
    }
    return;
  }
  const auto& tone = *config_.silence;
  const auto packet = silence_packet_++ % tone.packets.size();
  link.send_audio(tone.packets[packet], tone.levels[packet]);
}

void SyntheticCandidate::on_audio(const room::Participant&, const room::RemoteAudioFrame& frame) {
  if (config_.on_heard) config_.on_heard(frame.pcm);
  const auto speech = first_speech(frame.pcm);
  if (!speech) return;
  // the frame would be played from now on
  heard_speech(clock_.now() + audio::duration_of(*speech, audio::kSpeechRateHz));
}

void SyntheticCandidate::heard_speech(TimePoint first_sample) {
  const bool new_utterance = !bot_spoke_;
  if (state_ == State::Speaking) {
    if (new_utterance && packet_ > 0 && !suffered_) fail_with("cut off while speaking");
    bot_spoke_ = true;
    last_bot_speech_ = first_sample;
    return;
  }
  note_onset(first_sample);
  bot_spoke_ = true;
  last_bot_speech_ = first_sample;
  if (std::exchange(welcome_due_, false)) tell_delay(CandidateEvent::Kind::Welcome, first_sample - joined_at_);
  if (state_ != State::AwaitingReply) return;
  ++replies_;
  tell_delay(CandidateEvent::Kind::Reply, first_sample - speech_ended_);
  enter(State::Listening);
}

void SyntheticCandidate::tell_delay(CandidateEvent::Kind kind, Duration delay) const {
  CandidateEvent event;
  event.kind = kind;
  event.turn = turn_;
  event.delay = delay;
  if (mishap_ != Mishap::None) event.text = name_of(mishap_);
  tell(std::move(event));
}

void SyntheticCandidate::note_onset(TimePoint first_sample) {
  const auto silence = first_sample - last_bot_speech_;
  if (bot_spoke_ && silence < kBetweenSentences) return;
  if (bot_spoke_ && silence > config_.long_gap && agent_state_ != "listening") tell_delay(CandidateEvent::Kind::Gap, silence);
  bot_onset_ = first_sample;
  if (!std::exchange(dependent_due_, false)) return;
  dependent_heard_ = true;
  tell_delay(CandidateEvent::Kind::DependentReply, first_sample - speech_ended_);
}

/// Captions and audio come by different ways: the sentence may have begun just before its caption came.
void SyntheticCandidate::expect_dependent_sentence() {
  const bool answered = turn_ > 0 && (state_ == State::AwaitingReply || state_ == State::Listening);
  if (!answered || dependent_heard_ || dependent_due_) return;
  if (state_ == State::AwaitingReply || clock_.now() - bot_onset_ > kCaptionLag) {
    dependent_due_ = true;
    return;
  }
  dependent_heard_ = true;
  tell_delay(CandidateEvent::Kind::DependentReply, bot_onset_ - speech_ended_);
}

void SyntheticCandidate::on_participant_joined(const room::Participant& who) { on_participant_updated(who); }

void SyntheticCandidate::on_participant_left(const room::Participant& who, room::LeaveReason) {
  if (who.kind != room::ParticipantKind::Agent || who.sid != interviewer_ || state_ == State::Done) return;
  interviewer_.clear();
  if (state_ == State::Leaving) {
    enter(State::Done);
  } else {
    be_deserted();
  }
}

/// Another interviewer may come; an answer that got no reply is then said again.
void SyntheticCandidate::be_deserted() {
  CandidateEvent event;
  event.kind = CandidateEvent::Kind::InterviewerLeft;
  event.turn = turn_;
  tell(std::move(event));
  if (state_ == State::Speaking || state_ == State::AwaitingReply) --turn_;
  bot_spoke_ = dependent_due_ = dependent_heard_ = false;
  agent_state_.clear();
  enter(State::Deserted);
}

void SyntheticCandidate::on_participant_updated(const room::Participant& who) {
  if (who.kind == room::ParticipantKind::Agent) {
    interviewer_ = who.sid;
    if (state_ == State::Deserted) enter(State::Listening);
  }
  const auto state = who.attributes.find("lk.agent.state");
  if (state == who.attributes.end() || state->second == agent_state_) return;
  agent_state_ = state->second;
  CandidateEvent event;
  event.kind = CandidateEvent::Kind::AgentState;
  event.text = agent_state_;
  tell(std::move(event));
}

void SyntheticCandidate::on_text(const room::TextMessage& message) {
  if (message.topic == "lk.transcription") {
    CandidateEvent caption;
    caption.kind = CandidateEvent::Kind::Caption;
    caption.text = message.text;
    const auto final = message.attributes.find("lk.transcription_final");
    caption.final = final == message.attributes.end() || final->second != "false";
    const auto role = message.attributes.find("codevoice.side");
    caption.from_bot = role != message.attributes.end() ? role->second == "interviewer" : message.from_identity.starts_with("ai-interviewer");
    const bool began = caption.from_bot && !caption.final;
    tell(std::move(caption));
    if (began && message.attributes.contains("codevoice.depends_on_answer")) expect_dependent_sentence();
  } else if (message.topic == "codevoice.session" && message.text.find("\"ended\"") != std::string::npos && state_ != State::Done) {
    enter(State::Done);
  }
}

void SyntheticCandidate::on_disconnected(room::LeaveReason why, const std::string& detail) {
  if (state_ == State::Done || state_ == State::Away) return;
  if (state_ != State::Leaving) fail_with("disconnected: " + std::string(name_of(why)) + (detail.empty() ? "" : " " + detail));
  enter(State::Done);
}

}  // namespace codevoice::cli
