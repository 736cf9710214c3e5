// Where an interview is written down while it goes on.
// Thread: the session's strand; calls return at once. Errors: handled inside (retried, then logged): the interview never stops for them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "store/records.hpp"

namespace codevoice::session {

class InterviewLog {
 public:
  virtual ~InterviewLog() = default;
  virtual void started(const store::SessionRecord& session) = 0;
  /// Said again with the same position, it replaces what was there.
  virtual void utterance(const store::Utterance& utterance) = 0;
  virtual void turn(const store::TurnRow& turn) = 0;
  /// What was measured so far.
  virtual void figures(std::vector<store::Figure> figures) = 0;
  virtual void snapshot(std::string json) = 0;
  virtual void ended(store::SessionStatus status, std::string reason, std::int64_t wall_us) = 0;
  /// Returns when all of it is on disk, or cannot be brought there.
  virtual Awaitable<void> flush() = 0;
};

}  // namespace codevoice::session
