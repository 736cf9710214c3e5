#include "voice/stt_stage.hpp"

#include <gtest/gtest.h>

#include "support/fake_stt.hpp"
#include "support/stage_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;

class SttStageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    first.script = {{100ms, "processes"}, {500ms, "are"}, {900ms, "isolated"}};
    second.script = first.script;
    stage = std::make_unique<SttStage>(SttEngines{first, &second}, recent, TurnConfig{});
    rig = std::make_unique<test::StageRig>(*stage, loop, clock);
  }
  void hear(Duration length) {
    for (Duration done{}; done < length; done += 20ms) {
      AudioRawFrame audio;
      audio.pcm.assign(320, 100);
      rig->feed(Frame{rig->now(), 0, std::move(audio)});
      rig->advance(20ms);
    }
  }
  std::vector<TranscriptionFrame> texts() { return rig->emitted<TranscriptionFrame>(); }

  asio::io_context loop;
  test::FakeClock clock;
  test::FakeStt first{clock};
  test::FakeStt second{clock};
  RecentAudio recent;
  std::unique_ptr<SttStage> stage;
  std::unique_ptr<test::StageRig> rig;
};

TEST_F(SttStageTest, AudioPassesAndAPauseGivesAnInterim) {
  rig->feed(UserStartedSpeakingFrame{});
  hear(1s);
  rig->feed(UserStoppedSpeakingFrame{980ms});

  EXPECT_EQ(rig->emitted<AudioRawFrame>().size(), 50U);
  ASSERT_EQ(texts().size(), 1U);
  EXPECT_EQ(texts()[0].text, "processes are isolated");
  EXPECT_FALSE(texts()[0].is_final);
}

TEST_F(SttStageTest, ARequestForTheTurnsTextIsAnsweredWithItsId) {
  hear(1s);
  TurnTextRequestFrame request;
  request.finish_id = 7;
  request.upto = 1s;

  rig->feedback_to_stage(request);
  rig->advance(200ms);

  ASSERT_EQ(texts().size(), 1U);
  EXPECT_EQ(texts()[0].finish_id, 7U);
  EXPECT_TRUE(texts()[0].is_final);
  EXPECT_EQ(texts()[0].text, "processes are isolated");
}

// R8
TEST_F(SttStageTest, R8AStalledRecogniserIsAnsweredForWithTheWordsWeHave) {
  rig.reset();
  stage = std::make_unique<SttStage>(SttEngines{first}, recent, TurnConfig{});
  rig = std::make_unique<test::StageRig>(*stage, loop, clock);
  hear(1s);
  rig->feed(UserStoppedSpeakingFrame{980ms});
  first.stalled = true;
  TurnTextRequestFrame request;
  request.finish_id = 7;
  request.upto = 1s;

  rig->feedback_to_stage(request);
  rig->advance(3s);

  ASSERT_EQ(texts().size(), 2U);
  EXPECT_EQ(texts()[1].text, "processes are isolated");
  EXPECT_EQ(texts()[1].finish_id, 7U);
  EXPECT_LT(texts()[1].confidence, 1.0F);
  EXPECT_EQ(stage->restarts(), 1U);
}

TEST_F(SttStageTest, R11ARecogniserThatHearsNothingOfLongSpeechIsRestarted) {
  first.script.clear();
  const auto finish_after = [this](Duration speech) {
    rig->feed(UserStartedSpeakingFrame{});
    hear(speech);
    rig->feed(UserStoppedSpeakingFrame{rig->now()});
    TurnTextRequestFrame request;
    request.finish_id = 1;
    request.upto = rig->now();
    rig->feedback_to_stage(request);
    rig->advance(1s);
  };
  finish_after(3s);  // a cough, a chair
  finish_after(3s);
  EXPECT_EQ(stage->restarts(), 0U);

  finish_after(5s);
  EXPECT_EQ(stage->restarts(), 1U);
  EXPECT_EQ(first.opened, 2);
}

// R12
TEST_F(SttStageTest, R12ADeadRecogniserIsReopenedAndToldTheTurnAgain) {
  hear(1s);
  first.listener.on_error(Error{ErrorKind::Unavailable, "socket closed"});
  rig->advance(1s);
  ASSERT_EQ(first.opened, 2);
  TurnTextRequestFrame request;
  request.finish_id = 1;
  request.upto = 1s;

  rig->feedback_to_stage(request);
  rig->advance(200ms);

  ASSERT_FALSE(texts().empty());
  EXPECT_EQ(texts().back().text, "processes are isolated");
}

// R12
TEST_F(SttStageTest, R12TheSecondEngineTakesOverWhenTheFirstKeepsFailing) {
  first.refusing = true;
  first.listener.on_error(Error{ErrorKind::Unavailable, "socket closed"});

  rig->advance(10s);

  EXPECT_EQ(second.opened, 1);
}

TEST_F(SttStageTest, TheQuestionsVocabularyReachesTheRecogniserAlsoAfterAReopening) {
  ListeningHintsFrame hints;
  hints.vocabulary = {"mutex"};
  rig->feedback_to_stage(hints);
  EXPECT_EQ(first.vocabulary, (std::vector<std::string>{"mutex"}));
  first.vocabulary.clear();

  first.listener.on_error(Error{ErrorKind::Unavailable, "socket closed"});
  rig->advance(1s);

  EXPECT_EQ(first.vocabulary, (std::vector<std::string>{"mutex"}));
}

class SttChainTest : public SttStageTest {
 protected:
  void SetUp() override {
    SttStageTest::SetUp();
    rig.reset();
    stage = std::make_unique<SttStage>(SttEngines{first, &second, 0}, recent, TurnConfig{});
    rig = std::make_unique<test::StageRig>(*stage, loop, clock);
  }
  void ask(MediaTime upto) {
    TurnTextRequestFrame request;
    request.finish_id = 7;
    request.upto = upto;
    rig->feedback_to_stage(request);
  }
};

TEST_F(SttChainTest, ATurnWhoseRecogniserFailsIsAnsweredByTheSecondAndItIsToldOnce) {
  hear(1s);
  first.stalled = true;
  ask(1s);
  rig->advance(3s);

  ASSERT_FALSE(texts().empty());
  EXPECT_EQ(texts().back().text, "processes are isolated");
  EXPECT_EQ(texts().back().finish_id, 7U);
  ASSERT_EQ(rig->emitted<FallbackFrame>().size(), 1U);
  EXPECT_EQ(rig->emitted<FallbackFrame>()[0].stage, "stt");
  EXPECT_EQ(second.opened, 1);
}

TEST_F(SttChainTest, WordsTheFirstWasSureOfAreNotHeardAgain) {
  hear(1s);
  speech::Transcription sure;
  sure.text = sure.raw_text = "processes are";
  sure.is_final = true;
  sure.begin = 100ms;
  sure.end = 800ms;
  first.listener.on_text(sure);
  first.listener.on_error(Error{ErrorKind::Unavailable, "gone"});
  rig->advance(100ms);
  ask(1s);
  rig->advance(500ms);

  ASSERT_GE(texts().size(), 2U);
  EXPECT_EQ(texts().front().text, "processes are");
  EXPECT_EQ(texts().back().text, "isolated");
  EXPECT_EQ(texts().back().finish_id, 7U);
}

TEST_F(SttChainTest, ASessionThatBeginsWithoutTheFirstStartsOnTheSecond) {
  first.refusing = true;
  SttStage fresh(SttEngines{first, &second, 0}, recent, TurnConfig{});
  test::StageRig fresh_rig(fresh, loop, clock);
  fresh_rig.advance(20ms);

  EXPECT_EQ(second.opened, 1);
  EXPECT_EQ(fresh_rig.emitted<FallbackFrame>().size(), 1U);
}

TEST_F(SttChainTest, TheFirstIsTriedAgainLaterBetweenTurns) {
  hear(1s);
  first.listener.on_error(Error{ErrorKind::Unavailable, "gone"});
  rig->advance(100ms);
  ask(1s);
  rig->advance(500ms);
  EXPECT_EQ(first.opened, 2);  // SetUp opens one, too

  hear(46s);
  ask(47s);
  rig->advance(500ms);

  EXPECT_EQ(first.opened, 3);
}

TEST_F(SttStageTest, RefusesToStartWithoutARecogniser) {
  test::FakeStt broken(clock);
  broken.refusing = true;
  SttStage refused(SttEngines{broken}, recent, TurnConfig{});
  TaskGroup tasks(loop.get_executor(), "test");
  StageContext context;
  context.tasks = &tasks;

  const auto started = refused.start(context);

  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().message, "fake: no model");
}

}  // namespace
}  // namespace codevoice::voice
