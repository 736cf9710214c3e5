#include "http/json_schema.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <regex>
#include <unordered_map>

#include "base/ids.hpp"
#include "base/utf8.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostProblems = 20;
constexpr std::string_view kAnyText = "x-any-text";  // of a file's content: control characters are for its reader to refuse
constexpr std::string_view kRef = "#/components/schemas/";

std::string text_of(const json::value& value) { return value.is_string() ? std::string(value.get_string()) : json::serialize(value); }

bool has_type(const json::value& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "null") return value.is_null();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  return type == "number" && value.is_number();
}

std::size_t letters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

constexpr std::size_t kLongestMatched = 4096;  // std::regex recurses for each character: a longer text could take the stack with it

/// The pattern is one of our own schemas'.
bool fits(std::string_view text, const std::string& pattern) {
  if (text.size() > kLongestMatched) return false;
  thread_local std::unordered_map<std::string, std::regex> known;
  auto found = known.find(pattern);
  if (found == known.end()) found = known.emplace(pattern, std::regex(pattern, std::regex::ECMAScript)).first;
  return std::regex_search(text.begin(), text.end(), found->second);
}

/// One pass over a value and its schema.
class Check {
 public:
  explicit Check(const json::object& named) : named_(named) {}

  void value(const json::value& value, const json::object& given, const std::string& at) {
    const auto& schema = resolved(given);
    if (problems_.size() >= kMostProblems || !type(value, schema, at)) return;
    listed(value, schema, at);
    if (value.is_string()) string(value.get_string(), schema, at);
    if (value.is_number()) number(value, schema, at);
    if (value.is_array()) array(value.get_array(), schema, at);
    if (value.is_object()) object(value.get_object(), schema, at);
    if (const auto* all = find(schema, "allOf"); all != nullptr) {
      for (const auto& one : all->get_array()) this->value(value, one.get_object(), at);
    }
  }
  std::vector<FieldProblem> take() { return std::move(problems_); }

 private:
  static const json::value* find(const json::object& schema, const char* name) { return schema.if_contains(name); }
  void wrong(const std::string& at, std::string detail) {
    if (problems_.size() < kMostProblems) problems_.push_back({at.empty() ? "/" : at, std::move(detail)});
  }

  const json::object& resolved(const json::object& schema) const {
    const auto* ref = find(schema, "$ref");
    if (ref == nullptr) return schema;
    const auto* named = named_.if_contains(std::string_view(ref->get_string()).substr(kRef.size()));
    return named == nullptr ? schema : named->get_object();
  }

  bool type(const json::value& value, const json::object& schema, const std::string& at) {
    const auto* wanted = find(schema, "type");
    if (wanted == nullptr) return true;
    if (wanted->is_string()) {
      if (has_type(value, wanted->get_string())) return true;
      wrong(at, "must be " + std::string(wanted->get_string()));
      return false;
    }
    std::string list;
    for (const auto& one : wanted->get_array()) {
      if (has_type(value, one.get_string())) return true;
      list += (list.empty() ? "" : " or ") + std::string(one.get_string());
    }
    wrong(at, "must be " + list);
    return false;
  }

  void listed(const json::value& value, const json::object& schema, const std::string& at) {
    const auto* allowed = find(schema, "enum");
    if (allowed == nullptr) return;
    std::string list;
    for (const auto& one : allowed->get_array()) {
      if (one == value) return;
      list += (list.empty() ? "" : ", ") + text_of(one);
    }
    wrong(at, "must be one of " + list);
  }

  void string(std::string_view text, const json::object& schema, const std::string& at) {
    if (!schema.contains(kAnyText) && !is_plain_text(text)) return wrong(at, "must be plain text");
    const auto letters = letters_in(text);
    if (const auto* least = find(schema, "minLength"); least != nullptr && letters < least->to_number<std::size_t>()) {
      wrong(at, letters == 0 ? "must not be empty" : "must have at least " + json::serialize(*least) + " characters");
    }
    if (const auto* most = find(schema, "maxLength"); most != nullptr && letters > most->to_number<std::size_t>()) {
      return wrong(at, "must have at most " + json::serialize(*most) + " characters");
    }
    if (const auto* pattern = find(schema, "pattern");
        pattern != nullptr && pattern->get_string() != kPlainPattern && !fits(text, std::string(pattern->get_string()))) {
      wrong(at, "must fit " + std::string(pattern->get_string()));
    }
    const auto* format = find(schema, "format");
    if (format == nullptr) return;
    if (*format == "uuid" && !is_uuid(text)) wrong(at, "must be a UUID");
    if (*format == "email" && !is_email(text)) wrong(at, "must be an email address");
  }

  void number(const json::value& value, const json::object& schema, const std::string& at) {
    const auto number = value.to_number<double>();
    if (const auto* least = find(schema, "minimum"); least != nullptr && number < least->to_number<double>()) {
      wrong(at, "must be at least " + json::serialize(*least));
    }
    if (const auto* most = find(schema, "maximum"); most != nullptr && number > most->to_number<double>()) {
      wrong(at, "must be at most " + json::serialize(*most));
    }
  }

  void array(const json::array& array, const json::object& schema, const std::string& at) {
    if (const auto* least = find(schema, "minItems"); least != nullptr && array.size() < least->to_number<std::size_t>()) {
      wrong(at, "must have at least " + json::serialize(*least) + " items");
    }
    if (const auto* most = find(schema, "maxItems"); most != nullptr && array.size() > most->to_number<std::size_t>()) {
      return wrong(at, "must have at most " + json::serialize(*most) + " items");
    }
    if (const auto* unique = find(schema, "uniqueItems"); unique != nullptr && unique->get_bool()) {
      for (std::size_t i = 1; i < array.size(); ++i) {
        if (std::find(array.begin(), array.begin() + static_cast<std::ptrdiff_t>(i), array[i]) != array.begin() + static_cast<std::ptrdiff_t>(i)) {
          return wrong(at, "must not repeat an item");
        }
      }
    }
    const auto* items = find(schema, "items");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < array.size(); ++i) value(array[i], items->get_object(), at + "/" + std::to_string(i));
  }

  void object(const json::object& object, const json::object& schema, const std::string& at) {
    if (const auto* required = find(schema, "required"); required != nullptr) {
      for (const auto& name : required->get_array()) {
        if (!object.contains(name.get_string())) wrong(at + "/" + std::string(name.get_string()), "is missing");
      }
    }
    const auto* properties = find(schema, "properties");
    const auto* others = find(schema, "additionalProperties");
    for (const auto& [name, member] : object) {
      const auto place = at + "/" + std::string(name);
      const auto* known = properties == nullptr ? nullptr : properties->get_object().if_contains(name);
      if (known != nullptr) {
        value(member, known->get_object(), place);
      } else if (others != nullptr && others->is_bool() && !others->get_bool()) {
        wrong(is_plain_text(name) ? place : at + "/?", "is not known here");
      } else if (others != nullptr && others->is_object()) {
        value(member, others->get_object(), place);
      }
    }
  }

  const json::object& named_;
  std::vector<FieldProblem> problems_;
};

}  // namespace

void add_plain_pattern(json::value& schema) {
  if (schema.is_array()) {
    for (auto& item : schema.get_array()) add_plain_pattern(item);
  }
  if (!schema.is_object()) return;
  auto& object = schema.get_object();
  for (auto& [name, member] : object) add_plain_pattern(member);
  const auto* type = object.if_contains("type");
  if (type == nullptr || object.contains("enum") || object.contains("format") || object.contains("pattern") || object.contains(kAnyText)) return;
  const bool is_string =
      *type == "string" || (type->is_array() && std::find(type->get_array().begin(), type->get_array().end(), "string") != type->get_array().end());
  if (is_string) object["pattern"] = kPlainPattern;
}

void make_integers(json::value& value) {
  constexpr double exact = 9'007'199'254'740'992.0;  // 2^53
  if (value.is_array()) {
    for (auto& item : value.get_array()) make_integers(item);
  } else if (value.is_object()) {
    for (auto& [name, member] : value.get_object()) make_integers(member);
  } else if (value.is_double() && std::abs(value.get_double()) <= exact && std::floor(value.get_double()) == value.get_double()) {
    value = static_cast<std::int64_t>(value.get_double());
  }
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 3 > text.size() || text.size() > 254) return false;
  const auto domain = text.substr(at + 1);
  const bool sane =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c != 0x7F && c != ',' && c != ';' && c != '<' && c != '>'; });
  return sane && domain.find('@') == std::string_view::npos && domain.front() != '.' && domain.back() != '.' &&
         domain.find("..") == std::string_view::npos;
}

bool is_plain_text(std::string_view text) {
  return is_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F; });
}

std::vector<FieldProblem> check_schema(const json::value& value, const json::object& schema, const json::object& named) {
  Check check(named);
  check.value(value, schema, "");
  return check.take();
}

}  // namespace codevoice::http
