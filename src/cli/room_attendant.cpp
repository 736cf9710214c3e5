// untested: joins real servers; tests/e2e/livekit.test.mjs and livekit_cluster.test.mjs
#include "cli/room_attendant.hpp"

#include <utility>

#include "base/log.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours kBotToken{6};
constexpr auto kFirstPause = 1s;
constexpr auto kLongestPause = 30s;
constexpr auto kLook = 5s;

}  // namespace

void RoomAttendant::wait_in(const std::string& room) {
  if (waits_in_.insert(room).second) tasks_.spawn("attend", attend(room));
}

void RoomAttendant::somebody_came(const std::string& room) {
  if (const auto waiting = pauses_.find(room); waiting != pauses_.end()) waiting->second->cancel();
  if (closing_ || waits_in_.contains(room) || !visits_.insert(room).second) return;
  tasks_.spawn("visit", visit(room));
}

Awaitable<void> RoomAttendant::close() {
  closing_ = true;
  for (const auto& [room, timer] : pauses_) timer->cancel();
  const auto limit = clock_.now() + 5s;
  while (tasks_.size() > 0 && clock_.now() < limit) co_await clock_.sleep_for(50ms);
  co_await tasks_.close();
}

ForeignRoom RoomAttendant::foreign(const std::string& room, Duration patience) const {
  room::RoomServiceConfig service;
  service.url = config_.url;
  service.key = config_.key;
  return {room::RoomServiceClient(service), room, patience, config_.grace};
}

Awaitable<Result<Visit>> RoomAttendant::interview(std::string room, Patience patience, std::vector<std::string>& met) {
  auto wanted = foreign(room, Duration::zero());
  const auto ready = co_await prepare_room(std::move(wanted), config_.url, clock_);
  if (!ready) co_return tl::unexpected(ready.error());
  room::RoomClientConfig client;
  client.url = config_.url;
  client.token = room::make_join_token(config_.key, room, config_.identity, kBotToken, true, {{std::string(kBotAttribute), config_.process}});
  co_return co_await shard_.host->interview_by_url(*shard_.hub, std::move(client), met, patience);
}

Awaitable<void> RoomAttendant::attend(std::string room) {
  std::vector<std::string> met;
  std::string told;
  Duration wait = kFirstPause;
  while (!closing_ && !shard_.host->stopping()) {
    const auto done = co_await interview(room, Patience::WaitsForSomebody, met);
    if (closing_ || shard_.host->stopping()) break;
    if (done) {
      told.clear();
      wait = kFirstPause;
      continue;
    }
    if (std::exchange(told, done.error().message) != done.error().message) {
      log::warn("interviewer.kept_away", {{"room", room}, {"reason", done.error().message}});
    }
    if (done.error().kind == ErrorKind::Cancelled) {
      co_await until_somebody_new(room);
      wait = kFirstPause;
    } else {
      co_await pause(room, wait);
      wait = std::min<Duration>(wait * 2, kLongestPause);
    }
  }
}

Awaitable<void> RoomAttendant::visit(std::string room) {
  std::vector<std::string> met;
  const auto done = co_await interview(room, Patience::OnlyWhoIsThere, met);
  visits_.erase(room);
  if (!done && !closing_) log::warn("interviewer.kept_away", {{"room", room}, {"reason", done.error().message}});
}

/// Those who were there when we were sent away are not ours to come back to.
Awaitable<void> RoomAttendant::until_somebody_new(std::string room) {
  const auto asked = foreign(room, Duration{});
  const auto before = co_await people_in(asked);
  while (!closing_) {
    co_await pause(room, kLook);
    const auto now = co_await people_in(asked);
    const auto is_new = [&](const std::string& sid) { return std::find(before.begin(), before.end(), sid) == before.end(); };
    if (std::any_of(now.begin(), now.end(), is_new)) co_return;
  }
}

Awaitable<void> RoomAttendant::pause(std::string room, Duration at_most) {
  asio::steady_timer timer(shard_.executor, at_most);
  pauses_[room] = &timer;
  co_await timer.async_wait(as_tuple_awaitable);
  pauses_.erase(room);
}

}  // namespace codevoice::cli
