#include "session/session_captions.hpp"

#include <gtest/gtest.h>

#include <map>

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;

class SessionCaptionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    captions.on_caption = [this](const Caption& caption) { shown.push_back(caption); };
    captions.on_line = [this](const store::Utterance& line) { lines[line.position] = line; };
  }
  void from(std::string_view stage, Payload payload) { captions.take(stage, Frame{MediaTime{}, 0, std::move(payload)}); }
  void interim(std::string text, MediaTime begin = {}) {
    TranscriptionFrame words;
    words.begin = begin;
    words.text = std::move(text);
    from("stt", std::move(words));
  }
  void turn(std::uint64_t id, std::string text, MediaTime begin) {
    UserTurnEndedFrame ended;
    ended.turn_id = id;
    ended.text = std::move(text);
    ended.begin = begin;
    ended.speech_end = begin + 1s;
    from("user_aggregator", std::move(ended));
  }
  void bot_says(std::uint64_t utterance, std::vector<std::string> parts, bool interrupted = false) {
    from("transport.output", BotStartedSpeakingFrame{});
    std::string all;
    for (auto& part : parts) {
      all += part;
      from("transport.output", TTSTextFrame{part, utterance, 0});
    }
    HeardFrame heard;
    heard.text = interrupted ? parts.front() : all;
    heard.utterance = utterance;
    heard.interrupted = interrupted;
    heard.begin = 10s;
    heard.end = 12s;
    from("transport.output", std::move(heard));
  }

  SessionCaptions captions{1'000'000};
  std::vector<Caption> shown;
  std::map<int, store::Utterance> lines;
};

TEST_F(SessionCaptionsTest, TheCandidatesWordsGrowAndCloseWhenTheReplyIsHeard) {
  interim("processes");
  turn(1, "processes are isolated", 2s);
  EXPECT_FALSE(shown.back().final);
  bot_says(1, {"right."});

  ASSERT_GE(shown.size(), 3U);
  EXPECT_EQ(shown[0].text, "processes");
  EXPECT_EQ(shown[0].segment, shown[1].segment);
  EXPECT_TRUE(shown[2].final);
  EXPECT_EQ(shown[2].text, "processes are isolated");
  EXPECT_EQ(lines[0].begin_us, 3'000'000);
  EXPECT_EQ(lines[0].end_us, 4'000'000);
}

TEST_F(SessionCaptionsTest, WordsThatCameToNothingAreTakenBack) {
  interim("mhm");
  from("user_aggregator", UserFalseStartFrame{});
  interim("processes", 8s);

  ASSERT_EQ(shown.size(), 3U);
  EXPECT_EQ(shown[1].segment, shown[0].segment);
  EXPECT_EQ(shown[1].text, "");
  EXPECT_TRUE(shown[1].final);
  EXPECT_NE(shown[2].segment, shown[0].segment);
  EXPECT_TRUE(lines.empty());
}

TEST_F(SessionCaptionsTest, AnAsideAfterATurnLeavesWhatWasSaidInIt) {
  turn(1, "processes are isolated", 2s);
  interim("well", 5s);
  from("user_aggregator", UserFalseStartFrame{});

  EXPECT_EQ(shown.back().text, "processes are isolated");
  EXPECT_FALSE(shown.back().final);
  bot_says(1, {"right."});
  EXPECT_EQ(shown[3].text, "processes are isolated");
  EXPECT_TRUE(shown[3].final);
}

TEST_F(SessionCaptionsTest, AnInterimOfATurnThatIsToldAlreadyIsNoNewLine) {
  turn(1, "processes are isolated", 2s);
  bot_says(1, {"right."});
  const auto before = shown.size();
  interim("processes are", 2s);

  EXPECT_EQ(shown.size(), before);
}

TEST_F(SessionCaptionsTest, AFalseStartNobodyWasShownIsNotTold) {
  from("user_aggregator", UserFalseStartFrame{});

  EXPECT_TRUE(shown.empty());
}

TEST_F(SessionCaptionsTest, R2ATurnThatGoesOnKeepsItsLine) {
  turn(1, "front end engineer", 2s);
  turn(2, "front end engineer and tools", 2s);

  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].text, "front end engineer and tools");
}

TEST_F(SessionCaptionsTest, AnotherTurnAfterOneWithoutReplyIsALineOfItsOwn) {
  turn(1, "let me think", 2s);
  turn(2, "processes are isolated", 9s);

  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text, "let me think");
  EXPECT_EQ(lines[1].text, "processes are isolated");
}

// R14
TEST_F(SessionCaptionsTest, R14TheInterviewersLineEndsAsWhatWasHeard) {
  bot_says(3, {"what is ", "a process?"}, true);

  EXPECT_EQ(shown[0].text, "what is ");
  EXPECT_EQ(shown[1].text, "what is a process?");
  EXPECT_EQ(shown.back().text, "what is ");
  EXPECT_TRUE(shown.back().final);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].interrupted);
}

TEST_F(SessionCaptionsTest, WhatNobodyHeardIsNoLineAndWhatNobodyUnderstoodSaysSo) {
  bot_says(1, {""}, true);
  turn(1, "", 2s);
  captions.note("the candidate left", 5s);

  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text, "[not understood]");
  EXPECT_EQ(lines[1].speaker, store::Speaker::System);
}

TEST_F(SessionCaptionsTest, AFramePassedOnByALaterStageIsNotTakenTwice) {
  UserTurnEndedFrame ended;
  ended.text = "again";
  from("llm", std::move(ended));

  EXPECT_TRUE(lines.empty());
}

TEST_F(SessionCaptionsTest, WhatWasHeardIsKeptWhereTheVocabularyMendedIt) {
  UserTurnEndedFrame ended;
  ended.text = ended.raw_text = "a mutex";
  from("user_aggregator", ended);
  EXPECT_EQ(lines.at(0).raw_text, "");
  ended.raw_text = "a mew text";
  from("user_aggregator", ended);

  EXPECT_EQ(lines.at(0).text, "a mutex");
  EXPECT_EQ(lines.at(0).raw_text, "a mew text");
}

}  // namespace
}  // namespace codevoice::session
