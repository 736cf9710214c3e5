// "Mm-hm" through the whole way of the voice on virtual time: when it sounds, and what it must not touch.
#include <random>

#include "voice/voice_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

class ListeningTest : public VoiceRig {
 protected:
  void begin(bool on = true) {
    config.listening.on = on;
    speech.turn.answers = {0.02F};  // whoever pauses goes on
    speech.tts.cost = 20ms;
    sounds_as = [this](std::vector<std::int16_t> pcm) { return hissing(std::move(pcm)); };
    open();
    joins();
    ASSERT_TRUE(candidate->quiet_until(20s, [this] { return recorder.begun > 0; }));
    candidate->quiet(4s);  // until it was said
    greeting = sink.loud();
  }
  /// The fake voices both make one steady tone: the candidate's must not be taken for an echo of the interviewer's (R18).
  std::vector<std::int16_t> hissing(std::vector<std::int16_t> pcm) {
    for (auto& sample : pcm) sample = static_cast<std::int16_t>(random() % 2 == 0 ? sample : -sample);
    return pcm;
  }
  void speak(int words) {
    std::string text;
    for (int i = 0; i < words; ++i) text += "because ";
    candidate->say(text);
  }
  /// Ten seconds of speech each, with a short pause after it.
  void long_answer(int stretches, Duration pause = 600ms) {
    for (int i = 0; i < stretches; ++i) {
      speak(33);
      candidate->quiet(pause);
    }
  }
  /// Flux tells several times a second what it thinks of the turn.
  void recogniser_is(float sure) {
    speech::Transcription update;
    update.text = update.raw_text = "because";
    update.end = candidate->now();
    update.begin = update.end - 200ms;
    update.turn_sure = sure;
    speech.stt.listener.on_text(std::move(update));
    test::FakeClock::settle(loop);
  }
  std::size_t sounded() const { return sink.loud() - greeting; }  // packets since the greeting

  std::size_t greeting = 0;
  std::minstd_rand random;
};

TEST_F(ListeningTest, OffNothingSounds) {
  begin(false);
  long_answer(6);
  EXPECT_EQ(sounded(), 0U);
  EXPECT_TRUE(recorder.sounds.empty());
}

TEST_F(ListeningTest, InALongAnswerItSoundsNowAndThenAndIsNoPartOfTheConversation) {
  begin();
  const auto begun = recorder.begun;
  long_answer(6);
  const auto made = recorder.sounds.size();
  EXPECT_GE(made, 2U);
  EXPECT_LE(made, 5U);
  EXPECT_GT(sounded(), 0U);
  EXPECT_TRUE(recorder.turns.empty()) << "the answer goes on";
  EXPECT_EQ(recorder.begun, begun);
  EXPECT_EQ(recorder.interruptions, 0);

  speech.turn.answers = {0.95F};
  speak(3);
  ASSERT_TRUE(candidate->quiet_until(20s, [&] { return recorder.begun > begun; }));
  candidate->quiet(4s);

  EXPECT_EQ(recorder.turns.size(), 1U);
  ASSERT_EQ(script->answers.size(), 1U);
  EXPECT_EQ(script->answers[0].find("hm"), std::string::npos);
  EXPECT_EQ(recorder.heard_text().find("Mm-hm"), std::string::npos);
  EXPECT_EQ(recorder.context.find("Mm-hm"), std::string::npos) << recorder.context;
}

TEST_F(ListeningTest, ARecogniserThatJudgesTurnsIsAskedHowSureItIs) {
  config.turn.recogniser_ends_turns = true;
  begin();
  const auto answers_with_pauses = [this](std::optional<float> sure) {
    for (int i = 0; i < 4; ++i) {
      speak(33);
      candidate->quiet(260ms);
      if (sure) recogniser_is(*sure);
      candidate->quiet(400ms);
    }
  };
  answers_with_pauses(std::nullopt);
  answers_with_pauses(0.6F);
  EXPECT_TRUE(recorder.sounds.empty());

  answers_with_pauses(0.1F);
  EXPECT_GE(recorder.sounds.size(), 1U);
  EXPECT_GT(sounded(), 0U);
  EXPECT_TRUE(recorder.turns.empty());
}

TEST_F(ListeningTest, WhatTheRecogniserThoughtBeforeThePauseIsNotOfThePause) {
  config.turn.recogniser_ends_turns = true;
  begin();
  for (int i = 0; i < 4; ++i) {
    speak(33);
    recogniser_is(0.1F);
    candidate->quiet(660ms);
  }
  EXPECT_TRUE(recorder.sounds.empty());
}

TEST_F(ListeningTest, NotInTheFirstSeconds) {
  begin();
  for (int i = 0; i < 4; ++i) {
    speak(8);  // 2.4 s
    candidate->quiet(600ms);
  }
  EXPECT_TRUE(recorder.sounds.empty());
}

TEST_F(ListeningTest, NotWhereTheTurnMayBeOver) {
  begin();
  speech.turn.answers = {0.95F};
  for (int i = 0; i < 3; ++i) {
    speak(80);  // 24 s
    candidate->say("and that is all I know about it.");
    candidate->quiet(400ms);
  }
  EXPECT_TRUE(recorder.sounds.empty());
}

TEST_F(ListeningTest, R1ItIsCutWhenTheCandidateGoesOn) {
  speech.tts.per_character = 120ms;  // 720 ms of it
  begin();
  long_answer(1);
  for (int i = 0; i < 12 && sounded() == 0; ++i) {
    speak(10);
    candidate->quiet_until(600ms, [this] { return sounded() > 0; });
  }
  ASSERT_GT(sounded(), 0U);
  candidate->quiet(100ms);
  const auto before = sink.loud();
  speak(2);

  EXPECT_LE(sink.loud() - before, 5U);  // the VAD's two windows, and the frame that fades
}

TEST_F(ListeningTest, AVoiceThatHasItNotReadyHoldsUpNothing) {
  begin();
  speech.tts.cost = 400ms;  // for a clause: longer than is waited
  long_answer(4);
  EXPECT_FALSE(recorder.sounds.empty());
  EXPECT_EQ(sounded(), 0U);
}

}  // namespace
}  // namespace codevoice::voice
