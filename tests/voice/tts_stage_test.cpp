#include "voice/tts_stage.hpp"

#include <gtest/gtest.h>

#include "support/fake_tts.hpp"
#include "support/stage_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;

class TtsStageTest : public ::testing::Test {
 protected:
  static TextFrame text(std::string words) {
    TextFrame frame;
    frame.text = std::move(words);
    frame.turn_id = 7;
    frame.depends_on_answer = true;
    return frame;
  }
  static Awaitable<void> process(TtsStage& stage, Frame frame, bool& done) {
    co_await stage.process(std::move(frame));
    done = true;
  }
  std::vector<TTSAudioRawFrame> audio() { return rig.emitted<TTSAudioRawFrame>(); }

  asio::io_context loop;
  test::FakeClock clock;
  test::FakeTts engine{clock};
  ReplyConfig config;
  TtsStage stage{engine, config};
  test::StageRig rig{stage, loop, clock};
};

TEST_F(TtsStageTest, SpeaksClauseByClauseAndMarksTheEnd) {
  rig.feed(text("right, processes are isolated"));
  rig.advance(1s);

  ASSERT_EQ(audio().size(), 3U);
  EXPECT_EQ(audio()[0].text, "right, ");
  EXPECT_EQ(audio()[1].text, "processes are isolated");
  EXPECT_TRUE(audio()[2].last_of_utterance);
  EXPECT_TRUE(audio()[2].pcm.empty());
  EXPECT_EQ(audio()[0].turn_id, 7U);
  EXPECT_TRUE(audio()[0].depends_on_answer);
  EXPECT_EQ(audio()[0].utterance, audio()[2].utterance);
}

TEST_F(TtsStageTest, AListenersSoundIsPreparedAheadAndThenMadeAtOnceOrNotAtAll) {
  ListenerSoundFrame sound;
  sound.text = "Mm-hm.";
  sound.ahead = true;
  rig.feed(sound);
  EXPECT_EQ(engine.prepared, (std::vector<std::string>{"Mm-hm."}));
  EXPECT_TRUE(rig.emitted<ListenerSoundFrame>().empty());

  sound.ahead = false;
  engine.cost = 20ms;
  rig.feed(sound);
  rig.advance(1s);
  ASSERT_EQ(rig.emitted<ListenerSoundFrame>().size(), 1U);
  EXPECT_EQ(rig.emitted<ListenerSoundFrame>()[0].pcm.size(), 6U * 16 * 50);
  EXPECT_TRUE(audio().empty());

  engine.cost = config.sound_limit + 10ms;
  bool done = false;
  asio::co_spawn(loop, process(stage, Frame{rig.now(), 0, sound}, done), [](const std::exception_ptr&) {});
  test::FakeClock::settle(loop);
  EXPECT_TRUE(done) << "a reply behind it would wait";
  rig.advance(1s);
  EXPECT_EQ(rig.emitted<ListenerSoundFrame>().size(), 1U);
}

TEST_F(TtsStageTest, R8AFailingVoiceTellsTheErrorAndTheUtteranceEnds) {
  engine.failing = true;
  rig.feed(text("one, two"));
  rig.advance(1s);

  ASSERT_EQ(rig.emitted<ErrorFrame>().size(), 1U);
  EXPECT_EQ(rig.emitted<ErrorFrame>()[0].stage, "tts");
  EXPECT_FALSE(rig.emitted<ErrorFrame>()[0].fatal);
  ASSERT_EQ(audio().size(), 1U);
  EXPECT_TRUE(audio()[0].last_of_utterance);

  engine.failing = false;
  rig.feed(text("three"));
  rig.advance(1s);
  EXPECT_EQ(audio().size(), 3U);
}

TEST_F(TtsStageTest, R8AStalledVoiceIsLeftAfterItsDeadline) {
  engine.stalled = true;
  rig.feed(text("one"));
  rig.advance(config.chunk_limit - 1ms);
  EXPECT_TRUE(rig.emitted<ErrorFrame>().empty());
  rig.advance(2ms);

  EXPECT_EQ(rig.emitted<ErrorFrame>().size(), 1U);
  ASSERT_EQ(audio().size(), 1U);
  EXPECT_TRUE(audio()[0].last_of_utterance);
}

TEST_F(TtsStageTest, R2AnInterruptionStopsItAtOnceAndNothingMoreOfTheReplyComes) {
  rig.feed(text("one, two, three"));
  rig.advance(110ms);
  ASSERT_EQ(audio().size(), 1U);

  rig.epoch().raise();
  rig.advance(5s);

  EXPECT_EQ(audio().size(), 1U);
  EXPECT_TRUE(rig.emitted<ErrorFrame>().empty());
}

TEST_F(TtsStageTest, WhatMayBeSaidNextIsPreparedAndOtherFramesPass) {
  TTSPrepareFrame prepare;
  prepare.texts = {"a", "b"};
  rig.feed(std::move(prepare));
  rig.feed(LLMFullResponseEndFrame{7});

  EXPECT_EQ(engine.prepared, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(rig.emitted<TTSPrepareFrame>().empty());
  EXPECT_EQ(rig.emitted<LLMFullResponseEndFrame>().size(), 1U);
}

TEST_F(TtsStageTest, AChangeOfVoiceIsToldOnce) {
  engine.fallback = speech::Fallback{"remote", "local", "gone"};
  rig.feed(text("one, two"));
  rig.advance(1s);

  const auto told = rig.emitted<FallbackFrame>();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].stage, "tts");
  EXPECT_EQ(told[0].from + told[0].to + told[0].reason, "remotelocalgone");
}

}  // namespace
}  // namespace codevoice::voice
