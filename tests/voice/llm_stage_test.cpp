#include "voice/llm_stage.hpp"

#include <gtest/gtest.h>

#include "support/fake_interviewer.hpp"
#include "support/stage_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;
using test::FakeInterviewer;

/// Plays user_aggregator before the stage and transport_output behind it.
class LlmStageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    config.reply.max_unheard = 3;
    stage = std::make_unique<LlmStage>(test::interview_of(script), floor, config);
    rig = std::make_unique<test::StageRig>(*stage, loop, clock);
  }
  void answer(std::uint64_t turn, std::string text, MediaTime begin) {
    floor.reply_pending(turn);
    UserTurnEndedFrame ended;
    ended.turn_id = turn;
    ended.text = std::move(text);
    ended.begin = begin;
    rig->feed(std::move(ended));
    rig->feed(LLMMessagesFrame{{}, turn});
  }
  void answer(std::uint64_t turn, std::string text) { answer(turn, std::move(text), rig->now()); }
  std::vector<TextFrame> texts() { return rig->emitted<TextFrame>(); }
  std::uint64_t newest() { return texts().empty() ? 0 : texts().back().turn_id; }
  void starts() {
    floor.reply_audible();
    rig->feedback_to_stage(BotStartedSpeakingFrame{newest()});
  }
  void hears(std::string text) {
    HeardFrame heard;
    heard.text = std::move(text);
    heard.turn_id = newest();
    rig->feedback_to_stage(std::move(heard));
  }
  void stops(bool interrupted = false) {
    floor.reply_over(rig->now());
    rig->feedback_to_stage(BotStoppedSpeakingFrame{newest(), interrupted});
    rig->advance(config.reply.tick);
  }
  void plays_all() {
    const auto id = newest();
    starts();
    for (const auto& text : texts()) {
      if (text.turn_id == id) hears(text.text);
    }
    stops();
  }
  const std::vector<std::string>& told() const { return script->told; }

  asio::io_context loop;
  test::FakeClock clock;
  VoiceConfig config;
  Floor floor;
  std::shared_ptr<FakeInterviewer::Script> script = std::make_shared<FakeInterviewer::Script>();
  std::unique_ptr<LlmStage> stage;
  std::unique_ptr<test::StageRig> rig;
};

TEST_F(LlmStageTest, TheFirstParticipantIsGreeted) {
  stage->tell(interview::CandidateJoined{});
  rig->advance(300ms);

  ASSERT_EQ(texts().size(), 1U);
  EXPECT_EQ(texts()[0].text, "hello and question one");
  EXPECT_EQ(texts()[0].kind, SpeechKind::Question);
  EXPECT_EQ(rig->emitted<LLMFullResponseEndFrame>().size(), 1U);
  EXPECT_EQ(floor.reply(), ReplyPhase::Pending);
}

TEST_F(LlmStageTest, AnAnswerGetsOneReplyUnderItsTurnAndHints) {
  answer(1, "an answer");

  EXPECT_EQ(told(), (std::vector<std::string>{"answer:an answer"}));
  ASSERT_EQ(texts().size(), 1U);
  EXPECT_EQ(texts()[0].turn_id, 1U);
  EXPECT_FALSE(rig->fed_back<ListeningHintsFrame>().empty());
}

TEST_F(LlmStageTest, AReplyHeardInFullIsToldAsSuch) {
  answer(1, "an answer");
  plays_all();

  EXPECT_EQ(told().back(), "heard in full");
}

// R15
TEST_F(LlmStageTest, R15WhatTheVoiceCouldNotSpeakWasNotHeard) {
  answer(1, "an answer");
  starts();
  hears("reply");
  stops();

  EXPECT_EQ(told().back(), "cut after:reply");
}

TEST_F(LlmStageTest, R2AnAnswerThatGoesOnBeforeTheReplyIsHeardIsJudgedAsAWhole) {
  answer(1, "front end engineer");
  rig->epoch().raise();
  rig->feed(InterruptionFrame{true});
  floor.reply_over(rig->now());
  answer(2, "front end engineer and tools");
  plays_all();

  EXPECT_EQ(script->answers, (std::vector<std::string>{"front end engineer and tools"}));
}

TEST_F(LlmStageTest, AnAnswerWhoseReplyBeganStands) {
  answer(1, "first");
  starts();
  rig->epoch().raise();
  rig->feed(InterruptionFrame{false});
  stops(true);
  answer(2, "second");

  EXPECT_EQ(script->answers, (std::vector<std::string>{"first", "second"}));
}

// R7
TEST_F(LlmStageTest, R7NoiseThatCancelsAPromptTakesNoAnswerBackAndTheInterviewIsTold) {
  script->silent_on = "hm";
  answer(1, "hm");  // no reply to it
  stage->tell(interview::CandidateReturned{});
  rig->advance(300ms);
  ASSERT_GT(newest(), 1U);

  rig->epoch().raise();
  rig->feed(InterruptionFrame{true});
  rig->advance(300ms);

  EXPECT_EQ(script->answers, (std::vector<std::string>{"hm"}));
  EXPECT_EQ(told().back(), "cut after:");
}

TEST_F(LlmStageTest, AnAnswerWithoutReplyFreesTheFloorAndEndsTheThinking) {
  script->silent_on = "hm";
  answer(1, "hm");

  EXPECT_EQ(floor.reply(), ReplyPhase::None);
  ASSERT_EQ(rig->emitted<LLMFullResponseEndFrame>().size(), 1U);
  EXPECT_EQ(rig->emitted<LLMFullResponseEndFrame>()[0].turn_id, 1U);
}

TEST_F(LlmStageTest, AStepWithoutWordsLeavesAnotherTurnsPendingReplyAlone) {
  answer(1, "an answer");
  plays_all();
  floor.reply_pending(2);  // the next turn was just emitted
  rig->advance(1s);

  EXPECT_EQ(floor.reply(), ReplyPhase::Pending);
}

TEST_F(LlmStageTest, R10TheSilenceLadderClimbsByTheFloorsQuiet) {
  answer(1, "an answer");
  plays_all();
  rig->advance(9s);
  EXPECT_EQ(told().back(), "heard in full");
  rig->advance(2s);
  EXPECT_EQ(told().back(), "silence");
  plays_all();
  const auto count = told().size();

  floor.turn_opened();
  rig->advance(30s);

  EXPECT_EQ(told().size(), count);
}

// R8
TEST_F(LlmStageTest, R8AReplyThatNeverSoundsIsGivenUpAndThreeOfThemEndTheInterview) {
  answer(1, "an answer");
  rig->advance(13s);
  EXPECT_EQ(told().back(), "cut after:");
  EXPECT_EQ(rig->emitted<InterruptionFrame>().size(), 1U);
  EXPECT_EQ(floor.reply(), ReplyPhase::None);

  answer(2, "again");
  rig->advance(13s);
  EXPECT_EQ(stage->end_reason(), "");
  answer(3, "again");
  rig->advance(13s);

  EXPECT_EQ(stage->end_reason(), "voice_failed");
}

TEST_F(LlmStageTest, R8AReplyWithoutEndIsCut) {
  answer(1, "an answer");
  starts();
  rig->advance(config.reply.speaking_limit + 1s);

  EXPECT_EQ(rig->emitted<InterruptionFrame>().size(), 1U);
}

TEST_F(LlmStageTest, R8AnInterviewerThatThrowsDoesNotStopTheInterview) {
  script->throw_on = "joined";
  stage->tell(interview::CandidateJoined{});
  rig->advance(300ms);
  stage->tell(interview::CandidateReturned{});
  rig->advance(300ms);

  EXPECT_EQ(told().back(), "returned");
}

TEST_F(LlmStageTest, R21AnAbsenceStopsTheVoiceAndTheClockAndTheReturnIsWelcomed) {
  answer(1, "an answer");
  starts();
  rig->advance(1s);
  stage->pause();
  rig->advance(60s);
  EXPECT_EQ(rig->emitted<InterruptionFrame>().size(), 1U);
  EXPECT_EQ(told().back(), "cut after:");
  const auto before = script->at;

  stage->resume();
  stage->welcome();
  rig->advance(500ms);

  EXPECT_EQ(told().back(), "returned");
  EXPECT_EQ(texts().back().text, "welcome back");
  EXPECT_LT(script->at - before, 1s);
}

TEST_F(LlmStageTest, R21AnAnswerBrokenOffByTheAbsenceGoesBeforeWhatIsSaidNext) {
  rig->advance(1s);
  const auto begin = rig->now();
  rig->advance(2s);
  stage->pause();
  answer(1, "processes are", begin);
  EXPECT_TRUE(script->answers.empty());
  EXPECT_EQ(floor.reply(), ReplyPhase::None);
  stage->resume();
  stage->welcome();
  rig->advance(500ms);
  plays_all();

  answer(2, "isolated");

  EXPECT_EQ(script->answers, (std::vector<std::string>{"processes are isolated"}));
}

TEST_F(LlmStageTest, R21AnAnswerBegunBeforeTheAbsenceIsKeptAlsoWhenItsTextComesAfterTheReturn) {
  rig->advance(1s);
  const auto begin = rig->now();
  rig->advance(2s);
  stage->pause();
  stage->resume();
  answer(1, "processes are", begin);

  EXPECT_TRUE(script->answers.empty());
}

TEST_F(LlmStageTest, R21AKeptAnswerCountsWhenNothingIsAddedOrTheInterviewEnds) {
  answer(1, "first");
  plays_all();
  rig->advance(1s);
  const auto begin = rig->now();
  rig->advance(1s);
  stage->pause();
  answer(2, "second", begin);
  stage->resume();
  rig->advance(11s);
  EXPECT_EQ(script->answers.back(), "second");
  plays_all();

  const auto later = rig->now();
  rig->advance(1s);
  stage->pause();
  answer(3, "third", later);
  stage->settle();

  EXPECT_EQ(script->answers.back(), "third");
}

TEST_F(LlmStageTest, ACandidateWhoGoesOnByThemselvesNeedsNoWelcome) {
  stage->pause();
  stage->resume();
  floor.turn_opened();
  stage->welcome();
  rig->advance(2s);
  EXPECT_TRUE(told().empty());

  floor.turn_closed(rig->now());
  answer(1, "as I said");
  plays_all();
  rig->advance(1s);

  EXPECT_EQ(std::count(told().begin(), told().end(), "returned"), 0);
}

TEST_F(LlmStageTest, TheLastWordsAreHeardBeforeItEnds) {
  script->end_on = "bye";
  answer(1, "processes");
  starts();
  EXPECT_FALSE(floor.saying_last_words());
  plays_all();
  answer(2, "bye");
  EXPECT_EQ(stage->end_reason(), "");
  starts();
  EXPECT_TRUE(floor.saying_last_words());
  plays_all();

  EXPECT_EQ(stage->end_reason(), "completed");
}

}  // namespace
}  // namespace codevoice::voice
