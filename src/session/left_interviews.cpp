#include "session/left_interviews.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kSilentUs = 10'000'000;  // a process that lives gives a sign every 2 s
constexpr auto kSoon = 2s;
constexpr auto kSeldom = 8s;
constexpr auto kSpread = 4s;

}  // namespace

Result<std::optional<store::SessionDetail>> LeftInterviews::take_up(std::string_view room, std::string_view identity, std::int64_t now) {
  const auto running = interviews_.running_in(room);
  if (!running) return tl::unexpected(running.error());
  for (const auto& session : *running) {
    const bool is_theirs = session.candidate_identity == identity && now - session.alive_at <= window_us_;
    if (!is_theirs || us_.is_alive(session.holder)) continue;
    auto detail = interviews_.show(session.id);
    if (!detail) return tl::unexpected(detail.error());
    const auto is_ours = interviews_.hand_over(session, us_.id(), now);
    if (!is_ours) return tl::unexpected(is_ours.error());
    if (*is_ours) return std::optional(std::move(*detail));
  }
  return std::optional<store::SessionDetail>{};
}

Result<LeftLook> LeftInterviews::end_late(std::int64_t now) {
  const auto silent = interviews_.silent_since(now - std::min(window_us_, kSilentUs));
  if (!silent) return tl::unexpected(silent.error());
  LeftLook look;
  for (const auto& session : *silent) {
    if (us_.is_alive(session.holder)) continue;
    if (now - session.alive_at <= window_us_) {
      ++look.waiting;
      continue;
    }
    const auto is_ended = interviews_.end_left(session, kNobodyCameBack, now);
    if (!is_ended) return tl::unexpected(is_ended.error());
    if (!*is_ended) continue;
    ++look.ended;
    log::info("session.ended", {{"session", session.id}, {"status", "Failed"}, {"reason", kNobodyCameBack}});
  }
  return look;
}

Duration next_look(const LeftLook& look, store::Engine engine, double dice) {
  if (look.waiting > 0 || engine == store::Engine::Sqlite) return kSoon;
  return kSeldom + std::chrono::duration_cast<Duration>(kSpread * dice);
}

}  // namespace codevoice::session
