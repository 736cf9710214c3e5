// The whole way of the voice on virtual time: scripted candidate, fake engines, the real stages.
#include "voice/voice_pipeline.hpp"

#include "voice/voice_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

class VoicePipelineTest : public VoiceRig {
 protected:
  void SetUp() override { open(); }
  void expect_no_interruption_by(const std::string& words) {
    joins();
    candidate->quiet(400ms);
    candidate->say(words);
    ASSERT_TRUE(replied(1));

    EXPECT_EQ(recorder.interruptions, 0);
    ASSERT_EQ(recorder.lines.size(), 1U);
    EXPECT_EQ(recorder.lines[0].text, "hello and question one");
    EXPECT_TRUE(answers().empty());
  }
};

TEST_F(VoicePipelineTest, FiveTurnsAndAClosing) {
  script->end_on = "number five is the last";
  greet();
  const std::vector<std::string> said{"processes are isolated", "threads share memory", "I do not know", "a mutex protects it", script->end_on};
  for (std::size_t i = 0; i < said.size(); ++i) {
    candidate->quiet(500ms);
    candidate->say(said[i]);
    ASSERT_TRUE(replied(static_cast<int>(i) + 2)) << said[i];
  }

  EXPECT_EQ(answers(), said);
  EXPECT_EQ(recorder.turns.size(), 5U);
  EXPECT_EQ(recorder.replies, 6);
  EXPECT_EQ(recorder.interruptions, 0);
  EXPECT_EQ(voice->interview().end_reason(), "completed");
}

TEST_F(VoicePipelineTest, BargeInStopsTheInterviewerAndIsAnswered) {
  joins();
  candidate->quiet(700ms);
  candidate->say("sorry can you say that again");
  ASSERT_TRUE(replied(2));

  EXPECT_EQ(recorder.interruptions, 1);
  ASSERT_FALSE(recorder.lines.empty());
  EXPECT_TRUE(recorder.lines[0].interrupted);
  EXPECT_EQ(std::string("hello and question one").rfind(recorder.lines[0].text, 0), 0U);
  EXPECT_EQ(answers(), (std::vector<std::string>{"sorry can you say that again"}));
}

TEST_F(VoicePipelineTest, ABackchannelDoesNotStopTheInterviewer) { expect_no_interruption_by("mhm"); }

// R7
TEST_F(VoicePipelineTest, R7ALongBackchannelIsTalkedOver) {
  speech.tts.per_character = 200ms;
  expect_no_interruption_by("yeah okay right sure");
}

TEST_F(VoicePipelineTest, WhatFollowsABackchannelIsJudgedAnew) {
  speech.tts.per_character = 200ms;
  joins();
  candidate->quiet(400ms);
  candidate->say("yeah okay right but I wanted to say one more thing");
  ASSERT_TRUE(replied(2));

  EXPECT_EQ(recorder.interruptions, 1);
}

// R2, R4
TEST_F(VoicePipelineTest, R2GoingOnWhileTheReplyIsMadeGivesOneReplyToTheWholeAnswer) {
  greet();
  speech.tts.cost = 3s;
  candidate->say("front end engineer");
  candidate->quiet_until(5s, [&] { return recorder.turns.size() == 1; });
  candidate->quiet(500ms);
  candidate->say("and I build the tools for it");
  ASSERT_TRUE(replied(2));
  candidate->quiet(5s);

  EXPECT_EQ(recorder.replies, 2);
  EXPECT_EQ(answers(), (std::vector<std::string>{"front end engineer and I build the tools for it"}));
}

// R8
TEST_F(VoicePipelineTest, R8AFailingVoiceIsTriedAgainAndThenEndsTheInterviewWithAReason) {
  speech.tts.failing = true;
  joins();
  candidate->quiet(1s);
  EXPECT_GE(recorder.errors, 1);
  speech.tts.failing = false;
  candidate->say("hello anybody there");
  ASSERT_TRUE(candidate->quiet_until(20s, [&] { return !recorder.lines.empty(); }));  // the interview goes on

  speech.tts.failing = true;
  for (int i = 0; i < 3; ++i) {
    candidate->say("hello again");
    candidate->quiet(5s);
  }
  EXPECT_EQ(voice->interview().end_reason(), "voice_failed");
}

TEST_F(VoicePipelineTest, R8AStalledVoiceDoesNotStallTheInterview) {
  greet();
  speech.tts.stalled = true;
  candidate->say("processes are isolated");
  candidate->quiet(8s);
  EXPECT_GE(recorder.errors, 1);
  speech.tts.stalled = false;
  candidate->say("are you still there");
  const auto before = recorder.lines.size();

  EXPECT_TRUE(candidate->quiet_until(10s, [&] { return recorder.lines.size() > before; }));
}

// R12
TEST_F(VoicePipelineTest, R12ARecogniserThatDiesIsReopenedAndTheAnswerIsWhole) {
  greet();
  candidate->say("processes are");
  speech.stt.listener.on_error(Error{ErrorKind::Unavailable, "gone"});
  candidate->say("isolated");
  ASSERT_TRUE(replied(2));

  EXPECT_EQ(answers(), (std::vector<std::string>{"processes are isolated"}));
}

TEST_F(VoicePipelineTest, R8WithoutATurnModelTheWordsDecide) {
  greet();
  speech.turn.failing = true;
  candidate->say("processes are isolated");
  ASSERT_TRUE(replied(2));

  EXPECT_EQ(recorder.turns.at(0).reason, "fused");
  EXPECT_EQ(answers(), (std::vector<std::string>{"processes are isolated"}));
}

// R11
TEST_F(VoicePipelineTest, R11WithoutAVadTheLoudnessDecides) {
  greet();
  speech.vad.failing = true;
  candidate->say("processes are isolated");
  ASSERT_TRUE(replied(2));

  EXPECT_EQ(answers(), (std::vector<std::string>{"processes are isolated"}));
}

// R9
TEST_F(VoicePipelineTest, R9MutingInTheMiddleOfAWordEndsTheTurn) {
  greet();
  candidate->say("processes are isolated");
  voice->input().set_muted(true);
  clock.advance(loop, 5s);

  ASSERT_EQ(recorder.turns.size(), 1U);
  EXPECT_EQ(recorder.turns[0].reason, "muted");
  EXPECT_EQ(recorder.turns[0].text, "processes are isolated");
}

// R10
TEST_F(VoicePipelineTest, R10SilenceIsAnsweredByTheLadder) {
  greet();
  candidate->quiet(9s);
  EXPECT_EQ(std::count(script->told.begin(), script->told.end(), "silence"), 0);
  candidate->quiet(3s);

  EXPECT_EQ(std::count(script->told.begin(), script->told.end(), "silence"), 1);
}

// R21
TEST_F(VoicePipelineTest, R21AfterAnAbsenceTheSameInterviewGoesOn) {
  greet();
  candidate->quiet(500ms);
  candidate->say("processes are");
  voice->input().set_muted(true);
  voice->interview().pause();
  clock.advance(loop, 30s);
  EXPECT_TRUE(answers().empty());
  EXPECT_EQ(recorder.replies, 1);  // nothing is said to nobody
  voice->input().set_muted(false);
  voice->interview().resume();
  voice->interview().welcome();
  ASSERT_TRUE(replied(2));
  EXPECT_EQ(recorder.lines.back().text, "welcome back");

  candidate->say("isolated");
  ASSERT_TRUE(replied(3));

  EXPECT_EQ(answers(), (std::vector<std::string>{"processes are isolated"}));
}

}  // namespace
}  // namespace codevoice::voice
