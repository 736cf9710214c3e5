// Deepgram's messages, both ways: results of /v1/listen, turns of /v2/listen (Flux), the voice's /v1/speak.
// Units:  seconds of the connection's own audio. Thread: any; pure.
// Errors: Protocol for what is no JSON object or lacks what makes it useful; unknown types are Ignored, so that new ones do no harm.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace codevoice::speech {

struct DeepgramWord {
  std::string text;  // as it is to be shown: with capitals and punctuation where the service gives them
  double begin_s = 0;
  double end_s = 0;
  float confidence = 0.0F;
};

struct ListenResult {
  double begin_s = 0;
  double end_s = 0;
  bool is_final = false;
  bool speech_final = false;  // the speaker paused there
  bool from_finalize = false;
  std::vector<DeepgramWord> words;
};

struct FluxTurn {
  enum class Event : std::uint8_t { Update, StartOfTurn, EagerEndOfTurn, TurnResumed, EndOfTurn };
  Event event = Event::Update;
  double window_end_s = 0;
  float end_of_turn = 0.0F;         // confidence that no more comes
  std::vector<DeepgramWord> words;  // of the whole turn so far
};

struct Configured {
  bool applied = false;
};
struct ServiceError {  // the connection is of no more use
  std::string code;
  std::string description;
};
struct Ignored {};

using ListenMessage = std::variant<ListenResult, FluxTurn, Configured, ServiceError, Ignored>;
Result<ListenMessage> parse_listen_message(std::string_view text);

struct SpeakMessage {
  enum class Kind : std::uint8_t { Flushed, Cleared, Warning, Error, Other };
  Kind kind = Kind::Other;
  std::string code;
  std::string description;
};
Result<SpeakMessage> parse_speak_message(std::string_view text);

std::string speak_command(std::string_view text);
std::string configure_command(const std::vector<std::string>& keyterms);
/// The terms worth sending: no doubles, within the service's limit of 500 tokens for all.
std::vector<std::string> choose_keyterms(const std::vector<std::string>& terms);
/// "?name=value&name=value", percent-encoded.
std::string query_string(const std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace codevoice::speech
