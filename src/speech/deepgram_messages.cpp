#include "speech/deepgram_messages.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>

namespace codevoice::speech {
namespace {

namespace json = boost::json;

constexpr std::size_t kWordsAtMost = 4096;  // in one message
constexpr double kLongestS = 24 * 3600;     // a time beyond this is nonsense
constexpr std::size_t kKeytermsAtMost = 60;
constexpr std::size_t kKeytermBytesAtMost = 1200;  // some 400 tokens

const json::value* member(const json::object& object, std::string_view name) { return object.if_contains(name); }

double number(const json::object& object, std::string_view name) {
  const auto* value = member(object, name);
  if (value == nullptr || !value->is_number()) return 0;
  const double given = value->to_number<double>();
  return std::isfinite(given) ? given : 0;
}
double seconds(const json::object& object, std::string_view name) { return std::clamp(number(object, name), 0.0, kLongestS); }
bool flag(const json::object& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_bool() && value->get_bool();
}
std::string_view text(const json::object& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}
float confidence(const json::object& object, std::string_view name) { return static_cast<float>(std::clamp(number(object, name), 0.0, 1.0)); }

std::vector<DeepgramWord> words_of(const json::object& object) {
  std::vector<DeepgramWord> words;
  const auto* list = member(object, "words");
  if (list == nullptr || !list->is_array()) return words;
  words.reserve(std::min(list->get_array().size(), kWordsAtMost));
  for (const auto& entry : list->get_array()) {
    const auto* word = entry.if_object();
    if (word == nullptr || words.size() >= kWordsAtMost) continue;
    auto shown = text(*word, "punctuated_word");
    if (shown.empty()) shown = text(*word, "word");
    if (shown.empty()) continue;
    DeepgramWord heard{std::string(shown), seconds(*word, "start"), seconds(*word, "end"), confidence(*word, "confidence")};
    heard.end_s = std::max(heard.begin_s, heard.end_s);
    words.push_back(std::move(heard));
  }
  return words;
}

Result<ListenMessage> result_of(const json::object& message) {
  const auto* channel = member(message, "channel");
  const auto* alternatives = channel != nullptr && channel->is_object() ? member(channel->get_object(), "alternatives") : nullptr;
  if (alternatives == nullptr || !alternatives->is_array()) return fail(ErrorKind::Protocol, "a result without alternatives");
  ListenResult result;
  result.begin_s = seconds(message, "start");
  result.end_s = result.begin_s + seconds(message, "duration");
  result.is_final = flag(message, "is_final");
  result.speech_final = flag(message, "speech_final");
  result.from_finalize = flag(message, "from_finalize");
  if (alternatives->get_array().empty() || !alternatives->get_array()[0].is_object()) return result;
  const auto& best = alternatives->get_array()[0].get_object();
  result.words = words_of(best);
  if (const auto whole = text(best, "transcript"); result.words.empty() && !whole.empty()) {
    result.words.push_back({std::string(whole), result.begin_s, result.end_s, confidence(best, "confidence")});
  }
  return result;
}

Result<ListenMessage> turn_of(const json::object& message) {
  constexpr std::array names{"Update", "StartOfTurn", "EagerEndOfTurn", "TurnResumed", "EndOfTurn"};
  const auto event = text(message, "event");
  const auto* const found = std::find(names.begin(), names.end(), event);
  if (found == names.end()) return Ignored{};
  FluxTurn turn;
  turn.event = static_cast<FluxTurn::Event>(found - names.begin());
  const double window_begin_s = seconds(message, "audio_window_start");
  turn.window_end_s = std::max(window_begin_s, seconds(message, "audio_window_end"));
  turn.end_of_turn = confidence(message, "end_of_turn_confidence");
  turn.words = words_of(message);
  if (const auto whole = text(message, "transcript"); turn.words.empty() && !whole.empty()) {
    turn.words.push_back({std::string(whole), window_begin_s, turn.window_end_s, 1.0F});
  }
  for (auto& word : turn.words) {
    if (word.end_s == 0) word.begin_s = word.end_s = turn.window_end_s;  // word times are optional here
  }
  return turn;
}

/// Calls `use` with the message's object; parses without going to the heap for messages of usual size.
template <class T, class Use>
Result<T> with_object(std::string_view message, Use use) {
  std::array<unsigned char, 16 * 1024> room;  // NOLINT(cppcoreguidelines-pro-type-member-init): the parser fills what it uses
  json::monotonic_resource memory(room.data(), room.size());
  json::error_code error;
  const auto value = json::parse(message, error, &memory);
  if (error) return fail(ErrorKind::Protocol, "a message that is no JSON");
  const auto* object = value.if_object();
  if (object == nullptr) return fail(ErrorKind::Protocol, "a message that is no object");
  return use(*object);
}

std::string quoted(std::string_view given) { return json::serialize(json::value(json::string(given))); }

}  // namespace

Result<ListenMessage> parse_listen_message(std::string_view message) {
  return with_object<ListenMessage>(message, [](const json::object& object) -> Result<ListenMessage> {
    const auto type = text(object, "type");
    if (type == "Results") return result_of(object);
    if (type == "TurnInfo") return turn_of(object);
    if (type == "ConfigureSuccess") return Configured{true};
    if (type == "ConfigureFailure") return Configured{false};
    if (type == "Error" && text(object, "variant") == "SchemaError") return Configured{false};  // it knows no Configure: all else we send is old
    if (type == "Error") return ServiceError{std::string(text(object, "code")), std::string(text(object, "description"))};
    return Ignored{};
  });
}

Result<SpeakMessage> parse_speak_message(std::string_view message) {
  return with_object<SpeakMessage>(message, [](const json::object& object) -> Result<SpeakMessage> {
    const auto type = text(object, "type");
    SpeakMessage said;
    if (type == "Flushed") said.kind = SpeakMessage::Kind::Flushed;
    if (type == "Cleared") said.kind = SpeakMessage::Kind::Cleared;
    if (type == "Warning") said.kind = SpeakMessage::Kind::Warning;
    if (type == "Error") said.kind = SpeakMessage::Kind::Error;
    said.code = text(object, "code");
    if (said.code.empty()) said.code = text(object, "err_code");
    said.description = text(object, "description");
    if (said.description.empty()) said.description = text(object, "err_msg");
    return said;
  });
}

std::string speak_command(std::string_view given) { return R"({"type":"Speak","text":)" + quoted(given) + "}"; }

std::string configure_command(const std::vector<std::string>& keyterms) {
  std::string command = R"({"type":"Configure","keyterms":[)";
  for (std::size_t i = 0; i < keyterms.size(); ++i) command += (i == 0 ? "" : ",") + quoted(keyterms[i]);
  return command + "]}";
}

std::vector<std::string> choose_keyterms(const std::vector<std::string>& terms) {
  std::vector<std::string> chosen;
  std::size_t bytes = 0;
  for (const auto& term : terms) {
    if (term.empty() || std::find(chosen.begin(), chosen.end(), term) != chosen.end()) continue;
    if (chosen.size() >= kKeytermsAtMost || bytes + term.size() > kKeytermBytesAtMost) break;
    bytes += term.size();
    chosen.push_back(term);
  }
  return chosen;
}

std::string query_string(const std::vector<std::pair<std::string, std::string>>& parameters) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string query;
  for (const auto& [name, value] : parameters) {
    query += (query.empty() ? "?" : "&") + name + "=";
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~';
      if (plain) {
        query += c;
      } else {
        query += '%';
        query += kHex[byte >> 4U];
        query += kHex[byte & 15U];
      }
    }
  }
  return query;
}

}  // namespace codevoice::speech
