#include "interview/question_json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "base/json_values.hpp"
#include "interview/words.hpp"

namespace codevoice::interview {
namespace {

namespace json = boost::json;

constexpr std::size_t kTellingWords = 5;  // of a point, from which its cues are made
constexpr std::size_t kLeastLetters = 4;  // of such a word

/// Words that say nothing of the subject.
bool is_plain(const std::string& word) {
  static const std::set<std::string_view> plain{
      "about",   "after",  "again", "also",  "always",  "and",   "another", "any",   "are",  "because", "been",  "before", "being",
      "between", "both",   "but",   "can",   "could",   "does",  "each",    "every", "for",  "from",    "has",   "have",   "into",
      "its",     "itself", "like",  "made",  "make",    "makes", "many",    "may",   "more", "most",    "much",  "must",   "never",
      "not",     "often",  "one",   "only",  "other",   "over",  "own",     "per",   "same", "should",  "since", "some",   "such",
      "than",    "that",   "the",   "their", "them",    "then",  "there",   "these", "they", "thing",   "this",  "those",  "through",
      "under",   "until",  "use",   "used",  "uses",    "using", "very",    "was",   "well", "were",    "what",  "when",   "where",
      "which",   "while",  "will",  "with",  "without", "would", "your"};
  return word.size() < kLeastLetters || plain.contains(word);
}

std::vector<std::string> telling_words(std::string_view text) {
  std::vector<std::string> telling;
  for (const auto& word : words_of(text)) {
    const bool letters = std::all_of(word.text.begin(), word.text.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
    if (!letters || is_plain(word.text) || std::find(telling.begin(), telling.end(), word.text) != telling.end()) continue;
    telling.push_back(word.text);
    if (telling.size() == kTellingWords) break;
  }
  return telling;
}

/// Any two telling words of the point; the only one when there are no two.
std::vector<std::string> cues_of(std::string_view text) {
  const auto telling = telling_words(text);
  std::vector<std::string> cues;
  for (std::size_t i = 0; i < telling.size(); ++i) {
    for (std::size_t j = i + 1; j < telling.size(); ++j) cues.push_back(telling[i] + " + " + telling[j]);
  }
  if (cues.empty()) cues = telling;
  if (!cues.empty()) return cues;
  for (const auto& word : words_of(text)) cues.push_back(word.text);  // all plain: better than none
  return cues;
}

/// Without the signs that a voice cannot say, small at the start, no full stop: it completes "That's right, …".
std::string praise_of(std::string_view text) {
  std::string praise;
  for (const char c : text)
    praise += static_cast<unsigned char>(c) < 0x20 || std::string_view("`<>{}|*\\_~^=[]").find(c) != std::string_view::npos ? ' ' : c;
  while (!praise.empty() && (praise.back() == '.' || praise.back() == ' ')) praise.pop_back();
  const bool is_name = praise.size() > 1 && std::isupper(static_cast<unsigned char>(praise[1])) != 0;
  if (!praise.empty() && !is_name) praise[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(praise[0])));
  return praise.substr(0, 600);
}

json::array strings(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

json::object point_to_json(const KeyPoint& point) {
  json::object out{{"id", point.id},         {"text", point.text},          {"weight", point.weight},
                   {"praise", point.praise}, {"cues", strings(point.cues)}, {"follow_up", point.follow_up}};
  if (!point.contra.empty()) out["contra"] = strings(point.contra);
  return out;
}

/// Sets what the object lacks.
void give(json::object& to, const char* name, json::value value) {
  if (to.if_contains(name) == nullptr || to.at(name).is_null()) to[name] = std::move(value);
}

void give(json::object& to, const char* name, const std::string& text) { give(to, name, json::value(json::string(text))); }

json::object whole_point(const json::value& given, std::size_t number) {
  json::object point = given.is_object() ? given.get_object() : json::object{{"text", given}};
  const auto* text = point.if_contains("text");
  if (text == nullptr || !text->is_string()) return point;  // the parser says so
  const std::string words(text->get_string());
  const auto slug = slug_of(words, 30);
  give(point, "id", slug.empty() ? "point-" + std::to_string(number + 1) : slug);
  give(point, "weight", 1);
  give(point, "praise", praise_of(words));
  give(point, "follow_up", std::string("Is there anything else that belongs to it?"));
  if (const auto cues = cues_of(words); !cues.empty()) give(point, "cues", strings(cues));
  return point;
}

bool has_text(const json::value& point) {
  if (point.is_string()) return true;
  const auto* text = point.is_object() ? point.get_object().if_contains("text") : nullptr;
  return text != nullptr && text->is_string();
}

json::object whole_question(json::object question, const std::string& id) {
  question["id"] = id;
  give(question, "topic", std::string("general"));
  give(question, "kind", std::string("definition"));
  give(question, "rephrase", text_in(question, "text"));
  give(question, "wrong_answer", std::string("I don't know."));
  const auto* points = question.if_contains("expected_key_points");
  json::array whole;
  std::string all;
  const auto given = points != nullptr && points->is_array() ? points->get_array() : json::array();
  for (const auto& one : given) {
    whole.push_back(whole_point(one, whole.size()));
    const auto* point = whole.back().if_object();
    all += (all.empty() ? "" : " ") + (point == nullptr ? std::string() : text_in(*point, "text"));
  }
  if (points != nullptr && points->is_array()) question["expected_key_points"] = std::move(whole);
  auto vocabulary = telling_words(text_in(question, "text") + ". " + all);
  if (vocabulary.empty()) vocabulary.emplace_back("answer");
  give(question, "vocabulary", strings(vocabulary));
  give(question, "model_answer", all.empty() ? std::string("-") : all);
  return question;
}

}  // namespace

std::string_view name_of(QuestionKind kind) noexcept {
  switch (kind) {
    case QuestionKind::Definition: return "definition";
    case QuestionKind::Comparison: return "comparison";
    case QuestionKind::Design: return "design";
    case QuestionKind::Story: return "story";
    case QuestionKind::Debugging: return "debugging";
  }
  return "definition";
}

std::string slug_of(std::string_view text, std::size_t most) {
  std::string slug;
  for (const char given : text) {
    const auto c = static_cast<unsigned char>(given);
    const bool keeps = c < 0x80 && std::isalnum(c) != 0;
    if (keeps) {
      slug += static_cast<char>(std::tolower(c));
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
    if (slug.size() >= most) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

json::object to_json(const Question& question) {
  json::array points;
  for (const auto& point : question.expected_key_points) points.push_back(point_to_json(point));
  return {{"id", question.id},
          {"topic", question.topic},
          {"difficulty", name_of(question.difficulty)},
          {"kind", name_of(question.kind)},
          {"text", question.text},
          {"rephrase", question.rephrase},
          {"vocabulary", strings(question.vocabulary)},
          {"expected_key_points", std::move(points)},
          {"model_answer", question.model_answer},
          {"wrong_answer", question.wrong_answer}};
}

Result<Question> question_from_json(const json::object& in, const std::string& id) {
  const auto* points = in.if_contains("expected_key_points");
  if (points != nullptr && points->is_array() && !std::all_of(points->get_array().begin(), points->get_array().end(), has_text)) {
    return fail(ErrorKind::Invalid, "expected_key_points: each must be a text, or an object with a 'text'");
  }
  json::array one;
  one.push_back(whole_question(in, id));
  auto parsed = parse_questions(json::serialize(one), "question");
  if (!parsed) return tl::unexpected(parsed.error());
  return std::move(parsed->front());
}

}  // namespace codevoice::interview
