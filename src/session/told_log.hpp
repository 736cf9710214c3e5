// The log of an interview, told to those who watch while it is written.
// Ownership: the inner log and the listener outlive it. Thread: the session's strand.
#pragma once

#include "session/interview_log.hpp"

namespace codevoice::session {

class ToldLog final : public InterviewLog {
 public:
  ToldLog(InterviewLog& inner, LiveListener& listener) : inner_(inner), listener_(listener) {}

  Awaitable<Result<std::optional<store::SessionDetail>>> take_up(std::string room, std::string identity) override;
  void started(const store::SessionRecord& session) override;
  void utterance(const store::Utterance& utterance) override;
  void turn(const store::TurnRow& turn) override;
  void figures(std::vector<store::Figure> figures) override;
  void standing(std::string snapshot, std::string unfinished_answer, std::chrono::milliseconds elapsed) override;
  void alive(std::chrono::milliseconds elapsed) override;
  void ended(store::SessionStatus status, std::string reason, std::int64_t wall_us) override;
  void live(LiveEvent event) override;
  Awaitable<void> flush() override { return inner_.flush(); }

 private:
  void tell(std::string type, boost::json::object data);

  InterviewLog& inner_;
  LiveListener& listener_;
  std::string id_;  // once it has begun
};

}  // namespace codevoice::session
