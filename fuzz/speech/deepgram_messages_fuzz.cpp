// Parsers: speech/deepgram_messages.cpp
// Whatever the service says: times stay in order and bounded, confidences are shares, and texts of ours come out of our commands unharmed.
#include "speech/deepgram_messages.hpp"

#include <boost/json.hpp>

#include "fuzz.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

constexpr double kDay = 24 * 3600;

void check(const std::vector<speech::DeepgramWord>& words) {
  require(words.size() <= 4096, "words are bounded");
  for (const auto& word : words) {
    require(!word.text.empty(), "a word has text");
    require(word.begin_s >= 0 && word.end_s >= word.begin_s && word.end_s <= kDay * 2, "a word's times are in order");
    require(word.confidence >= 0.0F && word.confidence <= 1.0F, "confidence is a share");
  }
}

void check_listen(std::string_view text) {
  const auto message = speech::parse_listen_message(text);
  if (!message) {
    require(message.error().kind == ErrorKind::Protocol, "what cannot be read is a fault of the protocol");
    return;
  }
  if (const auto* result = std::get_if<speech::ListenResult>(&*message)) {
    require(result->begin_s >= 0 && result->end_s >= result->begin_s && result->end_s <= kDay * 2, "a result's times are in order");
    check(result->words);
  } else if (const auto* turn = std::get_if<speech::FluxTurn>(&*message)) {
    require(turn->end_of_turn >= 0.0F && turn->end_of_turn <= 1.0F, "confidence is a share");
    check(turn->words);
  }
}

void check_commands(std::string_view text) {
  boost::json::error_code error;
  const auto command = boost::json::parse(speech::speak_command(text), error);
  // the parser refuses what is no UTF-8; what is comes back as it was
  if (!error) require(std::string_view(command.at("text").get_string()) == text, "a text comes out as it went in");
  const auto query = speech::query_string({{"keyterm", std::string(text)}});
  require(query.find_first_of(" \r\n#") == std::string::npos && query.find('&') == std::string::npos, "a query stays one parameter");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(ByteView(data, size));
  check_listen(text);
  (void)speech::parse_speak_message(text);
  check_commands(text);
  return 0;
}
