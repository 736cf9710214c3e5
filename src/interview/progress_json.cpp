#include "interview/progress_json.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace codevoice::interview {
namespace {

namespace json = boost::json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxBytes = 16U << 20U;

// --- to JSON ---------------------------------------------------------------------------------------------------------

json::array flags(const std::vector<bool>& bits) {
  json::array out;
  for (const bool bit : bits) out.emplace_back(bit);
  return out;
}

json::array says(const std::vector<SaidSay>& items) {
  json::array out;
  for (const auto& [say, cuts, mostly] : items) {
    out.push_back({{"kind", static_cast<int>(say.kind)},
                   {"text", say.text},
                   {"depends", say.depends_on_answer},
                   {"must", say.must_be_heard},
                   {"cuts", cuts},
                   {"mostly", mostly}});
  }
  return out;
}

json::object turn_json(const TurnRecord& turn) {
  json::array points;
  for (const PointVerdict& point : turn.points) points.push_back({{"id", point.key_point}, {"covered", point.covered}, {"quote", point.quote}});
  return {{"index", turn.question_index}, {"id", turn.question_id}, {"follow_up", turn.is_follow_up}, {"asked", turn.ai_message},
          {"said", turn.user_transcript}, {"points", points},       {"skipped", turn.skipped},        {"unheard", turn.not_assessable}};
}

json::object at_json(const QuestionProgress& at) {
  json::object out{{"covered", flags(at.covered)},  {"closed", flags(at.closed)}, {"follow_ups", at.follow_ups},
                   {"sound", at.repeats_for_sound}, {"rephrased", at.rephrased},  {"answered", at.answered}};
  if (at.probed) out["probed"] = *at.probed;
  return out;
}

json::object counts_json(const PhraseCounts& counts) {
  json::object out;
  for (const auto& [occasion, count] : counts) out[std::to_string(static_cast<int>(occasion))] = count;
  return out;
}

// --- from JSON: the accessors throw, caught in progress_from_json -------------------------------------------------------

struct Refused : std::exception {};

void expect(bool right) {
  if (!right) throw Refused();
}

template <class T>
T number(const json::object& in, std::string_view key) {
  return in.at(key).to_number<T>();
}

std::string text(const json::object& in, std::string_view key) { return std::string(in.at(key).as_string()); }

std::chrono::milliseconds length(const json::object& in, std::string_view key) { return std::chrono::milliseconds{number<std::int64_t>(in, key)}; }

template <class E>
E choice(const json::object& in, std::string_view key, E last) {
  const int value = number<int>(in, key);
  expect(value >= 0 && value <= static_cast<int>(last));
  return static_cast<E>(value);
}

std::vector<bool> read_flags(const json::value& in, std::size_t size) {
  std::vector<bool> out;
  for (const auto& bit : in.as_array()) out.push_back(bit.as_bool());
  expect(out.size() == size);
  return out;
}

std::vector<SaidSay> read_says(const json::value& in) {
  std::vector<SaidSay> out;
  for (const auto& item : in.as_array()) {
    const auto& fields = item.as_object();
    Say say{choice(fields, "kind", SayKind::Closing), text(fields, "text"), fields.at("depends").as_bool(), fields.at("must").as_bool()};
    out.push_back({std::move(say), number<int>(fields, "cuts"), fields.at("mostly").as_bool()});
  }
  return out;
}

TurnRecord read_turn(const json::object& in, std::size_t questions) {
  TurnRecord turn;
  turn.question_index = number<std::size_t>(in, "index");
  expect(turn.question_index < questions);
  turn.question_id = text(in, "id");
  turn.is_follow_up = in.at("follow_up").as_bool();
  turn.ai_message = text(in, "asked");
  turn.user_transcript = text(in, "said");
  turn.skipped = in.at("skipped").as_bool();
  turn.not_assessable = in.at("unheard").as_bool();
  for (const auto& item : in.at("points").as_array()) {
    const auto& point = item.as_object();
    turn.points.push_back({text(point, "id"), point.at("covered").as_bool(), text(point, "quote")});
  }
  return turn;
}

QuestionProgress read_at(const json::object& in, std::size_t points) {
  QuestionProgress at;
  at.covered = read_flags(in.at("covered"), points);
  at.closed = read_flags(in.at("closed"), points);
  at.follow_ups = number<int>(in, "follow_ups");
  at.repeats_for_sound = number<int>(in, "sound");
  at.rephrased = in.at("rephrased").as_bool();
  at.answered = in.at("answered").as_bool();
  if (!in.contains("probed")) return at;
  at.probed = number<std::size_t>(in, "probed");
  expect(*at.probed < points);
  return at;
}

PhraseCounts read_counts(const json::object& in) {
  PhraseCounts counts;
  for (const auto& [key, value] : in) {
    const int occasion = std::stoi(std::string(key));
    expect(occasion >= 0 && occasion < static_cast<int>(Occasion::Count_));
    counts[static_cast<Occasion>(occasion)] = value.to_number<std::size_t>();
  }
  return counts;
}

void read_times(const json::object& in, Progress& progress) {
  progress.now = length(in, "now");
  progress.paused_since = length(in, "paused_since");
  progress.paused_total = length(in, "paused_total");
  progress.closing_since = length(in, "closing_since");
  progress.wait = length(in, "wait");
  progress.patience = length(in, "patience");
}

void read_marks(const json::object& in, Progress& progress) {
  progress.silence_steps = number<int>(in, "silence_steps");
  progress.silent_questions = number<int>(in, "silent_questions");
  progress.stop_asked = in.at("stop_asked").as_bool();
  progress.stop_unclear = number<int>(in, "stop_unclear");
  progress.cut_for_time = in.at("cut_for_time").as_bool();
  progress.last_announced = in.at("last_announced").as_bool();
  progress.own_questions = number<int>(in, "own_questions");
  progress.paused = in.at("paused").as_bool();
  progress.hearing_open = in.at("hearing_open").as_bool();
  progress.end_reason = text(in, "end_reason");
}

Progress read_progress(const json::object& in, const std::vector<Question>& questions) {
  expect(number<int>(in, "version") == kVersion);
  const auto& ids = in.at("questions").as_array();
  expect(std::equal(ids.begin(), ids.end(), questions.begin(), questions.end(),
                    [](const json::value& id, const Question& question) { return id.as_string() == question.id; }));
  Progress progress;
  progress.stage = choice(in, "stage", Stage::Ended);
  progress.question = number<std::size_t>(in, "question");
  expect(progress.question < questions.size());
  const bool asked = progress.stage != Stage::Greeting;
  const auto points = questions[progress.question].expected_key_points.size();
  progress.at = read_at(in.at("at").as_object(), in.at("at").at("covered").as_array().empty() && !asked ? 0 : points);
  read_times(in, progress);
  read_marks(in, progress);
  progress.said = read_says(in.at("said"));
  progress.owed = read_says(in.at("owed"));
  progress.phrases = read_counts(in.at("phrases").as_object());
  for (const auto& turn : in.at("turns").as_array()) progress.turns.push_back(read_turn(turn.as_object(), questions.size()));
  const bool in_question = progress.stage == Stage::Question || progress.stage == Stage::FollowUp;
  expect(!in_question || !progress.turns.empty());
  expect(progress.stage != Stage::FollowUp || progress.at.probed.has_value());
  expect(progress.wait.count() > 0);
  return progress;
}

}  // namespace

std::string progress_to_json(const Progress& progress, const std::vector<Question>& questions) {
  json::array ids;
  for (const Question& question : questions) ids.emplace_back(question.id);
  json::array turns;
  for (const TurnRecord& turn : progress.turns) turns.push_back(turn_json(turn));
  const json::object out{{"version", kVersion},
                         {"questions", ids},
                         {"stage", static_cast<int>(progress.stage)},
                         {"question", progress.question},
                         {"at", at_json(progress.at)},
                         {"silence_steps", progress.silence_steps},
                         {"silent_questions", progress.silent_questions},
                         {"stop_asked", progress.stop_asked},
                         {"stop_unclear", progress.stop_unclear},
                         {"cut_for_time", progress.cut_for_time},
                         {"last_announced", progress.last_announced},
                         {"own_questions", progress.own_questions},
                         {"paused", progress.paused},
                         {"paused_since", progress.paused_since.count()},
                         {"paused_total", progress.paused_total.count()},
                         {"now", progress.now.count()},
                         {"closing_since", progress.closing_since.count()},
                         {"wait", progress.wait.count()},
                         {"patience", progress.patience.count()},
                         {"end_reason", progress.end_reason},
                         {"said", says(progress.said)},
                         {"hearing_open", progress.hearing_open},
                         {"owed", says(progress.owed)},
                         {"phrases", counts_json(progress.phrases)},
                         {"turns", turns}};
  return json::serialize(out);
}

Result<Progress> progress_from_json(std::string_view text_in, const std::vector<Question>& questions) {
  if (text_in.size() > kMaxBytes || questions.empty()) return fail(ErrorKind::Invalid, "no snapshot of this interview");
  try {
    return read_progress(json::parse(json::string_view(text_in.data(), text_in.size())).as_object(), questions);
  } catch (const std::exception&) {
    return fail(ErrorKind::Invalid, "no snapshot of this interview");
  }
}

}  // namespace codevoice::interview
