#include "cli/foreign_room.hpp"

#include <atomic>

#include "base/log.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kSearch = 3s;
constexpr auto kLook = 2s;
constexpr std::uint32_t kEmptyTimeout = 300, kDepartureSlack = 20;  // seconds

void say_once(const std::string& room, const Error& why) {
  static std::atomic<bool> is_said{false};
  if (why.kind != ErrorKind::Denied || !is_said.exchange(true)) log::warn("room.not_made_ready", {{"room", room}, {"reason", why.message}});
}

/// The other interviewer's identity; empty when there is none, or when we may not ask.
Awaitable<std::string> interviewer_in(const ForeignRoom& room) {
  const auto all = co_await room.service.list_participants(room.name);
  if (!all) {
    say_once(room.name, all.error());
    co_return std::string();
  }
  for (const auto& who : *all) {
    if (who.kind() == room::wire::kAgentKind && who.state() != room::wire::kDisconnected) co_return who.identity();
  }
  co_return std::string();
}

}  // namespace

Awaitable<Result<void>> prepare_room(ForeignRoom room, std::string url, Clock& clock) {
  const auto kind = co_await room::find_server(std::move(url), kSearch);
  // where nobody answers, joining says so in better words
  if (!kind || *kind == room::ServerKind::CodeVoice) co_return Result<void>{};
  room::wire::CreateRoomRequest wanted;
  wanted.set_name(room.name);
  wanted.set_max_participants(kInterviewParticipants);
  wanted.set_empty_timeout(kEmptyTimeout);
  // a LiveKit server closes a room where only bots are left, and would end what a candidate may come back to (R21)
  wanted.set_departure_timeout(static_cast<std::uint32_t>(room.grace.count()) + kDepartureSlack);
  const auto made = co_await room.service.create_room(std::move(wanted));
  if (!made) say_once(room.name, made.error());
  const auto limit = clock.now() + room.patience;
  for (;;) {
    const auto other = co_await interviewer_in(room);
    if (other.empty()) co_return Result<void>{};
    if (clock.now() >= limit) co_return fail(ErrorKind::Conflict, "another interviewer is already there: " + other);
    co_await clock.sleep_for(kLook);
  }
}

Awaitable<std::vector<std::string>> people_in(const ForeignRoom& room) {
  std::vector<std::string> sids;
  const auto all = co_await room.service.list_participants(room.name);
  if (!all) co_return sids;
  for (const auto& who : *all) {
    const bool could_be_interviewed = who.kind() == room::wire::kStandardKind && who.permission().can_publish();
    if (could_be_interviewed && who.state() != room::wire::kDisconnected) sids.push_back(who.sid());
  }
  co_return sids;
}

}  // namespace codevoice::cli
