#include "interview/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "interview/word_lists.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kContraWindow = 10;
constexpr std::size_t kFollowUpWords = 25;  // a reply to a follow-up says it in its first words
constexpr std::size_t kWholeClause = 20;    // a quote is the whole clause up to this length
constexpr std::size_t kQuoteMargin = 3;

/// The word after the last "sorry", "scratch that" …: contradictions before it are taken back.
std::size_t corrected_at(const std::vector<Word>& words) {
  using Marker = std::vector<std::string_view>;
  static const std::vector<Marker> kMarkers{{"sorry"},
                                            {"no", "wait"},
                                            {"wait", "no"},
                                            {"scratch", "that"},
                                            {"correction"},
                                            {"let", "me", "correct"},
                                            {"i", "was", "wrong"},
                                            {"take", "that", "back"},
                                            {"no", "no"},
                                            {"other", "way", "around"},
                                            {"other", "way", "round"}};
  const auto same = [](std::string_view wanted, const Word& word) { return word.text == wanted; };
  std::size_t last = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (const Marker& marker : kMarkers) {
      const auto rest = words.begin() + static_cast<std::ptrdiff_t>(at);
      if (at + marker.size() <= words.size() && std::equal(marker.begin(), marker.end(), rest, same)) last = at + marker.size();
    }
  }
  return last;
}

/// The stretch of the answer that a person should read to see why.
std::string quote_of(std::string_view answer, const std::vector<Word>& words, WordSpan span) {
  std::size_t first = span.first;
  std::size_t last = span.last;
  while (first > 0 && words[first - 1].clause == words[span.first].clause) --first;
  while (last + 1 < words.size() && words[last + 1].clause == words[span.first].clause) ++last;
  if (last - first + 1 > kWholeClause) {
    first = std::max(first, span.first - std::min(span.first, kQuoteMargin));
    last = std::min(last, span.last + kQuoteMargin);
  }
  return std::string(answer.substr(words[first].begin, words[last].end - words[first].begin));
}

Result<std::vector<Cue>> parse_all(const std::vector<std::string>& texts) {
  std::vector<Cue> cues;
  for (const auto& text : texts) {
    auto cue = parse_cue(text);
    if (!cue) return tl::unexpected(cue.error());
    cues.push_back(std::move(*cue));
  }
  return cues;
}

/// Whether each alternative holds a word that means something by itself.
bool has_content(const CueGroup& group) {
  constexpr auto kEmpty = std::to_array<std::string_view>(
      {"it", "this", "that", "they", "them", "you", "we", "can", "will", "do", "be", "1", "both", "some", "all", "must", "should"});
  const auto means_something = [&](const CueWord& word) { return !is_negator(word.text) && std::ranges::find(kEmpty, word.stem) == kEmpty.end(); };
  return std::ranges::all_of(group, [&](const CuePhrase& phrase) { return std::ranges::any_of(phrase, means_something); });
}

std::uint32_t groups_in(const Cue& cue, const CueMatcher& follow_up) {
  std::uint32_t given = 0;
  for (std::size_t g = 0; g < cue.groups.size(); ++g) {
    if (follow_up.has(cue.groups[g])) given |= 1U << g;
  }
  for (std::size_t g = 0; g < cue.groups.size(); ++g) {
    if ((given >> g & 1U) == 0 && has_content(cue.groups[g])) return given;
  }
  return 0;  // the candidate must have said something of it: "no" and "it" are not enough
}

std::unordered_set<std::string> words_in(const Question& question) {
  std::unordered_set<std::string> all;
  const auto add = [&all](std::string_view text) {
    for (Word& word : words_of(text)) all.insert(std::move(word.text));
  };
  for (const auto* text : {&question.text, &question.rephrase, &question.model_answer, &question.wrong_answer}) add(*text);
  for (const auto& term : question.vocabulary) add(term);
  for (const KeyPoint& point : question.expected_key_points) {
    add(point.text);
    add(point.follow_up);
    for (const auto& cue : point.cues) add(cue);
  }
  return all;
}

constexpr std::size_t kTopicWord = 5;  // letters; shorter ones stand in any text

std::unordered_set<std::string> topic_stems(const Question& question) {
  std::unordered_set<std::string> all;
  const auto add = [&all](std::string_view text) {
    for (Word& word : words_of(text)) {
      if (word.text.size() >= kTopicWord) all.insert(std::move(word.stem));
    }
  };
  add(question.text);
  for (const auto& term : question.vocabulary) add(term);
  for (const KeyPoint& point : question.expected_key_points) add(point.text);
  return all;
}

}  // namespace

Result<Rubric> Rubric::create(const Question& question) {
  Rubric rubric;
  rubric.field_words_ = words_in(question);
  rubric.topic_stems_ = topic_stems(question);
  for (const KeyPoint& point : question.expected_key_points) {
    auto cues = parse_all(point.cues);
    auto contra = parse_all(point.contra);
    if (!cues || !contra) {
      return fail(fmt::format("question '{}', point '{}'", question.id, point.id), !cues ? cues.error() : contra.error());
    }
    const CueMatcher follow_up(point.follow_up, rubric.field_words_);
    PointCues compiled{std::move(*cues), std::move(*contra), {}};
    for (const Cue& cue : compiled.cues) compiled.given_by_follow_up.push_back(groups_in(cue, follow_up));
    rubric.points_.push_back(std::move(compiled));
  }
  return rubric;
}

std::optional<WordSpan> Rubric::find_contra(const PointCues& point, const CueMatcher& matcher) {
  if (point.contra.empty()) return std::nullopt;
  MatchRules rules;
  rules.window = kContraWindow;
  rules.from = corrected_at(matcher.words());
  rules.within_one_statement = true;
  for (const Cue& cue : point.contra) {
    if (const auto span = matcher.find(cue, rules)) return span;
  }
  return std::nullopt;
}

std::optional<WordSpan> Rubric::find_cue(const PointCues& point, const CueMatcher& matcher, bool probed) {
  for (const Cue& cue : point.cues) {
    if (const auto span = matcher.find(cue, MatchRules{})) return span;
  }
  for (std::size_t i = 0; probed && i < point.cues.size(); ++i) {
    if (point.given_by_follow_up[i] == 0) continue;
    MatchRules rules;
    rules.until = kFollowUpWords;
    rules.given_groups = point.given_by_follow_up[i];
    if (const auto span = matcher.find(point.cues[i], rules)) return span;
  }
  return std::nullopt;
}

std::vector<PointJudgement> Rubric::judge(std::string_view answer, std::optional<std::size_t> probed) const {
  const CueMatcher matcher(answer, field_words_);
  std::vector<PointJudgement> judgements;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const auto contra = find_contra(points_[i], matcher);
    const auto span = contra ? contra : find_cue(points_[i], matcher, probed == i);
    PointJudgement judgement{span && !contra, contra.has_value(), {}};
    if (span) judgement.quote = quote_of(answer, matcher.words(), *span);
    judgements.push_back(std::move(judgement));
  }
  return judgements;
}

bool Rubric::is_about(std::string_view answer) const {
  return std::ranges::any_of(words_of(answer), [this](const Word& word) { return topic_stems_.contains(word.stem); });
}

}  // namespace codevoice::interview
