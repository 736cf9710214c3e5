#include "bargein/reply_follower.hpp"

#include <algorithm>
#include <utility>

namespace codevoice::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kSofter = 6;    // dB
constexpr int kNothing = 80;  // softer than any voice that is only turned down

}  // namespace

/// The first tick that is silent or softer. A reply that is quiet by itself is silent from there on.
bool ReplyFollower::begins(std::size_t at, const VirtualSession::Sent& tick) {
  const bool is_quiet = undisturbed_[at] >= VirtualSession::kLoud;
  if (is_quiet && !quiet_from_) quiet_from_ = tick.at;
  if (is_quiet) return false;
  if (tick.level >= undisturbed_[at] + kSofter) return true;
  quiet_from_.reset();
  return false;
}

void ReplyFollower::end_pause(std::size_t index) {
  const auto ticks = index - *std::exchange(paused_from_, std::nullopt);
  late_ += ticks;
  found_.pause = std::max(found_.pause, Duration{20ms} * static_cast<std::int64_t>(ticks));
  found_.paused = true;
}

void ReplyFollower::feed(std::size_t index, const VirtualSession::Sent& tick) {
  const auto at = index - late_;
  if (tick.loud()) last_sound_ = at;
  if (at >= undisturbed_.size()) return;
  if (!disturbed_from_) {
    if (!begins(at, tick)) return;
    disturbed_from_ = tick.at;
    if (!found_.silent) found_.silent = quiet_from_.value_or(tick.at);
  }
  const bool is_quiet = undisturbed_[at] >= VirtualSession::kLoud;
  const bool sounds = tick.level < kNothing;
  if (!paused_from_ && !is_quiet && !sounds) paused_from_ = index;
  if (paused_from_ && sounds) {
    end_pause(index);
  } else if (paused_from_ || is_quiet || tick.level >= undisturbed_[at] + kSofter) {
    return;
  }
  if (found_.whole) found_.later = std::max(found_.later, tick.at - *disturbed_from_);
  if (!found_.whole) found_.whole = tick.at;
  disturbed_from_.reset();
}

Disturbances ReplyFollower::found() const {
  auto found = found_;
  found.paused = found.paused || paused_from_.has_value();
  return found;
}

}  // namespace codevoice::bench
