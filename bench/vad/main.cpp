// Cost of voice activity detection when B sessions are heard at once: microseconds of CPU per session and 32 ms window.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <ctime>
#include <stdexcept>
#include <string>

#include "speech/openvino_runtime.hpp"
#include "speech/openvino_vad.hpp"

namespace codevoice::bench {
namespace {

constexpr int kWindows = 1'000;  // per session: 32 s of speech

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Awaitable<void> listen(speech::VadStream& stream, int windows) {
  std::array<std::int16_t, speech::kVadWindow> window{};
  for (int i = 0; i < windows; ++i) {
    for (std::size_t k = 0; k < window.size(); ++k) window[k] = static_cast<std::int16_t>((k * 37 + static_cast<std::size_t>(i) * 11) % 2'000);
    const auto probability = co_await stream.probability(window);
    if (!probability) throw std::runtime_error(probability.error().message);
  }
}

void run(speech::OpenVinoVad& vad, std::size_t sessions, int windows) {
  asio::io_context loop(1);
  std::vector<std::unique_ptr<speech::VadStream>> streams;
  for (std::size_t i = 0; i < sessions; ++i) streams.push_back(vad.open_stream());
  for (auto& stream : streams) {
    asio::co_spawn(loop, listen(*stream, windows), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
  }
  loop.run();
}

}  // namespace
}  // namespace codevoice::bench

int main() {
  using namespace codevoice;
  WorkerPool pool({.name = "bench", .threads = 1});
  const auto runtime = speech::OpenVinoRuntime::create("");
  const std::string file = std::string(CODEVOICE_TOOLS_DIR) + "/models/vad/silero_vad_op18_ifless.onnx";
  auto vad = speech::OpenVinoVad::create(*runtime, {file, "voice activity model", "or run tools/setup.sh"}, pool);
  if (!vad) {
    std::fprintf(stderr, "%s\n", vad.error().message.c_str());
    return 1;
  }
  std::printf("%10s %16s %14s %14s\n", "sessions", "us per window", "% of a core", "batch");
  for (const std::size_t sessions : {1U, 4U, 8U, 16U, 32U}) {
    bench::run(**vad, sessions, 50);  // warm
    const auto counted = (*vad)->counters();
    const double before = bench::cpu_seconds();
    bench::run(**vad, sessions, bench::kWindows);
    const double each = (bench::cpu_seconds() - before) / (static_cast<double>(sessions) * bench::kWindows);
    const auto after = (*vad)->counters();
    const double batch = static_cast<double>(after.windows - counted.windows) / static_cast<double>(after.batches - counted.batches);
    std::printf("%10zu %16.1f %14.2f %14.1f\n", sessions, each * 1e6, each / 0.032 * 100, batch);
  }
  return 0;
}
