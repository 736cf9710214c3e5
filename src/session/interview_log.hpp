// Where an interview is written down while it goes on.
// Thread: the session's strand; calls return at once. Errors: handled inside (retried, then logged): the interview never stops for them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "session/live_event.hpp"
#include "store/records.hpp"

namespace codevoice::session {

class InterviewLog {
 public:
  virtual ~InterviewLog() = default;
  /// The interview that this candidate left in this room when its process was killed, ours from now on: what comes next is written to it.
  /// Within seconds. Errors: it is not known whether there is one.
  virtual Awaitable<Result<std::optional<store::SessionDetail>>> take_up(std::string room, std::string identity) = 0;
  virtual void started(const store::SessionRecord& session) = 0;
  /// Said again with the same position, it replaces what was there.
  virtual void utterance(const store::Utterance& utterance) = 0;
  virtual void turn(const store::TurnRow& turn) = 0;
  /// What was measured so far.
  virtual void figures(std::vector<store::Figure> figures) = 0;
  virtual void standing(std::string snapshot, std::string unfinished_answer, std::chrono::milliseconds elapsed) = 0;
  /// A sign of life, every few seconds.
  virtual void alive(std::chrono::milliseconds elapsed) = 0;
  virtual void ended(store::SessionStatus status, std::string reason, std::int64_t wall_us) = 0;
  /// What is of this moment only, and not kept.
  virtual void live(LiveEvent) {}
  /// Returns when all of it is on disk, or cannot be brought there.
  virtual Awaitable<void> flush() = 0;
};

}  // namespace codevoice::session
