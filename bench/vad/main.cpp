// Cost of voice activity detection when B sessions are heard at once: microseconds of CPU per session and 32 ms window.
#include <cstdio>
#include <ctime>
#include <stdexcept>
#include <string>
#include <vector>

#include "speech/silero_vad.hpp"

namespace codevoice::bench {
namespace {

constexpr int kWindows = 1'000;                // per session: 32 s of speech
constexpr double kBudget = 1e-3;               // seconds of CPU per second of a session
constexpr std::size_t kOtherWork = 2U << 20U;  // bytes touched between windows, as codecs and other sessions do

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

enum class Cache { Warm, Cold };

/// Seconds of CPU for one window of one session.
double measure(speech::VadModel& vad, std::size_t sessions, Cache cache) {
  std::vector<std::unique_ptr<speech::VadStream>> streams;
  for (std::size_t i = 0; i < sessions; ++i) streams.push_back(vad.open_stream());
  std::vector<char> other(kOtherWork);
  std::array<std::int16_t, speech::kVadWindow> window{};
  double spent = 0.0;
  for (int i = 0; i < kWindows; ++i) {
    for (std::size_t k = 0; k < window.size(); ++k) window[k] = static_cast<std::int16_t>((k * 37 + static_cast<std::size_t>(i) * 11) % 2'000);
    if (cache == Cache::Cold) {
      for (std::size_t k = 0; k < other.size(); k += 64) ++other[k];
    }
    const double before = cpu_seconds();
    for (auto& stream : streams) {
      if (!stream->probability(window)) throw std::runtime_error("no probability");
    }
    spent += cpu_seconds() - before;
  }
  return spent / (static_cast<double>(sessions) * kWindows);
}

int run() {
  const std::string file = std::string(CODEVOICE_TOOLS_DIR) + "/models/vad/silero_vad_op18_ifless.onnx";
  std::printf("%-10s %10s %16s %24s %20s\n", "code", "sessions", "us per window", "ms per second of speech", "of the budget");
  for (const auto code : {speech::SileroNet::Code::Best, speech::SileroNet::Code::Portable}) {
    auto vad = speech::SileroVad::create({file, "voice activity model", "or run tools/setup.sh"}, code);
    if (!vad) {
      std::fprintf(stderr, "%s\n", vad.error().message.c_str());
      return 1;
    }
    const auto* const name = code == speech::SileroNet::Code::Best ? "best" : "portable";
    const auto print = [name](const char* sessions, double each) {
      std::printf("%-10s %10s %16.1f %24.2f %18.0f %%\n", name, sessions, each * 1e6, each / 0.032 * 1e3, each / 0.032 / kBudget * 100);
    };
    for (const std::size_t sessions : {1U, 8U, 32U}) print(std::to_string(sessions).c_str(), measure(**vad, sessions, Cache::Warm));
    print("1, cold", measure(**vad, 1, Cache::Cold));
  }
  return 0;
}

}  // namespace
}  // namespace codevoice::bench

int main() { return codevoice::bench::run(); }
