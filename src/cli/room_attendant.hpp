// Sees to it that a room of a LiveKit server has an interviewer, for as long as the process runs.
// A fixed room: the interviewer waits there, joins again after a loss with growing pauses, and after an administrator sent it away
// only when somebody new comes. A room of a pattern: one interview each time somebody is there.
// Ownership: shard, settings and clock outlive it. Thread: the shard's executor.
// Errors:    none leave it; what keeps an interviewer away is said once, and again when it changes.
#pragma once

#include <map>
#include <set>

#include "base/task_group.hpp"
#include "cli/bot_shards.hpp"
#include "cli/foreign_room.hpp"

namespace codevoice::cli {

struct AttendantConfig {
  std::string url;
  room::ApiKey key;
  std::string identity;
  std::string process;         // the token attribute kBotAttribute
  std::chrono::seconds grace;  // for a candidate to come back
};

class RoomAttendant {
 public:
  RoomAttendant(BotShard& shard, AttendantConfig config) : shard_(shard), config_(std::move(config)), tasks_(shard.executor, "attendant") {}

  /// An interviewer waits in this room from now on.
  void wait_in(const std::string& room);
  /// Somebody is in the room: joins unless that is done or going on; wakes one that waits for it.
  void somebody_came(const std::string& room);
  /// After the host was stopped: returns when all interviews have ended.
  Awaitable<void> close();

 private:
  Awaitable<void> attend(std::string room);
  Awaitable<void> visit(std::string room);
  Awaitable<Result<Visit>> interview(std::string room, Patience patience, std::vector<std::string>& met);
  Awaitable<void> until_somebody_new(std::string room);
  Awaitable<void> pause(std::string room, Duration at_most);
  ForeignRoom foreign(const std::string& room, Duration patience) const;

  BotShard& shard_;
  AttendantConfig config_;
  SystemClock clock_;
  std::set<std::string> waits_in_;
  std::set<std::string> visits_;
  std::map<std::string, asio::steady_timer*> pauses_;  // by room: those that wait to try again
  bool closing_ = false;
  TaskGroup tasks_;
};

}  // namespace codevoice::cli
