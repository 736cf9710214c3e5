// One WebSocket to a service, kept open: opened at once, opened again when it is lost, given up after so many tries in a row.
// Ownership: shared with its own coroutine; its user keeps it, and is held weakly by it.
// Thread:    the executor given. Errors: on_failed once; try_again() starts over.
#pragma once

#include <memory>
#include <string>

#include "base/metrics.hpp"
#include "base/task_group.hpp"
#include "speech/deepgram_account.hpp"

namespace codevoice::speech {

struct CloudSocketConfig {
  std::string name;  // in logs: "deepgram.listen"
  metrics::Provider provider = metrics::Provider::DeepgramStt;
  std::chrono::milliseconds connect_limit{3000};
  std::chrono::milliseconds first_pause{150};  // after a failure; doubled each time
  int tries = 3;                               // failures in a row
  std::chrono::milliseconds proven{3000};      // a connection lost sooner, unused, counts as a failure
};

/// Whose socket it is. Nothing is called once it is gone, or has called shut_down().
class CloudSocketUser {
 public:
  virtual ~CloudSocketUser() = default;
  virtual std::string target() const = 0;  // path and query of the next connection
  virtual void on_open() = 0;
  virtual void on_message(const net::Message& message) = 0;
  virtual void on_lost() = 0;  // it was open; another is on its way, or on_failed() follows
  virtual void on_failed(const Error& error) = 0;
};

class CloudSocket final : public std::enable_shared_from_this<CloudSocket> {
 public:
  CloudSocket(const asio::any_io_executor& executor, std::shared_ptr<DeepgramAccount> account, CircuitBreaker& breaker, CloudSocketConfig config);

  void start(std::weak_ptr<CloudSocketUser> user);
  bool is_open() const { return socket_ != nullptr; }
  bool failed() const { return failed_; }
  void send(net::MessageKind kind, std::string data);
  void send_text(std::string_view text) { send(net::MessageKind::Text, std::string(text)); }
  /// The service did what was asked of it: failures before this one count no more.
  void proved();
  /// The connection is of no more use (a fault of the service): another one, counted as a failure.
  void drop(metrics::Fault fault, const std::string& reason);
  /// For a reason of our own; counts as nothing.
  void renew();
  /// After on_failed.
  void try_again();
  /// `last_words` are sent before the close.
  void shut_down(std::string_view last_words = {});
  TimePoint last_sent() const { return last_sent_; }

 private:
  Awaitable<void> run(std::shared_ptr<CloudSocket> self);
  Awaitable<bool> open();
  Awaitable<void> read(std::shared_ptr<CloudSocket> self, std::shared_ptr<net::WebSocket> socket);
  void end_connection();
  bool count_failure(const Error& error);
  void fail_with(const Error& error);

  std::shared_ptr<DeepgramAccount> account_;
  CircuitBreaker& breaker_;  // the account's
  CloudSocketConfig config_;
  std::weak_ptr<CloudSocketUser> user_;
  std::shared_ptr<net::WebSocket> socket_;
  Error last_error_;
  TimePoint opened_at_{};
  TimePoint last_sent_{};
  int failures_ = 0;   // in a row
  bool ours_ = false;  // the newest end was our own wish
  bool proved_ = false;
  bool closing_ = false;
  bool failed_ = false;
  asio::steady_timer ended_;  // cancelled when the open connection is over
  TaskGroup tasks_;
  TaskGroup readers_;  // a reader outlasts its connection until the close is answered
};

}  // namespace codevoice::speech
