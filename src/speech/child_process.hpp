// A helper program kept alive: lines in, lines out.
// Ownership: the program ends with the object (its input closes; if that is not enough it is killed). Thread: one at a time; calls
//            block up to their deadline, so use it from a worker pool.
// Errors:    Unavailable when the program cannot be started or has gone, Timeout when it does not answer in time.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::speech {

class ChildProcess {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// `command[0]` is looked up in PATH. Its stderr is dropped.
  static Result<ChildProcess> start(const std::vector<std::string>& command);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();

  Result<void> write(std::string_view text, Deadline deadline);
  /// The next line without its end.
  Result<std::string> read_line(Deadline deadline);
  pid_t pid() const { return pid_; }

 private:
  ChildProcess(pid_t pid, int socket) : pid_(pid), socket_(socket) {}
  Result<void> wait_for(short events, Deadline deadline) const;
  void end();

  pid_t pid_ = -1;
  int socket_ = -1;
  std::string unread_;
};

}  // namespace codevoice::speech
