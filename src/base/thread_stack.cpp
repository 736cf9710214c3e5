// untested: through loop_watch_test.cpp
#include "base/thread_stack.hpp"

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fmt/format.h>
#include <semaphore.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>

namespace codevoice {
namespace {

constexpr int kFrames = 48;
constexpr int kOwnFrames = 2;  // the handler, and what the kernel calls it by
constexpr std::time_t kLimitSeconds = 1;

/// What the handler writes. It is never freed: a thread may answer after it was given up.
struct Capture {
  std::atomic<int> wanted{0};  // which answer is waited for
  std::array<void*, kFrames> frames{};
  int count = 0;
  sem_t done{};
};
Capture& capture() {
  static Capture one;
  return one;
}

void on_signal(int) {
  const int before = errno;
  auto& to = capture();
  if (to.wanted.exchange(0) != 0) {  // else it comes too late
    to.count = backtrace(to.frames.data(), kFrames);
    sem_post(&to.done);
  }
  errno = before;
}

int signal_number() { return SIGRTMIN + 7; }

bool prepare() {
  sem_init(&capture().done, 0, 0);
  std::array<void*, 1> here{};
  (void)backtrace(here.data(), 1);  // the first call loads a library, which a handler must not
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  return sigaction(signal_number(), &action, nullptr) == 0;
}

std::string function_name(const char* symbol) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(abi::__cxa_demangle(symbol, nullptr, nullptr, &status), std::free);
  return status == 0 ? name.get() : symbol;
}

std::string frame_name(void* address) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);  // NOLINT(performance-no-int-to-ptr)
  Dl_info info{};
  if (dladdr(address, &info) == 0) return fmt::format("{:#x}", at);
  const auto module = info.dli_fname == nullptr ? std::string("?") : std::filesystem::path(info.dli_fname).filename().string();
  const auto place = fmt::format("{}+{:#x}", module, at - reinterpret_cast<std::uintptr_t>(info.dli_fbase));
  if (info.dli_sname == nullptr) return place;
  return fmt::format("{}+{:#x} ({})", function_name(info.dli_sname), at - reinterpret_cast<std::uintptr_t>(info.dli_saddr), place);
}

std::string names_of(std::span<void* const> frames) {
  std::string all;
  for (auto* frame : frames) all += (all.empty() ? "" : " < ") + frame_name(frame);
  return all;
}

/// Within a second.
bool posted() {
  timespec until{};
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += kLimitSeconds;
  int result = 0;
  do {
    result = sem_timedwait(&capture().done, &until);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

bool answered() {
  if (posted()) return true;
  if (capture().wanted.exchange(0) != 0) return false;
  return posted();  // it was just answering; unless it hangs in that, too
}

}  // namespace

Result<std::string> stack_of(pthread_t thread) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  static const bool is_prepared = prepare();
  if (!is_prepared) return fail(ErrorKind::Internal, "no signal to be had");
  while (sem_trywait(&capture().done) == 0) {  // of one that answered after it was given up
  }
  capture().wanted = 1;
  if (pthread_kill(thread, signal_number()) != 0 || !answered()) return fail(ErrorKind::Timeout, "the thread does not answer");
  const auto all = std::span(capture().frames).first(static_cast<std::size_t>(capture().count));
  return names_of(all.subspan(std::min<std::size_t>(kOwnFrames, all.size())));
}

}  // namespace codevoice
