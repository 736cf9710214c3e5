// untested: through deepgram_stt_test.cpp
#include "speech/deepgram_stt_stream.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cstring>

#include "base/ids.hpp"
#include "base/log.hpp"

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSamplesPerMs = 16;
constexpr auto kTick = 500ms;
constexpr auto kWordSlack = 60ms;       // the VAD's end of speech is that much after the words', at most, when all is well
constexpr auto kFinalizeGrace = 350ms;  // a request for finals is not answered when there is nothing left to say
constexpr auto kBreath = 400ms;         // and what the VAD took for speech then was a breath
constexpr auto kCatchUp = 1000ms;       // of audio in one message when a connection has to catch up

constexpr std::string_view kKeepAlive = R"({"type":"KeepAlive"})";
constexpr std::string_view kFinalize = R"({"type":"Finalize"})";
constexpr std::string_view kForceEndTurn = R"({"type":"ForceEndTurn"})";
constexpr std::string_view kCloseStream = R"({"type":"CloseStream"})";

CloudSocketConfig socket_config(Dialect dialect) {
  CloudSocketConfig config;
  config.name = dialect == Dialect::Flux ? "deepgram.flux" : "deepgram.listen";
  config.provider = dialect == Dialect::Flux ? metrics::Provider::DeepgramFlux : metrics::Provider::DeepgramStt;
  return config;
}

TurnMark mark_of(FluxTurn::Event event) {
  switch (event) {
    case FluxTurn::Event::EagerEndOfTurn: return TurnMark::PerhapsOver;
    case FluxTurn::Event::TurnResumed: return TurnMark::GoesOn;
    case FluxTurn::Event::EndOfTurn: return TurnMark::Over;
    case FluxTurn::Event::Update:
    case FluxTurn::Event::StartOfTurn: break;
  }
  return TurnMark::None;
}

}  // namespace

DeepgramListening::DeepgramListening(const asio::any_io_executor& executor, std::shared_ptr<DeepgramAccount> account, const DeepgramSttConfig& config,
                                     SttCoder coder, SttListener listener)
    : account_(std::move(account)),
      config_(config),
      listener_(std::move(listener)),
      socket_(std::make_shared<CloudSocket>(executor, account_, account_->listening, socket_config(config.dialect))),
      gate_(config.before_speech, config.after_speech),
      coder_(std::move(coder)),
      audio_(coder_.frame(), coder_.delay()),
      tag_("codevoice-" + new_uuid().substr(0, 8)),
      changed_(executor, asio::steady_timer::time_point::max()),
      tasks_(executor, "deepgram stt") {}

void DeepgramListening::start() {
  socket_->start(weak_from_this());
  tasks_.spawn("tend", tend(shared_from_this()));
}

std::string DeepgramListening::target() const {
  const auto& config = account_->config;
  std::vector<std::pair<std::string, std::string>> query{{"encoding", coder_.name()}, {"sample_rate", "16000"}, {"tag", tag_}};
  if (is_flux()) {
    query.insert(query.end(), {{"model", config.flux_model}, {"eager_eot_threshold", "0.5"}, {"eot_threshold", "0.7"}, {"eot_timeout_ms", "3000"}});
  } else {
    query.insert(query.end(), {{"model", config.model},
                               {"language", config.language},
                               {"channels", "1"},
                               {"interim_results", "true"},
                               {"endpointing", std::to_string(config_.endpointing.count())},
                               {"punctuate", "true"},
                               {"smart_format", "true"},
                               {"no_delay", "true"}});
  }
  if (is_flux() || config.model.starts_with("nova-3")) {
    for (const auto& term : keyterms_) query.emplace_back("keyterm", term);
  }
  return (is_flux() ? "/v2/listen" : "/v1/listen") + query_string(query);
}

// --- what happens ---

void DeepgramListening::on_open() {
  coder_.begin_stream();
  audio_.begin_connection();
  keyterms_in_force_ = keyterms_;
  finals_asked_.reset();
  unanswered_speech_ = 0;
  heard_at_ = now();
  flush();
  if (!is_flux() && !speaking_ && !settled(written_until_)) ask_for_finals();
  changed_.cancel();
}

void DeepgramListening::on_lost() {
  if (!outage_since_) outage_since_ = now();
}

void DeepgramListening::write(std::span<const std::int16_t> pcm, MediaTime at, bool speech) {
  if (failed_ || closed_) return;
  speaking_ = speech;
  if (speech && is_flux()) gate_.hold();
  AudioPiece piece;
  for (std::size_t from = 0; from < pcm.size(); from += piece.pcm.size()) {
    piece.samples = static_cast<std::uint32_t>(std::min(piece.pcm.size(), pcm.size() - from));
    std::memcpy(piece.pcm.data(), pcm.data() + from, piece.samples * sizeof(std::int16_t));
    piece.at = at + Duration{1s} * static_cast<std::int64_t>(from) / 16'000;
    piece.speech = speech;
    gate_.write(piece, [this](const AudioPiece& wanted) { audio_.add(wanted); });
    written_until_ = piece.at + Duration{1s} * piece.samples / 16'000;
  }
  if (!socket_->is_open()) return;
  if (gate_.open()) {
    send_audio(static_cast<std::size_t>(config_.chunk.count()) * kSamplesPerMs);
  } else if (audio_.unsent() > 0) {
    flush();
  }
}

void DeepgramListening::send_audio(std::size_t least) {
  const auto most = static_cast<std::size_t>(std::chrono::milliseconds{kCatchUp}.count()) * kSamplesPerMs;
  auto pcm = audio_.take(most, least);
  if (pcm.empty()) return;
  const auto samples = pcm.size() / 2;
  if (speaking_) unanswered_speech_ += samples;
  metrics::stt_audio(Duration{1s} * static_cast<std::int64_t>(samples) / 16'000);
  const auto done = coder_.encode(std::move(pcm), [this](std::string message) { socket_->send(net::MessageKind::Binary, std::move(message)); });
  if (!done) give_up(done.error());
}

void DeepgramListening::flush() {
  audio_.fill_up();
  while (socket_->is_open() && audio_.unsent() > 0) send_audio(1);
}

void DeepgramListening::pause(MediaTime at) {
  speaking_ = false;
  speech_end_ = at;
  flush();
  if (!is_flux() && !settled(at)) ask_for_finals();
}

void DeepgramListening::ask_for_finals() {
  if (!socket_->is_open() || finals_asked_) return;
  flush();
  socket_->send_text(is_flux() ? kForceEndTurn : kFinalize);
  finals_asked_ = now();
}

void DeepgramListening::on_message(const net::Message& message) {
  heard_at_ = now();
  unanswered_speech_ = 0;
  if (message.kind != net::MessageKind::Text) return;
  const auto parsed = parse_listen_message(message.data);
  if (!parsed) return socket_->drop(metrics::Fault::Malformed, parsed.error().message);
  if (const auto* result = std::get_if<ListenResult>(&*parsed)) {
    on_result(*result);
  } else if (const auto* turn = std::get_if<FluxTurn>(&*parsed)) {
    on_turn(*turn);
  } else if (const auto* configured = std::get_if<Configured>(&*parsed)) {
    on_configured(configured->applied);
  } else if (const auto* error = std::get_if<ServiceError>(&*parsed)) {
    socket_->drop(metrics::Fault::Server, error->code + ": " + error->description);
  }
}

std::vector<TimedWord> DeepgramListening::timed(const std::vector<DeepgramWord>& words) const {
  std::vector<TimedWord> timed;
  timed.reserve(words.size());
  for (const auto& word : words) {
    TimedWord heard{word.text, audio_.begin_at(word.begin_s), audio_.end_at(word.end_s), word.confidence};
    heard.end = std::max(heard.begin, heard.end);
    if (heard.begin + (heard.end - heard.begin) / 2 >= taken_until_) timed.push_back(std::move(heard));
  }
  return timed;
}

void DeepgramListening::on_result(const ListenResult& result) {
  auto words = timed(result.words);
  const bool is_news = !words.empty();
  outage_since_.reset();
  if (result.is_final) {
    socket_->proved();  // a guess proves nothing: a connection that never gets beyond is lost again and again
    if (finals_asked_ && is_news) metrics::provider_first_answer(metrics::Provider::DeepgramStt, now() - *finals_asked_);
    words_.add_final(std::move(words));
    audio_.confirm(result.end_s);
    if (result.from_finalize) finals_asked_.reset();
  } else {
    words_.set_guess(std::move(words));
  }
  if (is_news) tell(result.is_final && result.speech_final ? TurnMark::PerhapsOver : TurnMark::None);
  changed_.cancel();
}

void DeepgramListening::on_turn(const FluxTurn& turn) {
  auto words = timed(turn.words);
  outage_since_.reset();
  if (turn.event == FluxTurn::Event::EndOfTurn) {
    socket_->proved();
    if (finals_asked_) metrics::provider_first_answer(metrics::Provider::DeepgramFlux, now() - *finals_asked_);
    words_.add_final(std::move(words));
    audio_.confirm(turn.window_end_s);
    finals_asked_.reset();
    gate_.release();
  } else {
    words_.set_guess(std::move(words));
  }
  tell(mark_of(turn.event), turn.end_of_turn);
  changed_.cancel();
}

void DeepgramListening::tell(TurnMark mark, std::optional<float> sure) {
  auto text = words_.all();
  if (text.text.empty() || !listener_.on_text) return;
  text.turn = mark;
  text.turn_sure = sure;
  listener_.on_text(std::move(text));
}

void DeepgramListening::on_failed(const Error& error) { give_up(error); }

void DeepgramListening::give_up(const Error& error) {
  if (failed_ || closed_) return;
  failed_ = true;
  log::error("stt.failed", {{"engine", socket_config(config_.dialect).name}, {"reason", error.message}});
  if (config_.has_fallback) metrics::provider_fallback(socket_config(config_.dialect).provider);
  const auto known = words_.finals();
  const auto listener = listener_;
  if (!known.text.empty() && listener.on_text) {
    auto finals = known;
    finals.is_final = true;
    listener.on_text(std::move(finals));
  }
  tasks_.cancel();
  socket_->shut_down();
  changed_.cancel();
  if (listener.on_error) listener.on_error(error);
}

// --- the turn's last words ---

bool DeepgramListening::settled(MediaTime upto) const {
  const auto end = speaking_ ? upto : std::min(upto, std::max(speech_end_, taken_until_));
  if (!audio_.speech_open(end, kWordSlack)) return true;
  return finals_asked_ && now() - *finals_asked_ >= kFinalizeGrace && !audio_.speech_open(end, kBreath);
}

Awaitable<Result<Transcription>> DeepgramListening::finish_turn(MediaTime upto) {
  const auto self = shared_from_this();
  flush();
  auto deadline = now() + config_.answer_limit;
  bool tried_again = false;
  while (!failed_ && !closed_ && !settled(upto)) {
    ask_for_finals();
    if (now() >= deadline) {
      if (config_.has_fallback || tried_again) {
        give_up(Error{ErrorKind::Timeout, "no final text in time"});
        break;
      }
      socket_->drop(metrics::Fault::Stalled, "no final text in time");
      tried_again = true;
      deadline = now() + config_.answer_limit;
    }
    const bool alive = co_await changed_within(std::min<Duration>(kFinalizeGrace, deadline - now()));
    if (!alive) co_return fail(ErrorKind::Cancelled, "cancelled");
  }
  if (failed_ || closed_) co_return fail(ErrorKind::Unavailable, "Deepgram gives no text");
  auto text = words_.take(upto);
  taken_until_ = std::max(taken_until_, upto);
  audio_.forget_before(upto);
  co_return text;
}

/// False when the caller was cancelled.
Awaitable<bool> DeepgramListening::changed_within(Duration limit) {
  using asio::experimental::awaitable_operators::operator||;
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await (changed_.async_wait(as_tuple_awaitable) || account_->clock.sleep_for(limit));
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() == asio::cancellation_type::none;
}

// --- the connection ---

void DeepgramListening::set_vocabulary(const std::vector<std::string>& terms) {
  keyterms_ = choose_keyterms(terms);
  configure();
}

void DeepgramListening::configure() {
  const bool takes_terms = is_flux() || account_->config.model.starts_with("nova-3");
  if (!takes_terms || keyterms_ == keyterms_in_force_ || !socket_->is_open() || !account_->configurable) return;
  socket_->send_text(configure_command(keyterms_));
  keyterms_in_force_ = keyterms_;
}

void DeepgramListening::on_configured(bool applied) {
  if (applied) return;
  if (account_->configurable.exchange(false)) log::info("stt.keyterms_by_reconnecting");
  keyterms_in_force_ = {"(unknown)"};  // a new connection brings them, in a quiet moment
}

Awaitable<void> DeepgramListening::tend(std::shared_ptr<DeepgramListening> self) {
  while (!self->closed_ && !self->failed_) {
    co_await account_->clock.sleep_for(kTick);
    check_health();
  }
}

void DeepgramListening::check_health() {
  const bool speech_waits = audio_.speech_open(speaking_ ? written_until_ : speech_end_, kBreath);
  if (outage_since_ && speech_waits && config_.has_fallback && now() - *outage_since_ >= config_.outage_limit) {
    return give_up(Error{ErrorKind::Unavailable, "no connection for too long"});
  }
  if (!socket_->is_open()) return;
  const auto silent = now() - heard_at_;
  const bool speech_unanswered = unanswered_speech_ >= static_cast<std::size_t>(config_.silent_limit.count()) * kSamplesPerMs;
  const bool finals_unanswered = finals_asked_ && speech_waits && now() - *finals_asked_ >= config_.answer_limit;
  if ((speech_unanswered && silent >= config_.silent_limit) || (finals_unanswered && silent >= config_.answer_limit)) {
    return socket_->drop(metrics::Fault::Stalled, "it says nothing more");
  }
  if (finals_asked_ && !speech_waits && now() - *finals_asked_ >= config_.answer_limit) finals_asked_.reset();
  const bool is_quiet = !gate_.open() && !speaking_ && !speech_waits;
  if (is_quiet && !account_->configurable && keyterms_ != keyterms_in_force_) return socket_->renew();
  if (now() - socket_->last_sent() < config_.keep_alive) return;
  if (is_flux()) {
    AudioPiece silence;  // it knows no KeepAlive
    silence.samples = static_cast<std::uint32_t>(silence.pcm.size());
    silence.at = written_until_;
    audio_.add(silence);
    flush();
  } else {
    socket_->send_text(kKeepAlive);
  }
}

void DeepgramListening::close() {
  if (std::exchange(closed_, true)) return;
  listener_ = {};
  tasks_.cancel();
  socket_->shut_down(kCloseStream);
  changed_.cancel();
}

}  // namespace codevoice::speech
