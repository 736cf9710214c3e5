// Which of a question's key points an answer covers, and the words it rests on. docs/questions.md tells the rules.
// Thread: const after creation. Errors: create() names the question, the point and the cue that does not parse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"
#include "interview/cue.hpp"
#include "interview/cue_matcher.hpp"
#include "interview/question.hpp"

namespace codevoice::interview {

struct PointJudgement {
  bool covered = false;       // a cue matches and nothing in this answer contradicts the point
  bool contradicted = false;  // a contra cue matches
  std::string quote;          // verbatim from the answer: what covers the point, or what contradicts it
};

class Rubric {
 public:
  static Result<Rubric> create(const Question& question);

  /// One judgement a key point, in order. `probed`: the point whose follow-up this answers; its words then count as
  /// said ("Which is cheaper to allocate from?" "The stack.").
  std::vector<PointJudgement> judge(std::string_view answer, std::optional<std::size_t> probed = std::nullopt) const;

  /// Whether the answer has any word in common with what the question is about.
  bool is_about(std::string_view answer) const;

 private:
  struct PointCues {
    std::vector<Cue> cues;
    std::vector<Cue> contra;
    std::vector<std::uint32_t> given_by_follow_up;  // per cue: groups that the follow-up's own words hold
  };

  Rubric() = default;
  static std::optional<WordSpan> find_contra(const PointCues& point, const CueMatcher& matcher);
  static std::optional<WordSpan> find_cue(const PointCues& point, const CueMatcher& matcher, bool probed);

  std::vector<PointCues> points_;
  std::unordered_set<std::string> field_words_;
  std::unordered_set<std::string> topic_stems_;
};

}  // namespace codevoice::interview
