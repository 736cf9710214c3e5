// untested: through deepgram_stt_test.cpp and deepgram_tts_test.cpp, its only users
#include "speech/cloud_socket.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/log.hpp"

namespace codevoice::speech {
namespace {

constexpr Duration kAtLeast = std::chrono::milliseconds{30};  // between two connections

metrics::Fault fault_of(const net::ConnectFailure& failure) {
  if (failure.http_status >= 400) return metrics::fault_of_status(failure.http_status);
  return failure.error.kind == ErrorKind::Timeout ? metrics::Fault::Timeout : metrics::Fault::Connect;
}

}  // namespace

CloudSocket::CloudSocket(const asio::any_io_executor& executor, std::shared_ptr<DeepgramAccount> account, CircuitBreaker& breaker,
                         CloudSocketConfig config)
    : account_(std::move(account)),
      breaker_(breaker),
      config_(std::move(config)),
      ended_(executor, asio::steady_timer::time_point::max()),
      tasks_(executor, config_.name),
      readers_(executor, config_.name) {}

void CloudSocket::start(std::weak_ptr<CloudSocketUser> user) {
  user_ = std::move(user);
  tasks_.spawn("connection", run(shared_from_this()));
}

void CloudSocket::try_again() {
  if (!failed_ || closing_) return;
  failed_ = false;
  failures_ = 0;
  tasks_.spawn("connection", run(shared_from_this()));
}

void CloudSocket::send(net::MessageKind kind, std::string data) {
  if (!socket_) return;
  last_sent_ = account_->clock.now();
  socket_->send(kind, std::move(data));
}

void CloudSocket::proved() {
  if (proved_) return;
  proved_ = true;
  failures_ = 0;
  breaker_.succeeded();
}

void CloudSocket::drop(metrics::Fault fault, const std::string& reason) {
  if (!socket_) return;
  metrics::provider_error(config_.provider, fault);
  last_error_ = Error{ErrorKind::Unavailable, reason};
  proved_ = false;
  opened_at_ = account_->clock.now();  // counts as a failure
  end_connection();
}

void CloudSocket::renew() {
  if (!socket_) return;
  ours_ = true;
  end_connection();
}

/// Does not wait for the peer: it may be the one who does not answer.
void CloudSocket::end_connection() {
  const auto socket = std::exchange(socket_, nullptr);
  if (socket) socket->close(1000, "");
  ended_.cancel();
}

void CloudSocket::shut_down(std::string_view last_words) {
  closing_ = true;
  user_.reset();
  if (socket_) {
    if (!last_words.empty()) send_text(last_words);
  }
  end_connection();
  tasks_.cancel();
}

Awaitable<void> CloudSocket::run(std::shared_ptr<CloudSocket> self) {
  while (!closing_) {
    const bool opened = co_await open();
    if (closing_) co_return;
    if (opened) {
      readers_.spawn("reader", read(self, socket_));
      if (const auto user = user_.lock()) user->on_open();
      while (socket_ && !closing_) co_await ended_.async_wait(as_tuple_awaitable);
      if (closing_) co_return;
      if (const auto user = user_.lock()) user->on_lost();
      if (std::exchange(ours_, false)) continue;
      const bool used = proved_ || account_->clock.now() - opened_at_ >= config_.proven;
      log::warn("cloud.connection_lost", {{"service", config_.name}, {"reason", last_error_.message}});
      if (used) failures_ = 0;
      if (!used && !count_failure(last_error_)) co_return;
    } else if (!count_failure(last_error_)) {
      co_return;
    }
    metrics::provider_retry(config_.provider);
    auto pause = failures_ == 0 ? kAtLeast : Duration{config_.first_pause} * (1 << std::min(failures_ - 1, 6));
    co_await account_->clock.sleep_for(pause);
  }
}

/// False when it is given up.
bool CloudSocket::count_failure(const Error& error) {
  ++failures_;
  if (error.kind != ErrorKind::Denied) breaker_.failed(account_->clock.now());
  metrics::circuit_open(config_.provider, breaker_.open(account_->clock.now()));
  if (error.kind != ErrorKind::Denied && failures_ < config_.tries) return true;
  fail_with(error);
  return false;
}

void CloudSocket::fail_with(const Error& error) {
  failed_ = true;
  if (const auto user = user_.lock()) user->on_failed(error);
}

Awaitable<bool> CloudSocket::open() {
  using asio::experimental::awaitable_operators::operator||;
  if (!breaker_.allows(account_->clock.now())) {
    const auto refused = breaker_.refused();
    last_error_ = refused ? Error{ErrorKind::Denied, *refused} : Error{ErrorKind::Unavailable, "left alone for a while after failures"};
    failures_ = config_.tries;  // no use in asking again at once
    co_return false;
  }
  net::WebSocketRequest request;
  if (const auto user = user_.lock()) request.url = account_->socket_url(user->target());
  closing_ = closing_ || request.url.empty();
  if (closing_) co_return false;
  request.headers = account_->headers();
  request.timeout = config_.connect_limit;
  auto first = co_await (account_->connect(std::move(request)) || account_->clock.sleep_for(config_.connect_limit));
  if (closing_) co_return false;
  if (first.index() == 1) {
    last_error_ = Error{ErrorKind::Timeout, "connecting took too long"};
    metrics::provider_error(config_.provider, metrics::Fault::Timeout);
    co_return false;
  }
  auto connected = std::get<0>(std::move(first));
  if (!connected) {
    last_error_ = connected.error().error;
    metrics::provider_error(config_.provider, fault_of(connected.error()));
    if (account_->refuse(connected.error().http_status)) last_error_ = Error{ErrorKind::Denied, breaker_.refused().value_or("refused")};
    log::warn("cloud.connect_failed", {{"service", config_.name}, {"reason", last_error_.message}});
    co_return false;
  }
  breaker_.succeeded();
  metrics::circuit_open(config_.provider, false);
  socket_ = std::move(*connected);
  opened_at_ = last_sent_ = account_->clock.now();
  proved_ = false;
  last_error_ = Error{ErrorKind::Unavailable, "the connection ended"};
  co_return true;
}

Awaitable<void> CloudSocket::read([[maybe_unused]] std::shared_ptr<CloudSocket> self, std::shared_ptr<net::WebSocket> socket) {
  while (true) {
    auto message = co_await socket->receive();
    if (socket != socket_) {
      if (!message) co_return;  // the last of a connection that is over
      continue;
    }
    if (!message) {
      last_error_ = message.error();
      end_connection();
      co_return;
    }
    if (const auto user = user_.lock()) user->on_message(*message);
  }
}

}  // namespace codevoice::speech
