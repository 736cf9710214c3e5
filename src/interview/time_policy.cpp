#include "interview/time_policy.hpp"

#include <algorithm>

namespace codevoice::interview {

using namespace std::chrono_literals;

TimePolicy::TimePolicy(std::chrono::minutes length, std::size_t questions)
    : length_(length),
      need_(std::clamp<Elapsed>(length_ / (2 * (static_cast<std::int64_t>(questions) + 1)), 10s, 60s)),
      reserve_(std::min<Elapsed>(length_ / 10, 45s)),
      overtime_(std::clamp<Elapsed>(length_ / 10, 60s, 180s)) {}

TimePolicy::Room TimePolicy::room_for_questions(Elapsed spent, std::size_t left) const {
  const Elapsed rest = length_ - reserve_ - spent;
  if (left == 0 || rest < need_) return Room::None;
  return rest < 2 * need_ ? Room::OneQuestion : Room::More;
}

bool TimePolicy::room_for_follow_up(Elapsed spent, std::size_t left) const {
  const Elapsed rest = length_ - reserve_ - spent;
  return rest >= need_ / 2 + need_ * static_cast<std::int64_t>(left);
}

std::size_t TimePolicy::minutes_left(Elapsed spent) const {
  if (spent >= length_) return 0;
  return static_cast<std::size_t>((length_ - spent + 30s) / 60s);
}

}  // namespace codevoice::interview
