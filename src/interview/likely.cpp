#include <algorithm>

#include "interview/follow_up_policy.hpp"
#include "interview/stages.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kMost = 14;
constexpr std::size_t kPraised = 3;

class Likely {
 public:
  Likely(const Script& script, const Progress& progress) : script_(script), progress_(progress) {}

  void add(const std::string& text) {
    if (texts_.size() < kMost && std::ranges::find(texts_, text) == texts_.end()) texts_.push_back(text);
  }
  void add(Occasion occasion) {
    if (const auto text = script_.phrasebook().peek(occasion, progress_.phrases)) add(*text);
  }
  std::vector<std::string> take() { return std::move(texts_); }

 private:
  const Script& script_;
  const Progress& progress_;
  std::vector<std::string> texts_;
};

void add_next_question(Likely& likely, const Script& script, const Progress& progress) {
  const auto next = progress.question + 1;
  if (next >= script.size() || progress.last_announced) {
    likely.add(Occasion::YourQuestions);
    return;
  }
  likely.add(next + 1 == script.size() ? Occasion::Last : Occasion::Next);
  likely.add(script.question(next).text);
}

void add_after_answer(Likely& likely, const Script& script, const Progress& progress) {
  const Question& question = script.question(progress.question);
  auto open = open_points(question, progress.at);
  if (progress.stage == Stage::FollowUp && progress.at.probed) open.insert(open.begin(), *progress.at.probed);
  const bool spoken = script.config().feedback == FeedbackMode::Spoken;
  for (std::size_t i = 0; spoken && i < std::min(open.size(), kPraised); ++i) likely.add(script.praise(progress.question, open[i]));
  likely.add(Occasion::Thanks);
  if (spoken) {
    for (const auto reaction : {Occasion::Narrower, Occasion::BackToQuestion, Occasion::DontKnowFine}) likely.add(reaction);
  }
  QuestionProgress after = progress.at;
  for (int i = 0; i < 2; ++i) {
    const auto point = next_follow_up(question, after, script.config().max_follow_ups);
    if (!point) break;
    likely.add(question.expected_key_points[*point].follow_up);
    after.closed[*point] = true;
  }
  if (spoken) likely.add(Occasion::Missing);
  add_next_question(likely, script, progress);
  likely.add(Occasion::SilenceTake);
  for (std::size_t i = kPraised; spoken && i < open.size(); ++i) likely.add(script.praise(progress.question, open[i]));
  likely.add(question.rephrase);
}

}  // namespace

std::vector<std::string> likely_texts(const Script& script, const Progress& progress) {
  Likely likely(script, progress);
  switch (progress.stage) {
    case Stage::Greeting: return opening_texts(script);
    case Stage::Question:
    case Stage::FollowUp: add_after_answer(likely, script, progress); break;
    case Stage::CandidateQuestions:
      for (const auto occasion :
           {Occasion::CloseCompleted, Occasion::CannotTell, Occasion::Results, Occasion::Scoring, Occasion::Decision, Occasion::AnythingElse}) {
        likely.add(occasion);
      }
      break;
    case Stage::Closing:
    case Stage::Ended: break;
  }
  return likely.take();
}

}  // namespace codevoice::interview
