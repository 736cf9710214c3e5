#include "voice/virtual_voice.hpp"

#include <boost/asio/co_spawn.hpp>
#include <future>

#include "base/log.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 20ms;

Awaitable<void> open(VoicePipeline& voice, Result<void>& started) { started = co_await voice.start(); }

void spawn(asio::io_context& loop, Awaitable<void> work) {
  asio::co_spawn(loop, std::move(work), [](std::exception_ptr fault) {
    if (fault) log::error("virtual_voice.failed");
  });
}

}  // namespace

VirtualVoice::VirtualVoice(const VirtualVoiceParts& parts, const VoiceConfig& config, Interview interview)
    : clock_(parts.clock),
      pool_(parts.pool),
      voice_(loop_.get_executor(), clock_, config, parts.engines, std::move(interview), parts.sink, clock_.now()) {}

VirtualVoice::~VirtualVoice() {
  spawn(loop_, voice_.close());
  settle();
}

Result<void> VirtualVoice::start() {
  Result<void> started = fail(ErrorKind::Internal, "the voice path did not start");
  spawn(loop_, open(voice_, started));
  settle();
  if (!started) return started;
  voice_.interview().tell(interview::CandidateJoined{});
  settle();
  return {};
}

/// Until nobody has anything to do at this moment, on the loop or on the pool.
void VirtualVoice::settle() {
  do {
    loop_.restart();
    while (loop_.poll() > 0) {
    }
    if (pool_ == nullptr) return;
    if (!pool_->idle()) wait_for_pool();
    loop_.restart();
  } while (loop_.poll() > 0);
}

void VirtualVoice::wait_for_pool() {
  std::promise<void> idle;
  pool_->post(Priority::Background, [&idle] { idle.set_value(); });  // after all that was asked of its one thread
  idle.get_future().wait();
}

void VirtualVoice::hear(std::span<const std::int16_t> pcm) {
  voice_.input().push(pcm, now(), false);
  const auto end = clock_.now() + kTick;
  settle();
  while (clock_.move_to(end)) settle();
}

void VirtualVoice::rest(Duration length) {
  const std::vector<std::int16_t> quiet(kFrameSamples);
  for (Duration done{}; done < length; done += kTick) hear(quiet);
}

}  // namespace codevoice::voice
