#include "voice/reply_pace.hpp"

#include <algorithm>

namespace codevoice::voice {
namespace {

constexpr Duration kTolerance = std::chrono::milliseconds{20};  // a frame of the playout

}  // namespace

int ReplyPace::take(const Chunk& chunk) {
  const bool was_waited_for = chunk.came - chunk.asked > kTolerance;
  if (chunk.goes_on && was_waited_for && chunk.came > plays_until_ + kTolerance) ++behind_;
  plays_until_ = std::max(plays_until_, chunk.came) + chunk.length;
  return behind_;
}

}  // namespace codevoice::voice
