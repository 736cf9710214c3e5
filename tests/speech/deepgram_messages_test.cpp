#include "speech/deepgram_messages.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

template <class T>
T parsed(std::string_view text) {
  const auto message = parse_listen_message(text);
  EXPECT_TRUE(message.has_value());
  const auto* wanted = message ? std::get_if<T>(&*message) : nullptr;
  EXPECT_NE(wanted, nullptr) << text;
  return wanted == nullptr ? T{} : *wanted;
}

TEST(DeepgramMessages, AResultHasItsWordsAndTimes) {
  const auto result = parsed<ListenResult>(
      R"({"type":"Results","channel_index":[0,1],"duration":1.5,"start":2,"is_final":true,"speech_final":true,"from_finalize":true,
          "channel":{"alternatives":[{"transcript":"Hash table.","confidence":0.9,"words":[
            {"word":"hash","start":2.1,"end":2.5,"confidence":0.95,"punctuated_word":"Hash"},
            {"word":"table","start":2.5,"end":3.0,"confidence":0.85,"punctuated_word":"table."}]}]},"metadata":{}})");

  EXPECT_DOUBLE_EQ(result.begin_s, 2);
  EXPECT_DOUBLE_EQ(result.end_s, 3.5);
  EXPECT_TRUE(result.is_final);
  EXPECT_TRUE(result.speech_final);
  EXPECT_TRUE(result.from_finalize);
  ASSERT_EQ(result.words.size(), 2U);
  EXPECT_EQ(result.words[1].text, "table.");
  EXPECT_DOUBLE_EQ(result.words[1].begin_s, 2.5);
  EXPECT_FLOAT_EQ(result.words[1].confidence, 0.85F);
}

TEST(DeepgramMessages, AResultWithoutWordsIsItsTranscript) {
  const auto result = parsed<ListenResult>(
      R"({"type":"Results","start":1,"duration":1,"channel":{"alternatives":[{"transcript":"hello there","confidence":0.5,"words":[]}]}})");

  ASSERT_EQ(result.words.size(), 1U);
  EXPECT_EQ(result.words[0].text, "hello there");
  EXPECT_DOUBLE_EQ(result.words[0].end_s, 2);
}

TEST(DeepgramMessages, ATurnHasItsEvent) {
  const auto turn = parsed<FluxTurn>(
      R"({"type":"TurnInfo","request_id":"x","sequence_id":4,"event":"EndOfTurn","turn_index":0,"audio_window_start":0,"audio_window_end":2.4,
          "transcript":"Hi there","words":[{"word":"Hi","confidence":0.9,"start":0.5,"end":0.7},{"word":"there","confidence":0.8}],
          "end_of_turn_confidence":0.83,"trigger":"model"})");

  EXPECT_EQ(turn.event, FluxTurn::Event::EndOfTurn);
  EXPECT_DOUBLE_EQ(turn.window_end_s, 2.4);
  EXPECT_FLOAT_EQ(turn.end_of_turn, 0.83F);
  ASSERT_EQ(turn.words.size(), 2U);
  EXPECT_DOUBLE_EQ(turn.words[1].begin_s, 2.4);  // its times were left out
}

TEST(DeepgramMessages, AnswersAndErrors) {
  EXPECT_TRUE(parsed<Configured>(R"({"type":"ConfigureSuccess","request_id":"x","keyterms":["a"]})").applied);
  EXPECT_FALSE(parsed<Configured>(R"({"type":"ConfigureFailure","code":"CONFIGURE_KEYTERMS_NOT_SUPPORTED"})").applied);
  EXPECT_FALSE(parsed<Configured>(R"({"type":"Error","variant":"SchemaError","description":"no such message"})").applied);
  EXPECT_EQ(parsed<ServiceError>(R"({"type":"Error","code":"INTERNAL_SERVER_ERROR","description":"oh"})").code, "INTERNAL_SERVER_ERROR");
  parsed<Ignored>(R"({"type":"SomethingNew"})");
  parsed<Ignored>(R"({"type":"TurnInfo","event":"SomethingNew"})");
  parsed<Ignored>(R"({"type":7})");
}

TEST(DeepgramMessages, WhatCannotBeReadIsAnError) {
  for (const auto* text : {"", "{", "[]", "7", "{\"type\": \"Resul", R"({"type":"Results"})", R"({"type":"Results","channel":{"alternatives":7}})"}) {
    const auto message = parse_listen_message(text);
    EXPECT_TRUE(!message && message.error().kind == ErrorKind::Protocol) << text;
  }
  EXPECT_FALSE(parse_speak_message("garbage").has_value());
}

TEST(DeepgramMessages, NonsenseNumbersAreBounded) {
  const auto result = parsed<ListenResult>(
      R"({"type":"Results","start":-1e300,"duration":1e300,"channel":{"alternatives":[{"words":[{"word":"a","start":5,"end":-5,"confidence":7}]}]}})");

  EXPECT_DOUBLE_EQ(result.begin_s, 0);
  EXPECT_LE(result.end_s, 24 * 3600);
  ASSERT_EQ(result.words.size(), 1U);
  EXPECT_DOUBLE_EQ(result.words[0].end_s, 5);
  EXPECT_FLOAT_EQ(result.words[0].confidence, 1.0F);
}

TEST(DeepgramMessages, TheVoicesAnswers) {
  using Kind = SpeakMessage::Kind;
  EXPECT_EQ(parse_speak_message(R"({"type":"Flushed","sequence_id":0})")->kind, Kind::Flushed);
  EXPECT_EQ(parse_speak_message(R"({"type":"Cleared","sequence_id":0})")->kind, Kind::Cleared);
  EXPECT_EQ(parse_speak_message(R"({"type":"Metadata","request_id":"x"})")->kind, Kind::Other);
  const auto warning = parse_speak_message(R"({"type":"Warning","code":"C","description":"d"})");
  EXPECT_EQ(warning->kind, Kind::Warning);
  EXPECT_EQ(warning->code + warning->description, "Cd");
}

TEST(DeepgramMessages, CommandsAreEscaped) {
  EXPECT_EQ(speak_command("say \"hi\"\n"), R"({"type":"Speak","text":"say \"hi\"\n"})");
  EXPECT_EQ(configure_command({"a", "b\""}), R"({"type":"Configure","keyterms":["a","b\""]})");
  EXPECT_EQ(query_string({{"a", "x y&z"}, {"b", "\xC3\xA9"}}), "?a=x%20y%26z&b=%C3%A9");
}

TEST(DeepgramMessages, KeytermsStayWithinTheServicesLimit) {
  std::vector<std::string> many;
  for (int i = 0; i < 500; ++i) many.push_back("a term of some length " + std::to_string(i));

  const auto chosen = choose_keyterms(many);

  std::size_t bytes = 0;
  for (const auto& term : chosen) bytes += term.size();
  EXPECT_LE(bytes, 1200U);
  EXPECT_EQ(chosen[0], many[0]);
  EXPECT_EQ(choose_keyterms({"a", "", "a", "b"}), (std::vector<std::string>{"a", "b"}));
}

TEST(DeepgramMessages, AWindowThatEndsBeforeItBeginsIsEmpty) {
  const auto turn =
      parsed<FluxTurn>(R"({"type":"TurnInfo","event":"EndOfTurn","audio_window_start":5,"audio_window_end":2.4,"transcript":"Hi there","words":[]})");

  ASSERT_EQ(turn.words.size(), 1U);
  EXPECT_DOUBLE_EQ(turn.words[0].begin_s, 5);
  EXPECT_DOUBLE_EQ(turn.words[0].end_s, 5);
}

}  // namespace
}  // namespace codevoice::speech
