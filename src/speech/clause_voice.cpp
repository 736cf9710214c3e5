#include "speech/clause_voice.hpp"

#include <algorithm>

namespace codevoice::speech {
namespace {
constexpr double kQuietDbfs = -48.0;
}  // namespace

void trim_silence(audio::Pcm& pcm, std::uint32_t rate_hz) {
  const std::size_t window = rate_hz / 100;
  const auto loud = [&](std::size_t at) {
    return audio::level_dbfs(audio::PcmView(pcm).subspan(at, std::min(window, pcm.size() - at))) > kQuietDbfs;
  };
  std::size_t first = 0;
  while (first < pcm.size() && !loud(first)) first += window;
  if (first >= pcm.size()) {
    pcm.clear();
    return;
  }
  std::size_t last = (pcm.size() - 1) / window * window;
  while (last > first && !loud(last)) last -= window;
  const auto end = std::min(pcm.size(), last + window + audio::samples_in(kLeadOut, rate_hz));
  const auto begin = first - std::min(first, audio::samples_in(kLeadIn, rate_hz));
  pcm.resize(end);
  pcm.erase(pcm.begin(), pcm.begin() + static_cast<std::ptrdiff_t>(begin));
}

}  // namespace codevoice::speech
