// Faults on demand for emulated services: what goes wrong with a request or a connection, chosen by a test, over HTTP, or at random.
// Units:     messages are what a connection sends to its client: WebSocket messages, SSE events or chunks of a body.
// Ownership: the server owns the plan; a connection keeps the Fault it was dealt. Thread: the server's executor.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::emulators {

/// What befalls one request or connection. The default is nothing.
struct Fault {
  unsigned status = 0;                              // the request, or the upgrade, is answered with this instead
  std::chrono::milliseconds delay{0};               // before the request is answered
  std::optional<std::size_t> stall_after;           // so many messages; nothing follows and the connection stays open
  std::optional<std::size_t> close_after;           // so many messages; then the connection closes
  std::optional<std::size_t> close_after_received;  // so many messages of the client; then the connection closes
  std::optional<std::size_t> garbage_after;         // so many messages; the next text message is no valid JSON
  std::size_t bytes_per_second = 0;                 // slow bytes; 0: as fast as the service is
  std::uint16_t close_code = 1011;
  int times = -1;  // how many requests or connections it befalls; -1: all until it is taken back

  bool harmless() const;
  std::string describe() const;
};

/// "status=500 delay_ms=200 stall_after=3 close_after=2 close_after_received=1 garbage_after=1 bytes_per_second=800 close_code=1011 times=1".
Result<Fault> parse_fault(const std::vector<std::pair<std::string, std::string>>& settings);

/// For soaks: each request or connection is hit with this probability; the same seed gives the same faults in the same order.
struct RandomFaults {
  std::uint64_t seed = 1;
  double share = 0.1;
};

struct InjectedFault {
  TimePoint at{};
  std::int64_t wall_us = 0;
  std::string service;
  std::string what;
};

class Faults {
 public:
  explicit Faults(Clock& clock) : clock_(clock) {}

  void set(const std::string& service, Fault fault) { set_[service] = fault; }
  void clear();
  void randomize(RandomFaults how);
  /// What befalls the request or connection that begins now.
  Fault next(const std::string& service);
  const std::vector<InjectedFault>& injected() const { return injected_; }

 private:
  Fault random_fault();

  Clock& clock_;
  std::map<std::string, Fault> set_;
  std::optional<RandomFaults> random_;
  std::mt19937_64 dice_;
  std::vector<InjectedFault> injected_;  // bounded: the newest kInjectedAtMost
};

}  // namespace codevoice::emulators
