// Cost of live captions when 1, 2, 4 and 8 candidates speak at once, in cores a session (limit 0.1 when several speak).
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <ctime>
#include <stdexcept>
#include <string>

#include "audio/resampler.hpp"
#include "audio/wav.hpp"
#include "speech/batch_stt_engine.hpp"
#include "speech/sherpa_transcriber.hpp"

namespace codevoice::bench {
namespace {

using namespace std::chrono_literals;

constexpr auto kLength = 20s;  // of talking, in real time
constexpr std::size_t kFrame = 320;

/// Counts the CPU its calls take: in this bench all of them are for captions, as nobody pauses or ends a turn.
class Counting final : public speech::Transcriber {
 public:
  explicit Counting(std::shared_ptr<speech::Transcriber> inner) : inner_(std::move(inner)) {}
  std::string name() const override { return inner_->name(); }
  Result<std::string> transcribe(std::span<const std::int16_t> audio) override {
    const auto before = thread_cpu();
    auto text = inner_->transcribe(audio);
    nanoseconds += thread_cpu() - before;
    ++calls;
    return text;
  }
  std::atomic<std::int64_t> nanoseconds = 0;
  std::atomic<int> calls = 0;

 private:
  static std::int64_t thread_cpu() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
  }
  std::shared_ptr<speech::Transcriber> inner_;
};

Awaitable<void> talk(speech::SttEngine& engine, const audio::Pcm& speech, std::size_t from, int& captions) {
  const auto executor = co_await asio::this_coro::executor;
  speech::SttListener listener;
  listener.on_text = [&captions](const speech::Transcription&) { ++captions; };
  auto stream = engine.open(executor, std::move(listener));
  if (!stream) throw std::runtime_error(stream.error().message);
  asio::steady_timer tick(executor, std::chrono::steady_clock::now());
  for (Duration at{}; at < kLength; at += 20ms) {
    std::array<std::int16_t, kFrame> frame;
    for (std::size_t i = 0; i < kFrame; ++i) frame[i] = speech[(from + i) % speech.size()];
    from += kFrame;
    (*stream)->write(frame, at, true);
    tick.expires_at(tick.expiry() + 20ms);
    co_await tick.async_wait(asio::use_awaitable);
  }
  co_await (*stream)->close();
}

/// Whether the limit holds.
bool measure(const std::shared_ptr<speech::Transcriber>& moonshine, const audio::Pcm& speech, std::size_t sessions) {
  const auto counting = std::make_shared<Counting>(moonshine);
  WorkerPool pool({.name = "bench", .threads = 1, .niceness = 10});
  speech::BatchSttEngine engine(pool, counting);
  asio::io_context loop(1);
  int captions = 0;
  for (std::size_t i = 0; i < sessions; ++i) {
    asio::co_spawn(loop, talk(engine, speech, i * speech.size() / sessions, captions), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
  }
  loop.run();
  const double each = static_cast<double>(counting->nanoseconds) * 1e-9 / (static_cast<double>(sessions) * 20.0);
  const bool fits = sessions == 1 || each <= 0.1;
  std::printf("%8zu %10.3f %9d %9d   %s\n", sessions, each, counting->calls.load(), captions, fits ? "PASS" : "FAIL");
  std::fflush(stdout);
  return fits;
}

}  // namespace
}  // namespace codevoice::bench

int main() {
  using namespace codevoice;
  const std::string tools = CODEVOICE_TOOLS_DIR;
  const auto wav = audio::read_wav(tools + "/assets/two_cities.wav");
  const auto moonshine = speech::make_moonshine(tools + "/models/stt/moonshine-tiny-en");
  if (!wav || !moonshine) {
    std::fprintf(stderr, "%s\n", (wav ? moonshine.error() : wav.error()).message.c_str());
    return 1;
  }
  const auto speech = audio::resample(wav->mono(), wav->rate_hz, audio::kSpeechRateHz).value();
  std::printf("%8s %10s %9s %9s\n", "speaking", "cores each", "decodes", "captions");
  bool fits = true;
  for (const std::size_t sessions : {1U, 2U, 4U, 8U}) fits = bench::measure(*moonshine, speech, sessions) && fits;
  return fits ? 0 : 1;
}
