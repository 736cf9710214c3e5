// The interviewer that needs no LLM: a whole interview from templates and the questions' own follow-ups.
// Thread: one strand. Errors: as make_interviewer() says.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interview/interviewer.hpp"
#include "interview/progress.hpp"
#include "interview/scene.hpp"
#include "interview/script.hpp"

namespace codevoice::interview {

class BuiltInInterviewer final : public Interviewer {
 public:
  BuiltInInterviewer(std::shared_ptr<const Script> script, Progress progress);

  Act handle(const Happening& what, Elapsed at) override;
  Stage stage() const override { return progress_.stage; }
  std::size_t question_index() const override { return progress_.question; }
  const std::vector<TurnRecord>& turns() const override { return progress_.turns; }
  std::string snapshot() const override;
  Result<std::unique_ptr<Interviewer>> restored(std::string_view snapshot) const override;
  std::unique_ptr<Interviewer> clone() const override { return std::make_unique<BuiltInInterviewer>(*this); }
  void worded(const std::vector<Say>& says) override;
  bool gives_away(const Brief& brief, std::string_view sentence) const override;

 private:
  Act act_of(const Scene& scene);

  std::shared_ptr<const Script> script_;
  Progress progress_;
};

}  // namespace codevoice::interview
