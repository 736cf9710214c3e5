#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>

#include "interview/coverage.hpp"
#include "interview/question.hpp"
#include "interview/yaml_tree.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kMaxSpoken = 600;  // characters of one thing to say
constexpr std::size_t kMaxText = 4000;
constexpr std::size_t kMaxListed = 64;
constexpr std::size_t kMaxPoints = 10;

bool is_slug(std::string_view id) {
  const bool letters = std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  return letters && !id.empty() && id.size() <= 80 && id.front() != '-' && id.back() != '-';
}

/// Code and markup never reach the voice (R25).
bool can_be_spoken(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || std::string_view("`<>{}|*\\_~^=[]").find(c) != std::string_view::npos; });
}

std::optional<QuestionKind> kind_of(std::string_view name) {
  constexpr auto kKinds = std::to_array<std::pair<std::string_view, QuestionKind>>({{"definition", QuestionKind::Definition},
                                                                                    {"comparison", QuestionKind::Comparison},
                                                                                    {"design", QuestionKind::Design},
                                                                                    {"story", QuestionKind::Story},
                                                                                    {"debugging", QuestionKind::Debugging}});
  const auto* place = std::ranges::find(kKinds, name, [](const auto& entry) { return entry.first; });
  return place == kKinds.end() ? std::nullopt : std::optional(place->second);
}

/// Reads fields of one map and keeps the first thing that is wrong.
class FieldReader {
 public:
  FieldReader(const YamlTree& tree, std::string_view source, std::string name) : tree_(tree), source_(source), name_(std::move(name)) {}

  const std::optional<Error>& error() const { return error_; }
  void rename(std::string name) { name_ = std::move(name); }

  void refuse(const std::string& what, int line = 0) {
    if (error_) return;
    const auto colon = name_.empty() ? "" : ": ";
    error_ = Error{ErrorKind::Invalid, fmt::format("{}:{}: {}{}{}", source_, line > 0 ? line : tree_.line, name_, colon, what)};
  }

  void only(std::span<const std::string_view> known) {
    for (const auto& [key, value] : tree_.fields) {
      if (std::ranges::find(known, key) == known.end()) refuse(fmt::format("unknown field '{}'", key), value.line);
    }
  }

  const YamlTree* need(std::string_view key) {
    const auto* value = tree_.find(key);
    if (value == nullptr) refuse(fmt::format("'{}' is missing", key));
    return value;
  }

  std::string text(std::string_view key, std::size_t limit = kMaxText) {
    const auto* value = need(key);
    if (value == nullptr) return {};
    return checked_text(*value, key, limit);
  }

  std::string spoken(std::string_view key) {
    std::string value = text(key, kMaxSpoken);
    if (!error_ && !can_be_spoken(value)) refuse(fmt::format("'{}' holds signs that cannot be spoken", key), tree_.find(key)->line);
    return value;
  }

  std::vector<std::string> list(std::string_view key) {
    std::vector<std::string> out;
    const auto* value = need(key);
    if (value == nullptr) return out;
    if (value->kind != YamlTree::Kind::Sequence || value->items.empty() || value->items.size() > kMaxListed) {
      refuse(fmt::format("'{}' must be a list of 1 to {} texts", key, kMaxListed), value->line);
      return out;
    }
    for (const auto& item : value->items) out.push_back(checked_text(item, key, kMaxSpoken));
    return out;
  }

  int number(std::string_view key, int low, int high) {
    const std::string digits = text(key);
    int value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = code == std::errc() && end == digits.data() + digits.size();
    if (!error_ && (!whole || value < low || value > high)) {
      refuse(fmt::format("'{}' must be a number from {} to {}", key, low, high), tree_.find(key)->line);
    }
    return value;
  }

 private:
  std::string checked_text(const YamlTree& value, std::string_view key, std::size_t limit) {
    const auto filled = value.scalar.find_first_not_of(" \t\r\n") != std::string::npos;
    if (value.kind != YamlTree::Kind::Scalar || !filled) {
      refuse(fmt::format("'{}' must be a text", key), value.line);
    } else if (value.scalar.size() > limit) {
      refuse(fmt::format("'{}' is longer than {} characters", key, limit), value.line);
    }
    return value.scalar;
  }

  const YamlTree& tree_;
  std::string_view source_;
  std::string name_;
  std::optional<Error> error_;
};

Result<KeyPoint> parse_point(const YamlTree& tree, std::string_view source, const std::string& question) {
  constexpr auto kFields = std::to_array<std::string_view>({"id", "text", "weight", "praise", "cues", "contra", "follow_up"});
  FieldReader in(tree, source, fmt::format("question '{}'", question));
  if (tree.kind != YamlTree::Kind::Map) in.refuse("a key point must be a map of fields");
  KeyPoint point;
  point.id = in.text("id");
  if (!in.error() && !is_slug(point.id)) in.refuse(fmt::format("point id '{}' must be small letters, digits and dashes", point.id));
  in.rename(fmt::format("question '{}', point '{}'", question, point.id));
  in.only(kFields);
  point.text = in.text("text");
  point.weight = in.number("weight", 1, 3);
  point.praise = in.spoken("praise");
  point.cues = in.list("cues");
  if (tree.find("contra") != nullptr) point.contra = in.list("contra");
  point.follow_up = in.spoken("follow_up");
  if (in.error()) return tl::unexpected(*in.error());
  return point;
}

Result<std::vector<KeyPoint>> parse_points(const YamlTree& tree, std::string_view source, const std::string& question) {
  FieldReader in(tree, source, fmt::format("question '{}'", question));
  if (tree.kind != YamlTree::Kind::Sequence || tree.items.empty() || tree.items.size() > kMaxPoints) {
    in.refuse(fmt::format("'expected_key_points' must be a list of 1 to {} points", kMaxPoints));
    return tl::unexpected(*in.error());
  }
  std::vector<KeyPoint> points;
  for (const auto& item : tree.items) {
    auto point = parse_point(item, source, question);
    if (!point) return tl::unexpected(point.error());
    const bool twice = std::ranges::any_of(points, [&](const KeyPoint& other) { return other.id == point->id; });
    if (twice) in.refuse(fmt::format("point '{}' is there twice", point->id), item.line);
    points.push_back(std::move(*point));
  }
  if (in.error()) return tl::unexpected(*in.error());
  return points;
}

void read_names(FieldReader& in, Question& question) {
  question.topic = in.text("topic");
  if (!in.error() && !is_slug(question.topic)) in.refuse(fmt::format("topic '{}' must be small letters, digits and dashes", question.topic));
  const auto difficulty = difficulty_of(in.text("difficulty"));
  if (!difficulty) in.refuse(difficulty.error().message);
  question.difficulty = difficulty.value_or(Difficulty::Easy);
  const std::string kind = in.text("kind");
  const auto known = kind_of(kind);
  if (!known) in.refuse(fmt::format("kind '{}' is none of definition, comparison, design, story, debugging", kind));
  question.kind = known.value_or(QuestionKind::Definition);
}

Result<Question> parse_question(const YamlTree& tree, std::string_view source) {
  constexpr auto kFields = std::to_array<std::string_view>(
      {"id", "topic", "difficulty", "kind", "text", "rephrase", "vocabulary", "expected_key_points", "model_answer", "wrong_answer"});
  FieldReader in(tree, source, {});
  if (tree.kind != YamlTree::Kind::Map) in.refuse("a question must be a map of fields");
  Question question;
  question.id = in.text("id");
  if (!in.error() && !is_slug(question.id)) in.refuse(fmt::format("id '{}' must be small letters, digits and dashes", question.id));
  in.rename(fmt::format("question '{}'", question.id));
  in.only(kFields);
  read_names(in, question);
  question.text = in.spoken("text");
  question.rephrase = in.spoken("rephrase");
  question.vocabulary = in.list("vocabulary");
  question.model_answer = in.text("model_answer");
  question.wrong_answer = in.text("wrong_answer");
  const auto* points = in.need("expected_key_points");
  if (in.error()) return tl::unexpected(*in.error());
  auto parsed = parse_points(*points, source, question.id);
  if (!parsed) return tl::unexpected(parsed.error());
  question.expected_key_points = std::move(*parsed);
  auto rubric = Rubric::create(question);
  if (!rubric) return fail(fmt::format("{}:{}", source, tree.line), rubric.error());
  question.rubric = std::make_shared<const Rubric>(std::move(*rubric));
  return question;
}

}  // namespace

Result<std::vector<Question>> parse_questions(std::string_view yaml, std::string_view source) {
  const auto tree = read_yaml(yaml, source);
  if (!tree) return tl::unexpected(tree.error());
  if (tree->kind != YamlTree::Kind::Sequence) return fail(ErrorKind::Invalid, fmt::format("{}: must be a list of questions", source));
  std::vector<Question> questions;
  std::unordered_set<std::string> seen;
  for (const auto& item : tree->items) {
    auto question = parse_question(item, source);
    if (!question) return tl::unexpected(question.error());
    if (!seen.insert(question->id).second) {
      return fail(ErrorKind::Invalid, fmt::format("{}:{}: question '{}' is there twice", source, item.line, question->id));
    }
    questions.push_back(std::move(*question));
  }
  return questions;
}

}  // namespace codevoice::interview
