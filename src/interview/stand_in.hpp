// An interviewer with no interview behind it, for tools and benches that only want to listen or to speak: one question, and nothing is kept.
// What it says is for who derives from it. Thread: values, any. Errors: none.
#pragma once

#include "interview/interviewer.hpp"

namespace codevoice::interview {

class StandIn : public Interviewer {
 public:
  Stage stage() const override { return Stage::Question; }
  std::size_t question_index() const override { return 0; }
  const std::vector<TurnRecord>& turns() const override { return turns_; }
  std::string snapshot() const override { return "{}"; }
  Result<std::unique_ptr<Interviewer>> restored(std::string_view) const override { return clone(); }
  void worded(const std::vector<Say>&) override {}
  bool gives_away(const Brief&, std::string_view) const override { return false; }

 private:
  std::vector<TurnRecord> turns_;
};

}  // namespace codevoice::interview
