// The Piper voice: CPU for a second of speech, and memory over many lengths of clause (limit: 64 MB more after ten rounds than after two).

#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

#include "base/allocator.hpp"
#include "speech/openvino_piper.hpp"
#include "speech/openvino_runtime.hpp"

namespace codevoice::bench {
namespace {

constexpr int kRounds = 10;
constexpr int kMostWords = 20;  // of a clause
constexpr double kMostGrowthMb = 64.0;

double resident_mb() {
  double pages = 0.0, resident = 0.0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * 4096 / 1e6;
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string clause_of(int words) {
  std::string text;
  for (int i = 0; i < words; ++i) text += i % 2 == 0 ? "thread " : "memory ";
  return text;
}

/// One clause of each length, longest first; how much CPU a second of speech took.
double speak_all_lengths(speech::ClauseVoice& voice) {
  const double before = cpu_seconds();
  double spoken = 0.0;
  for (int words = kMostWords; words >= 1; --words) {
    const auto pcm = voice.synthesize(clause_of(words));
    if (pcm) spoken += static_cast<double>(pcm->size()) / voice.rate_hz();
  }
  return (cpu_seconds() - before) / spoken;
}

}  // namespace
}  // namespace codevoice::bench

int main() {
  using namespace codevoice;
  codevoice::configure_allocator();  // as the product does
  const auto runtime = speech::OpenVinoRuntime::create("");
  const std::string file = std::string(CODEVOICE_TOOLS_DIR) + "/models/tts/en_US-joe-medium.onnx";
  const auto voice = speech::make_piper(*runtime, {file, "voice", "or run tools/setup.sh"});
  if (!voice) {
    std::fprintf(stderr, "%s\n", voice.error().message.c_str());
    return 1;
  }
  std::printf("%8s %18s %14s\n%8s %18s %14.0f\n", "round", "cpu s per second", "resident MB", "loaded", "", bench::resident_mb());
  double second = 0.0, last = 0.0;
  for (int round = 1; round <= bench::kRounds; ++round) {
    const double factor = bench::speak_all_lengths(**voice);
    last = bench::resident_mb();
    if (round == 2) second = last;
    std::printf("%8d %18.3f %14.0f\n", round, factor, last);
    std::fflush(stdout);
  }
  const bool flat = last - second <= bench::kMostGrowthMb;
  std::printf("%s: %.0f MB more after %d rounds than after two (limit %.0f)\n", flat ? "PASS" : "FAIL", last - second, bench::kRounds,
              bench::kMostGrowthMb);
  return flat ? 0 : 1;
}
