#include "rtc/sctp_stack.hpp"

#include <pthread.h>
#include <usrsctp.h>

#include <mutex>
#include <system_error>

#include "base/log.hpp"
#include "rtc/sctp_table.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::chrono::milliseconds kTick{10};
constexpr std::chrono::milliseconds kRest{100};  // data is rare in an interview: the thread must not wake for nothing all the while
constexpr int kQuietTicks = 20;
constexpr std::uint32_t kDelayedAckMs = 20;

int on_output(void* address, void* packet, std::size_t size, std::uint8_t /*tos*/, std::uint8_t /*df*/) {
  auto* endpoint = SctpTable::of_this_thread().find(reinterpret_cast<std::uintptr_t>(address));
  if (endpoint != nullptr) endpoint->on_sctp_output(ByteView(static_cast<const std::uint8_t*>(packet), size));
  return 0;
}

// Once a process: usrsctp_finish() cannot be relied on, so the library stays set up when a stack goes.
void set_up_usrsctp() {
  usrsctp_init_nothreads(0, &on_output, nullptr);
  usrsctp_sysctl_set_sctp_ecn_enable(0);
  usrsctp_sysctl_set_sctp_asconf_enable(0);
  usrsctp_sysctl_set_sctp_auth_enable(0);
  usrsctp_sysctl_set_sctp_blackhole(2);  // no ABORT for packets that fit no association
  usrsctp_sysctl_set_sctp_delayed_sack_time_default(kDelayedAckMs);
}

struct Running {
  std::mutex mutex;
  std::weak_ptr<SctpStack> stack;
};
Running& running() {
  static Running only;  // usrsctp is global, so is the knowledge of who drives it
  return only;
}

}  // namespace

Result<std::shared_ptr<SctpStack>> SctpStack::shared() {
  auto& current = running();
  const std::lock_guard lock(current.mutex);
  if (auto stack = current.stack.lock()) return stack;
  try {
    std::shared_ptr<SctpStack> stack(new SctpStack(), [](SctpStack* last) {
      const std::lock_guard closing(running().mutex);  // a new one may not begin while the old thread still runs
      const std::unique_ptr<SctpStack> owned(last);
    });
    current.stack = stack;
    return stack;
  } catch (const std::system_error& error) {
    return fail(ErrorKind::Internal, std::string("the SCTP thread cannot start: ") + error.what());
  }
}

SctpStack::SctpStack() : guard_(loop_.get_executor()), timer_(loop_), thread_([this] { run(); }) {}

SctpStack::~SctpStack() {
  post([this] {
    timer_.cancel();
    guard_.reset();
  });
  thread_.join();
}

void SctpStack::run() {
  pthread_setname_np(pthread_self(), "sctp");
  static std::once_flag once;
  std::call_once(once, set_up_usrsctp);
  ticked_at_ = std::chrono::steady_clock::now();
  tick();
  loop_.run();
}

void SctpStack::advance() {
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - ticked_at_);
  ticked_at_ += elapsed;  // the rest below a millisecond is kept
  usrsctp_handle_timers(static_cast<std::uint32_t>(elapsed.count()));
}

void SctpStack::begin_work() {
  quiet_ticks_ = 0;
  if (!resting_) return;
  resting_ = false;
  advance();  // usrsctp sets its timers by a clock that stood still meanwhile
  tick();
}

void SctpStack::tick() {
  timer_.expires_after(resting_ ? kRest : kTick);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error || !guard_.owns_work()) return;
    advance();
    for (const auto& [key, ticked] : ticked_) ticked();
    resting_ = ++quiet_ticks_ > kQuietTicks;
    tick();
  });
}

void SctpStack::on_tick(const void* key, std::function<void()> ticked) {
  std::erase_if(ticked_, [key](const auto& entry) { return entry.first == key; });
  if (ticked) ticked_.emplace_back(key, std::move(ticked));
}

}  // namespace codevoice::rtc
