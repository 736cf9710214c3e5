#include "turns/flow.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "speech/log_mel.hpp"

namespace codevoice::bench {
namespace {

constexpr std::size_t kHop = 160;                                 // of LogMel
constexpr std::size_t kKnown = 200, kBefore = 300, kAfter = 100;  // frames: what is looked for, and where, about the place it has in `first`
constexpr std::size_t kQuietest = 6;                              // frames to either side in which the cut may move

using Frame = std::array<float, speech::LogMel::kBands>;

/// LogMel pads in front, so the newest frame is always the last.
std::vector<Frame> frames_of(audio::PcmView pcm) {
  const auto count = std::min<std::size_t>(pcm.size() / kHop, speech::LogMel::kFrames);
  const speech::LogMel mel;
  const auto values = mel.compute(pcm);
  std::vector<Frame> frames(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t band = 0; band < frames[i].size(); ++band) {
      frames[i][band] = values[band * speech::LogMel::kFrames + speech::LogMel::kFrames - count + i];
    }
  }
  return frames;
}

float distance(const Frame& a, const Frame& b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

/// The frame of `in` at which the best way of laying `known` over a part of it ends.
std::size_t best_end(const std::vector<Frame>& known, const std::vector<Frame>& in) {
  std::vector<float> before(in.size(), 0.0F), now(in.size());
  for (std::size_t i = 0; i < known.size(); ++i) {
    for (std::size_t j = 0; j < in.size(); ++j) {
      const float left = j > 0 ? now[j - 1] : std::numeric_limits<float>::max();
      const float diagonal = j > 0 ? before[j - 1] : std::numeric_limits<float>::max();
      now[j] = distance(known[i], in[j]) + (i == 0 ? 0.0F : std::min({before[j], left, diagonal}));
    }
    std::swap(before, now);
  }
  return static_cast<std::size_t>(std::min_element(before.begin(), before.end()) - before.begin());
}

double energy(const audio::Pcm& pcm, std::size_t frame) {
  double sum = 0;
  for (auto i = frame * kHop; i < std::min(pcm.size(), (frame + 2) * kHop); ++i) sum += static_cast<double>(pcm[i]) * pcm[i];
  return sum;
}

}  // namespace

std::size_t end_of_first_words(const audio::Pcm& whole, const audio::Pcm& first) {
  const auto end = first.size() / kHop;
  const auto from = end - std::min(end, kBefore), to = std::min(whole.size() / kHop, end + kAfter);
  if (to <= from + 2 * kQuietest) return whole.size();
  const auto known = frames_of(audio::PcmView(first).last(std::min(first.size(), kKnown * kHop)));
  const auto in = frames_of(audio::PcmView(whole).subspan(from * kHop, (to - from) * kHop));
  const auto cut = from + best_end(known, in);
  auto best = cut;
  for (auto frame = cut - std::min(cut, kQuietest); frame <= cut + kQuietest; ++frame) {
    if (energy(whole, frame) < energy(whole, best)) best = frame;
  }
  return std::min(whole.size(), (best + 1) * kHop);
}

}  // namespace codevoice::bench
