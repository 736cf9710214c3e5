#include "rtc/jitter_samples.hpp"

#include <algorithm>

namespace codevoice::rtc {

bool JitterSamples::append(audio::PcmView pcm, const Source& source) {
  if (pcm.empty()) return true;
  if (pcm.size() > kRoom - used_ || count_ == kStretches) return false;
  std::copy(pcm.begin(), pcm.end(), pcm_.begin() + static_cast<std::ptrdiff_t>(used_));
  used_ += pcm.size();
  stretches_[count_++] = Stretch{source, pcm.size(), 0};
  return true;
}

JitterSamples::Popped JitterSamples::pop(std::span<std::int16_t> out) {
  Popped popped{front_timestamp(), false};
  std::size_t concealed = 0;
  std::size_t done = 0;
  std::size_t emptied = 0;
  for (auto wanted = out.size(); wanted > 0 && emptied < count_;) {
    auto& stretch = stretches_[emptied];
    const auto part = std::min(wanted, stretch.samples - stretch.taken);
    if (stretch.source.concealed) concealed += part;
    stretch.taken += part;
    done += part;
    wanted -= part;
    if (stretch.taken == stretch.samples) ++emptied;
  }
  const auto at = pcm_.begin();
  std::copy_n(at, done, out.begin());
  std::copy(at + static_cast<std::ptrdiff_t>(done), at + static_cast<std::ptrdiff_t>(used_), at);
  used_ -= done;
  std::copy(stretches_.begin() + static_cast<std::ptrdiff_t>(emptied), stretches_.begin() + static_cast<std::ptrdiff_t>(count_), stretches_.begin());
  count_ -= emptied;
  popped.concealed = concealed * 2 > out.size();
  return popped;
}

std::int64_t JitterSamples::front_timestamp() const {
  if (count_ == 0) return 0;
  const auto& stretch = stretches_[0];
  return stretch.source.timestamp + stretch.source.ticks * static_cast<std::int64_t>(stretch.taken) / static_cast<std::int64_t>(stretch.samples);
}

void JitterSamples::clear() {
  used_ = 0;
  count_ = 0;
}

}  // namespace codevoice::rtc
