// untested: through deepgram_tts_test.cpp
#include "speech/deepgram_speaking.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json.hpp>

#include "base/log.hpp"
#include "speech/deepgram_messages.hpp"

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWorthKeeping = 40;  // bytes of text: "Okay." comes again, what a language model worded does not
constexpr std::size_t kAheadAtMost = 64;
constexpr std::size_t kPreparedAtMost = 3;
constexpr auto kClearLimit = 1s;
constexpr auto kIdleLook = 250ms;
constexpr std::string_view kFlush = R"({"type":"Flush"})";
constexpr std::string_view kClear = R"({"type":"Clear"})";
constexpr std::string_view kClose = R"({"type":"Close"})";

CloudSocketConfig socket_config() {
  CloudSocketConfig config;
  config.name = "deepgram.speak";
  config.provider = metrics::Provider::DeepgramTts;
  return config;
}

}  // namespace

DeepgramSpeaking::DeepgramSpeaking(const asio::any_io_executor& executor, std::shared_ptr<DeepgramAccount> account,
                                   std::shared_ptr<SpeechCache> cache, const DeepgramTtsConfig& config)
    : account_(std::move(account)),
      cache_(std::move(cache)),
      config_(config),
      executor_(executor),
      socket_(std::make_shared<CloudSocket>(executor, account_, account_->speaking, socket_config())),
      tasks_(executor, "deepgram voice") {}

void DeepgramSpeaking::start() { socket_->start(weak_from_this()); }

void DeepgramSpeaking::close() {
  tasks_.cancel();
  socket_->shut_down(kClose);
  for (const auto& job : std::exchange(on_socket_, {})) job->fail(Error{ErrorKind::Cancelled, "closed"});
  prepared_.clear();
  ahead_.clear();
}

std::string DeepgramSpeaking::target() const {
  const std::vector<std::pair<std::string, std::string>> query{
      {"model", account_->config.voice}, {"encoding", "linear16"}, {"sample_rate", std::to_string(kRateHz)}};
  return "/v1/speak" + query_string(query);
}

// --- texts ---

DeepgramSpeaking::Job DeepgramSpeaking::make_job(const std::string& text) {
  auto job = std::make_shared<SpeechJob>(executor_, text);
  job->asked = job->newest = now();
  job->keep = text.size() <= kWorthKeeping;
  metrics::tts_characters(text.size());
  return job;
}

DeepgramSpeaking::Job DeepgramSpeaking::speak(const std::string& text) {
  const auto ready = std::find_if(prepared_.begin(), prepared_.end(), [&](const Job& job) { return job->text == text && !job->error; });
  if (ready != prepared_.end()) {
    auto job = *ready;
    prepared_.erase(ready);
    job->claimed = true;
    job->newest = std::max(job->newest, now());
    return job;
  }
  for (const auto& stale : std::exchange(prepared_, {})) abandon(stale);  // another reply than the one they were for
  auto job = make_job(text);
  job->claimed = true;
  ask(job);
  return job;
}

void DeepgramSpeaking::prepare_now(const std::string& text) {
  drop_stale();
  const auto same = [&](const Job& job) { return job->text == text; };
  if (std::any_of(prepared_.begin(), prepared_.end(), same) || cache_->find(cache_key(), text)) return;
  while (prepared_.size() >= kPreparedAtMost) {
    const auto oldest = prepared_.front();
    prepared_.pop_front();
    abandon(oldest);
  }
  auto job = make_job(text);
  prepared_.push_back(job);
  ask(job);
}

void DeepgramSpeaking::drop_stale() {
  while (!prepared_.empty() && now() - prepared_.front()->asked > config_.prepared_for) {
    const auto stale = prepared_.front();
    prepared_.pop_front();
    abandon(stale);
  }
}

void DeepgramSpeaking::ask(const Job& job) {
  if (socket_->failed()) socket_->try_again();
  if (!account_->speaking.allows(now()) && !socket_->is_open()) {
    job->fail(Error{ErrorKind::Unavailable, account_->speaking.refused().value_or("left alone for a while after failures")});
    return;
  }
  if (!may_flush()) {
    job->by_post = true;
    tasks_.spawn("speak by request", fill_by_post(shared_from_this(), job));
    return;
  }
  on_socket_.push_back(job);
  put_on_socket(*job);
}

bool DeepgramSpeaking::may_flush() {
  while (!flushes_.empty() && now() - flushes_.front() > 60s) flushes_.pop_front();
  return flushes_.size() < config_.flushes_a_minute;
}

void DeepgramSpeaking::put_on_socket(const SpeechJob& job) {
  if (!socket_->is_open()) return;  // on_open() does
  socket_->send_text(speak_command(job.text));
  socket_->send_text(kFlush);
  flushes_.push_back(now());
}

void DeepgramSpeaking::abandon(const Job& job) {
  if (job->abandoned) return;
  job->abandoned = true;
  job->pcm = {};
  job->taken = 0;
  // behind one that is listened to it waits its turn, to be cleared then
  if (!on_socket_.empty() && on_socket_.front() == job) clear();
}

/// All that is on the socket is forgotten there; what is still wanted is asked for again.
void DeepgramSpeaking::clear() {
  std::erase_if(on_socket_, [](const Job& job) { return job->abandoned; });
  if (!socket_->is_open()) return;
  socket_->send_text(kClear);
  ++clearing_;
  cleared_at_ = now();
  for (const auto& job : on_socket_) put_on_socket(*job);
}

// --- the connection ---

void DeepgramSpeaking::on_open() {
  clearing_ = 0;
  std::erase_if(on_socket_, [](const Job& job) { return job->abandoned; });
  for (const auto& job : on_socket_) put_on_socket(*job);
}

void DeepgramSpeaking::on_lost() {
  std::erase_if(on_socket_, [](const Job& job) {
    if (job->received == 0) return job->abandoned;
    job->fail(Error{ErrorKind::Unavailable, "the connection was lost in the middle"});
    return true;
  });
}

void DeepgramSpeaking::on_failed(const Error& error) {
  log::warn("tts.socket_given_up", {{"reason", error.message}});
  for (const auto& job : std::exchange(on_socket_, {})) job->fail(error);
}

void DeepgramSpeaking::on_message(const net::Message& message) {
  if (message.kind == net::MessageKind::Text) return on_answer(message);
  if (clearing_ > 0 || on_socket_.empty()) return;
  auto& job = *on_socket_.front();
  if (job.received == 0) metrics::provider_first_answer(metrics::Provider::DeepgramTts, now() - job.asked);
  job.newest = now();
  socket_->proved();
  if (job.abandoned) return;
  job.append(message.data);
}

void DeepgramSpeaking::on_answer(const net::Message& message) {
  const auto said = parse_speak_message(message.data);
  if (!said) return socket_->drop(metrics::Fault::Malformed, said.error().message);
  switch (said->kind) {
    case SpeakMessage::Kind::Cleared: clearing_ = std::max(0, clearing_ - 1); break;
    case SpeakMessage::Kind::Flushed:
      if (clearing_ == 0 && !on_socket_.empty()) front_done();
      break;
    case SpeakMessage::Kind::Warning: log::warn("tts.warning", {{"code", said->code}, {"reason", said->description}}); break;
    case SpeakMessage::Kind::Error: socket_->drop(metrics::Fault::Server, said->code + ": " + said->description); break;
    case SpeakMessage::Kind::Other: break;
  }
}

void DeepgramSpeaking::front_done() {
  const auto job = on_socket_.front();
  on_socket_.pop_front();
  metrics::tts_audio(audio::duration_of(job->received, kRateHz), false);
  if (!job->abandoned && job->received > 0) store(*job, SpeechCache::Keep::Memory);
  job->finish();
  if (!on_socket_.empty() && on_socket_.front()->abandoned) clear();
}

void DeepgramSpeaking::store(const SpeechJob& job, SpeechCache::Keep keep) {
  if (job.keep) cache_->store(cache_key(), job.text, job.pcm, keep);
}

Awaitable<Result<void>> DeepgramSpeaking::wait(Job job) {
  using asio::experimental::awaitable_operators::operator||;
  const auto self = shared_from_this();
  const auto began = now();
  while (!job->waits() && !job->finished) {
    const auto limit = job->received == 0 ? config_.first_audio_limit : config_.audio_limit;
    const auto due = std::max(began, job->newest) + limit;
    if (now() >= due) {
      metrics::provider_error(metrics::Provider::DeepgramTts, job->received == 0 ? metrics::Fault::Timeout : metrics::Fault::Stalled);
      account_->speaking.failed(now());
      if (!job->by_post && clearing_ > 0 && now() - cleared_at_ > kClearLimit) socket_->drop(metrics::Fault::Stalled, "Clear was not answered");
      co_return fail(ErrorKind::Timeout, "no audio in time");
    }
    co_await (job->changed.async_wait(as_tuple_awaitable) || account_->clock.sleep_until(due));
  }
  if (!job->waits() && job->error) co_return tl::unexpected(*job->error);
  co_return Result<void>();
}

// --- by request ---

net::ClientRequest DeepgramSpeaking::request_for(const std::string& text) const {
  const std::vector<std::pair<std::string, std::string>> query{
      {"model", account_->config.voice}, {"encoding", "linear16"}, {"sample_rate", std::to_string(kRateHz)}, {"container", "none"}};
  net::ClientRequest request;
  request.method = "POST";
  request.url = account_->request_url("/v1/speak" + query_string(query));
  request.headers = account_->headers();
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = boost::json::serialize(boost::json::object{{"text", text}});
  request.timeout = config_.first_audio_limit;
  return request;
}

DeepgramSpeaking::Job DeepgramSpeaking::speak_by_post(const std::string& text) {
  auto job = make_job(text);
  job->claimed = job->by_post = true;
  metrics::provider_retry(metrics::Provider::DeepgramTts);
  if (const auto refused = account_->speaking.refused()) {
    job->fail(Error{ErrorKind::Denied, *refused});
  } else {
    tasks_.spawn("speak by request", fill_by_post(shared_from_this(), job));
  }
  return job;
}

Awaitable<void> DeepgramSpeaking::fill_by_post([[maybe_unused]] std::shared_ptr<DeepgramSpeaking> self, Job job) {
  const auto done = co_await post(*job);
  if (!done) {
    account_->speaking.failed(now());
    job->fail(done.error());
    co_return;
  }
  account_->speaking.succeeded();
  metrics::tts_audio(audio::duration_of(job->received, kRateHz), false);
  if (!job->abandoned) store(*job, SpeechCache::Keep::Memory);
  job->finish();
}

Awaitable<Result<void>> DeepgramSpeaking::post(SpeechJob& job) {
  auto answer = co_await http_.open(request_for(job.text));
  if (!answer) {
    metrics::provider_error(metrics::Provider::DeepgramTts, metrics::Fault::Connect);
    co_return tl::unexpected(answer.error());
  }
  if (const auto status = (*answer)->status(); status != 200) {
    metrics::provider_error(metrics::Provider::DeepgramTts, metrics::fault_of_status(status));
    account_->refuse(status);
    co_return fail(ErrorKind::Unavailable, "the voice answered " + std::to_string(status));
  }
  while (!job.abandoned) {
    auto piece = co_await (*answer)->read(config_.audio_limit);
    if (!piece) co_return tl::unexpected(piece.error());
    if (!*piece) break;
    job.newest = now();
    job.append(**piece);
  }
  co_return Result<void>();
}

// --- ahead ---

std::optional<audio::Pcm> DeepgramSpeaking::known(const std::string& text) { return cache_->find(cache_key(), text); }

void DeepgramSpeaking::prepare_ahead(std::string text) {
  if (text.empty() || ahead_.size() >= kAheadAtMost || cache_->find(cache_key(), text)) return;
  ahead_.push_back(std::move(text));
  if (std::exchange(preparing_, true)) return;
  tasks_.spawn("prepare", prepare_all(shared_from_this()));
}

Awaitable<void> DeepgramSpeaking::prepare_all([[maybe_unused]] std::shared_ptr<DeepgramSpeaking> self) {
  while (!ahead_.empty() && !account_->speaking.refused()) {
    const bool is_idle = on_socket_.empty() && prepared_.empty();
    if (!is_idle || !account_->speaking.allows(now())) {
      co_await account_->clock.sleep_for(kIdleLook);
      continue;
    }
    const auto job = make_job(ahead_.front());
    ahead_.pop_front();
    if (cache_->find(cache_key(), job->text)) continue;
    job->keep = true;
    const auto done = co_await post(*job);
    if (done && job->received > 0) {
      account_->speaking.succeeded();
      store(*job, SpeechCache::Keep::Disk);
      metrics::tts_audio(audio::duration_of(job->received, kRateHz), false);
    } else if (!done) {
      account_->speaking.failed(now());
      log::warn("tts.prepare_failed", {{"reason", done.error().message}});
    }
  }
  preparing_ = false;
}

}  // namespace codevoice::speech
