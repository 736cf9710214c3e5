#include "speech/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

extern char** environ;

namespace codevoice::speech {
namespace {

constexpr std::size_t kLongestLine = 1 << 20;  // a program that never ends its line must not eat the memory

Error gone(std::string_view what) { return {ErrorKind::Unavailable, std::string(what) + ": " + std::strerror(errno)}; }

int spawn(const std::vector<std::string>& command, int socket, pid_t& pid) {
  std::vector<char*> arguments;
  for (const auto& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const int problem = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return problem;
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& command) {
  // a socket, not pipes: writing to a program that has gone must not raise SIGPIPE
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return tl::unexpected(gone("socketpair"));
  pid_t pid = -1;
  errno = spawn(command, ends[1], pid);
  close(ends[1]);
  if (errno != 0) {
    const auto error = gone("cannot start " + command[0]);
    close(ends[0]);
    return tl::unexpected(error);
  }
  return ChildProcess(pid, ends[0]);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this == &other) return *this;
  end();
  pid_ = std::exchange(other.pid_, -1);
  socket_ = std::exchange(other.socket_, -1);
  unread_ = std::move(other.unread_);
  return *this;
}

ChildProcess::~ChildProcess() { end(); }

void ChildProcess::end() {
  if (socket_ >= 0) close(socket_);
  if (pid_ > 0) {
    kill(pid_, SIGKILL);  // it holds nothing that a kinder end would save
    waitpid(pid_, nullptr, 0);
  }
  socket_ = -1;
  pid_ = -1;
}

Result<void> ChildProcess::wait_for(short events, Deadline deadline) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return fail(ErrorKind::Timeout, "no answer in time");
    pollfd poll_for{socket_, events, 0};
    const int ready = poll(&poll_for, 1, static_cast<int>(left.count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return tl::unexpected(gone("poll"));
  }
}

Result<void> ChildProcess::write(std::string_view text, Deadline deadline) {
  while (!text.empty()) {
    if (auto ready = wait_for(POLLOUT, deadline); !ready) return ready;
    const auto sent = send(socket_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return tl::unexpected(gone("write"));
    if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

Result<std::string> ChildProcess::read_line(Deadline deadline) {
  std::array<char, 4096> block;
  while (true) {
    if (const auto end_of_line = unread_.find('\n'); end_of_line != std::string::npos) {
      auto line = unread_.substr(0, end_of_line);
      unread_.erase(0, end_of_line + 1);
      return line;
    }
    if (unread_.size() > kLongestLine) return fail(ErrorKind::Protocol, "a line without end");
    if (auto ready = wait_for(POLLIN, deadline); !ready) return tl::unexpected(ready.error());
    const auto got = recv(socket_, block.data(), block.size(), MSG_DONTWAIT);
    if (got == 0) return fail(ErrorKind::Unavailable, "the program has ended");
    if (got < 0 && errno != EAGAIN && errno != EINTR) return tl::unexpected(gone("read"));
    if (got > 0) unread_.append(block.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace codevoice::speech
