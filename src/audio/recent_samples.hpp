// The newest samples of a stream, in one piece: what a filter or a search looks back at.
// Units:  the caller's. Thread: a value, one at a time. Errors: none; what never came is zero.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace codevoice::audio {

class RecentSamples {
 public:
  /// `kept`: how far one may look back. Nothing is allocated after this.
  explicit RecentSamples(std::size_t kept) : kept_(kept), samples_(2 * kept), end_(kept) {}

  /// At most as many as are kept.
  void push(std::span<const float> newer) {
    if (end_ + newer.size() > samples_.size()) {
      std::copy_n(samples_.begin() + static_cast<std::ptrdiff_t>(end_ - kept_), kept_, samples_.begin());
      end_ = kept_;
    }
    std::copy(newer.begin(), newer.end(), samples_.begin() + static_cast<std::ptrdiff_t>(end_));
    end_ += newer.size();
  }
  /// The last `count` samples before the newest `after`; both together no more than are kept.
  std::span<const float> last(std::size_t count, std::size_t after = 0) const { return std::span(samples_).subspan(end_ - after - count, count); }
  void clear() {
    std::fill(samples_.begin(), samples_.end(), 0.0F);
    end_ = kept_;
  }

 private:
  std::size_t kept_;
  std::vector<float> samples_;
  std::size_t end_;  // the newest is before it
};

}  // namespace codevoice::audio
