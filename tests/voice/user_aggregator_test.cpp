#include "voice/user_aggregator.hpp"

#include <gtest/gtest.h>

#include "support/fake_stop.hpp"
#include "support/fake_turn.hpp"
#include "support/stage_rig.hpp"
#include "voice/threshold_barge_in.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;

/// Plays transport_input and stt: audio with its marks, and the words when they are asked for.
class UserAggregatorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    stage = std::make_unique<UserAggregator>(UserAggregator::Parts{floor, conversation, recent, model, strategy, barge_in}, config);
    rig = std::make_unique<test::StageRig>(*stage, loop, clock);
  }
  void audio(Duration length, bool answer_requests = true, float probability = 0.0F) {
    for (Duration done{}; done < length; done += 20ms) {
      AudioRawFrame frame;
      frame.pcm.assign(320, 0);
      frame.speech_probability = probability;
      rig->feed(Frame{rig->now(), rig->epoch().current(), std::move(frame)});
      rig->advance(20ms);
      if (answer_requests) answer();
    }
  }
  /// Speech of `length`; its words are what the recogniser will say of it.
  void speak(Duration length, std::string words) {
    speech_begin = rig->now();
    heard_words = heard_words.empty() ? words : heard_words + " " + words;
    rig->feed(Frame{rig->now(), rig->epoch().current(), UserStartedSpeakingFrame{}});
    audio(length, true, 0.9F);
  }
  /// A recogniser that has not come to its words yet.
  void speak_unheard(Duration length) {
    speech_begin = rig->now();
    rig->feed(Frame{rig->now(), rig->epoch().current(), UserStartedSpeakingFrame{}});
    audio(length, false, 0.9F);
  }
  void quiet(Duration length) {
    const auto end = rig->now();
    audio(std::min<Duration>(length, 200ms));
    rig->feed(Frame{rig->now(), rig->epoch().current(), UserStoppedSpeakingFrame{end}});
    if (length > 200ms) audio(length - 200ms);
  }
  void answer() {
    const auto requests = rig->fed_back<TurnTextRequestFrame>();
    if (requests.size() == answered) return;
    answered = requests.size();
    words(std::exchange(heard_words, {}), speech_begin, requests.back().upto, requests.back().finish_id);
  }
  void words(std::string text, MediaTime begin, MediaTime end, std::uint64_t finish_id = 0) {
    TranscriptionFrame frame;
    frame.text = std::move(text);
    frame.is_final = true;
    frame.begin = begin;
    frame.end = end;
    frame.finish_id = finish_id;
    rig->feed(std::move(frame));
  }
  void interim(std::string text) {
    TranscriptionFrame frame;
    frame.text = std::move(text);
    frame.begin = speech_begin;
    frame.end = rig->now();
    rig->feed(std::move(frame));
  }
  std::vector<LLMMessagesFrame> speculations() {
    auto all = rig->emitted<LLMMessagesFrame>();
    std::erase_if(all, [](const LLMMessagesFrame& frame) { return !frame.speculative; });
    return all;
  }
  std::vector<UserTurnEndedFrame> turns() { return rig->emitted<UserTurnEndedFrame>(); }
  void bot_speaks() {
    floor.reply_pending(0);
    floor.reply_audible();
  }
  void bot_stops() {
    floor.reply_over(rig->now());
    rig->feedback_to_stage(BotStoppedSpeakingFrame{});
  }

  asio::io_context loop;
  test::FakeClock clock;
  VoiceConfig config;
  Floor floor;
  Conversation conversation;
  RecentAudio recent;
  test::FakeTurn model{clock};
  test::FakeStop strategy;
  ThresholdBargeIn barge_in{BargeInConfig{}};
  std::unique_ptr<UserAggregator> stage;
  std::unique_ptr<test::StageRig> rig;
  MediaTime speech_begin{};
  std::string heard_words;
  std::size_t answered = 0;
};

TEST_F(UserAggregatorTest, AFinishedAnswerBecomesOneTurnWithTheWholeContext) {
  audio(1s);
  speak(2s, "processes are isolated");
  quiet(600ms);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "processes are isolated");
  EXPECT_EQ(turns()[0].reason, "fused");
  EXPECT_EQ(turns()[0].begin, MediaTime{1s});
  EXPECT_EQ(turns()[0].speech_end, MediaTime{3s});
  const auto messages = rig->emitted<LLMMessagesFrame>();
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].turn_id, turns()[0].turn_id);
  EXPECT_EQ(messages[0].messages.back().content, "processes are isolated");
  EXPECT_EQ(floor.reply(), ReplyPhase::Pending);
}

TEST_F(UserAggregatorTest, AThinkingPauseDoesNotEndTheTurn) {
  model.answers = {0.1F, 0.1F, 0.1F, 0.1F, 0.9F};
  speak(1s, "processes are");
  quiet(1500ms);
  EXPECT_TRUE(turns().empty());
  model.answers = {0.9F};
  speak(1s, "isolated");
  quiet(600ms);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "processes are isolated");
}

TEST_F(UserAggregatorTest, AWatcherSeesEachJudgementAndWhereTheCandidateGoesOn) {
  struct Watcher final : TurnWatcher {
    void on_judged(const TurnPause& pause, const PauseView&, const StopDecision& decision, const std::string& text) override {
      seen.push_back((decision.stop ? "stop at " : "wait at ") + std::to_string(pause.speech_end / 1ms) + ": " + text);
    }
    void on_gone_on(const TurnPause& pause, MediaTime at) override {
      seen.push_back("gone on after " + std::to_string((at - pause.speech_end) / 1ms));
    }
    std::vector<std::string> seen;
  } watcher;
  stage->watch(watcher);
  model.answers = {0.1F};
  speak(1s, "processes are");
  interim("processes are");
  quiet(500ms);
  model.answers = {0.9F};
  speak(1s, "isolated");
  quiet(600ms);

  EXPECT_EQ(watcher.seen, (std::vector<std::string>{"wait at 1000: processes are", "gone on after 500", "stop at 2500: processes are"}));
}

TEST_F(UserAggregatorTest, SilenceEndsATurnTheModelIsUnsureOf) {
  model.answers = {0.1F};
  speak(1s, "processes are");
  quiet(2500ms);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].reason, "silence");
}

// R3
TEST_F(UserAggregatorTest, ThePatienceIsTheQuestionsUnlessTheSettingsNameOne) {
  model.answers = {0.1F};
  ListeningHintsFrame hints;
  hints.patience = 4s;
  rig->feedback_to_stage(hints);
  speak(1s, "once upon a time");

  quiet(3500ms);
  EXPECT_TRUE(turns().empty());
  audio(1s);

  EXPECT_EQ(turns().size(), 1U);
}

// R9
TEST_F(UserAggregatorTest, R9AMutedMicrophoneClosesTheTurn) {
  speak(1s, "processes are");
  rig->feed(UserStoppedSpeakingFrame{1s});
  rig->feed(UserAudioLostFrame{"muted"});
  answer();

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].reason, "muted");
}

TEST_F(UserAggregatorTest, R9WordsThatComeWhenTheMicrophoneIsGoneAreAWholeTurn) {
  rig->feed(UserAudioLostFrame{"starved"});
  TranscriptionFrame late;
  late.text = "processes are isolated";
  late.is_final = true;
  late.begin = rig->now();
  late.end = rig->now() + 500ms;
  rig->feed(late);
  ASSERT_EQ(stage->state().get(), TurnState::Pausing);

  rig->advance(200ms);

  EXPECT_EQ(stage->state().get(), TurnState::Closing);  // not after the longest patience
}

TEST_F(UserAggregatorTest, R8WithoutTheRecognisersAnswerTheTurnEndsWithTheWordsThereAre) {
  speak(1s, "");
  interim("processes are");
  const auto end = rig->now();
  audio(200ms, false);
  rig->feed(UserStoppedSpeakingFrame{end});
  audio(3s, false);
  EXPECT_TRUE(turns().empty());
  audio(1s, false);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "processes are");
}

// R13
TEST_F(UserAggregatorTest, R13AFinalThatComesLateIsFiledToItsTurn) {
  speak(1s, "processes are");
  quiet(600ms);
  ASSERT_EQ(turns().size(), 1U);
  floor.reply_over(rig->now());
  audio(1s);

  words("isolated", 900ms, 1s);

  EXPECT_EQ(conversation.lines().back().text, "processes are isolated");
  EXPECT_EQ(stage->state().get(), TurnState::Idle);
}

// R5
TEST_F(UserAggregatorTest, R5WordsTheVadMissedBeginATurn) {
  audio(3s);
  words("yes", 2500ms, 2800ms);
  EXPECT_EQ(stage->state().get(), TurnState::Pausing);
  audio(1s);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "yes");
}

// R7
TEST_F(UserAggregatorTest, R7ACoughIsNoTurn) {
  speak(300ms, "");
  quiet(600ms);

  EXPECT_TRUE(turns().empty());
  EXPECT_EQ(rig->emitted<UserFalseStartFrame>().size(), 1U);
}

TEST_F(UserAggregatorTest, LongSpeechNobodyUnderstoodIsATurnWithoutWords) {
  speak(2s, "");
  quiet(600ms);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "");
}

TEST_F(UserAggregatorTest, GoingOnWhileTheTurnClosesKeepsTheWords) {
  speak(1s, "processes are");
  audio(200ms, false);
  rig->feed(UserStoppedSpeakingFrame{1s});
  audio(100ms, false);
  ASSERT_EQ(stage->state().get(), TurnState::Closing);
  rig->feed(Frame{rig->now(), 0, UserStartedSpeakingFrame{}});
  answer();
  EXPECT_EQ(stage->state().get(), TurnState::Speaking);
  EXPECT_TRUE(turns().empty());

  speak(1s, "isolated");
  quiet(600ms);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "processes are isolated");
}

TEST_F(UserAggregatorTest, BargeInRaisesTheEpochAndBecomesTheNextTurn) {
  bot_speaks();
  speak(1s, "sorry what");

  ASSERT_EQ(rig->emitted<InterruptionFrame>().size(), 1U);
  EXPECT_FALSE(rig->emitted<InterruptionFrame>()[0].reply_unheard);
  EXPECT_EQ(rig->epoch().current(), 1U);
  bot_stops();
  quiet(600ms);
  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "sorry what");
  EXPECT_EQ(turns()[0].begin, MediaTime{0s});
}

TEST_F(UserAggregatorTest, ABackchannelDoesNotCancelAndItsWordsAreNobodysAnswer) {
  bot_speaks();
  speak(300ms, "mhm");
  quiet(1500ms);
  EXPECT_TRUE(rig->emitted<InterruptionFrame>().empty());
  EXPECT_EQ(stage->state().get(), TurnState::Idle);
  EXPECT_EQ(rig->emitted<UserFalseStartFrame>().size(), 1U);  // what was shown of it is taken back
  bot_stops();

  speak(1s, "processes are isolated");
  quiet(600ms);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "processes are isolated");
}

TEST_F(UserAggregatorTest, AWordSoonAfterAListenersIsJudgedAnew) {
  bot_speaks();
  speak_unheard(300ms);
  audio(120ms, false);
  interim("yeah");
  audio(20ms, false);
  EXPECT_EQ(stage->state().get(), TurnState::Idle);  // the interviewer goes on, and the VAD has not told the end

  audio(140ms, false, 0.9F);

  EXPECT_EQ(stage->state().get(), TurnState::Overlap);
}

TEST_F(UserAggregatorTest, AListenersWordThatIsReadAnewStaysOne) {
  bot_speaks();
  speak_unheard(400ms);
  interim("yeah");
  audio(60ms, false, 0.9F);
  interim("yelled");
  audio(160ms, false, 0.9F);

  EXPECT_TRUE(rig->emitted<InterruptionFrame>().empty());
  EXPECT_EQ(stage->state().get(), TurnState::Idle);
}

TEST_F(UserAggregatorTest, TheRestOfAListenersWordIsNotJudgedAnew) {
  bot_speaks();
  speak_unheard(480ms);
  interim("yeah okay");
  audio(60ms, false, 0.9F);
  EXPECT_EQ(stage->state().get(), TurnState::Idle);

  audio(300ms, false, 0.9F);

  EXPECT_EQ(stage->state().get(), TurnState::Idle);
  audio(300ms, false, 0.9F);
  EXPECT_EQ(stage->state().get(), TurnState::Overlap);
}

TEST_F(UserAggregatorTest, WordsThatAskForTheFloorTakeItThoughTheirBeginningDidNot) {
  bot_speaks();
  speak_unheard(300ms);
  audio(140ms, false);
  interim("uh");
  ASSERT_EQ(stage->state().get(), TurnState::Idle);

  words("stop", speech_begin, rig->now(), rig->fed_back<TurnTextRequestFrame>().back().finish_id);

  EXPECT_EQ(rig->emitted<InterruptionFrame>().size(), 1U);
}

TEST_F(UserAggregatorTest, AThankYouOverTheLastWordsDoesNotCostTheGoodbye) {
  floor.reply_pending(0);
  floor.last_words();
  floor.reply_audible();
  speak(900ms, "thank you very much");
  quiet(1500ms);

  EXPECT_TRUE(rig->emitted<InterruptionFrame>().empty());
  EXPECT_EQ(stage->state().get(), TurnState::Idle);
  EXPECT_TRUE(turns().empty());
}

TEST_F(UserAggregatorTest, TheNextReplyCanBeInterruptedAgain) {
  floor.reply_pending(0);
  floor.last_words();
  bot_speaks();
  speak(900ms, "one more thing");

  EXPECT_EQ(rig->emitted<InterruptionFrame>().size(), 1U);
}

TEST_F(UserAggregatorTest, TwoShortWordsCancelOnceTheyAreRecognised) {
  bot_speaks();
  speak_unheard(300ms);
  audio(200ms, false);
  EXPECT_TRUE(rig->emitted<InterruptionFrame>().empty());

  interim("wait stop");

  EXPECT_EQ(rig->emitted<InterruptionFrame>().size(), 1U);
}

TEST_F(UserAggregatorTest, SpeechThatOutlastsTheInterviewerBecomesATurn) {
  bot_speaks();
  speak(300ms, "processes are isolated");
  bot_stops();
  audio(1s);
  quiet(600ms);

  EXPECT_TRUE(rig->emitted<InterruptionFrame>().empty());
  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "processes are isolated");
}

TEST_F(UserAggregatorTest, AYesThatOutlastsTheQuestionIsItsAnswer) {
  bot_speaks();
  speak(200ms, "yes");
  bot_stops();
  audio(100ms, true, 0.9F);
  quiet(600ms);

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].text, "yes");
}

// R2
TEST_F(UserAggregatorTest, R2GoingOnBeforeTheReplyIsHeardReopensTheTurn) {
  speak(1s, "front end engineer");
  quiet(600ms);
  ASSERT_EQ(turns().size(), 1U);
  ASSERT_EQ(floor.reply(), ReplyPhase::Pending);

  speak(1s, "and I work on tools");
  ASSERT_EQ(rig->emitted<InterruptionFrame>().size(), 1U);
  EXPECT_TRUE(rig->emitted<InterruptionFrame>()[0].reply_unheard);
  floor.reply_over(rig->now());
  quiet(600ms);

  ASSERT_EQ(turns().size(), 2U);
  EXPECT_EQ(turns()[1].text, "front end engineer and I work on tools");
  EXPECT_GT(turns()[1].turn_id, turns()[0].turn_id);
  EXPECT_EQ(turns()[1].begin, turns()[0].begin);
  EXPECT_EQ(conversation.lines().size(), 1U);
}

// R7
TEST_F(UserAggregatorTest, R7ACoughWhileTheReplyIsOnItsWayLeavesItAlone) {
  speak(1s, "processes are isolated");
  quiet(600ms);
  ASSERT_EQ(floor.reply(), ReplyPhase::Pending);

  speak(200ms, "");
  EXPECT_FALSE(floor.free_for_reply());
  quiet(1s);

  EXPECT_TRUE(rig->emitted<InterruptionFrame>().empty());
  EXPECT_TRUE(floor.free_for_reply());
  EXPECT_EQ(turns().size(), 1U);
}

// R8
TEST_F(UserAggregatorTest, R8EndlessSpeechIsTakenAsEnded) {
  rig.reset();
  config.turn.longest = 5s;
  stage = std::make_unique<UserAggregator>(UserAggregator::Parts{floor, conversation, recent, model, strategy, barge_in}, config);
  rig = std::make_unique<test::StageRig>(*stage, loop, clock);
  speak(6s, "a fan in the room");

  ASSERT_EQ(turns().size(), 1U);
  EXPECT_EQ(turns()[0].reason, "deadline");
}

TEST_F(UserAggregatorTest, AReplyMayBeginToBeWordedAsSoonAsItIsQuietAndTheWordsAreKnown) {
  speak(1s, "it has its own memory");
  words("it has its own memory", speech_begin, rig->now());
  EXPECT_TRUE(speculations().empty()) << "they may be in the middle of it";

  audio(100ms, false);

  ASSERT_EQ(speculations().size(), 1U);
  EXPECT_EQ(speculations()[0].answer, "it has its own memory");
  audio(400ms, false);
  EXPECT_EQ(speculations().size(), 1U) << "once for the same words";
  EXPECT_TRUE(turns().empty());
}

TEST_F(UserAggregatorTest, APauseTheRecogniserHearsIsQuietEnoughToBegin) {
  speak(1s, "it has its own memory");
  TranscriptionFrame frame;
  frame.text = "it has its own memory";
  frame.begin = speech_begin;
  frame.end = rig->now();
  frame.turn = TurnMark::PerhapsOver;
  rig->feed(std::move(frame));

  ASSERT_EQ(speculations().size(), 1U);
  EXPECT_EQ(speculations()[0].answer, "it has its own memory");
}

TEST_F(UserAggregatorTest, WordsThatEndBeforeTheSpeechDoesAreNotTheWholeAnswer) {
  speak(2s, "it has");
  words("it has", speech_begin, speech_begin + 500ms);
  audio(100ms, false);

  EXPECT_TRUE(speculations().empty());
}

TEST_F(UserAggregatorTest, SpeculationsInOneTurnAreCounted) {
  for (int i = 0; i < 20; ++i) {
    speak(300ms, "and");
    words("and so on " + std::to_string(i), speech_begin, rig->now());
    audio(80ms, false);
  }

  EXPECT_EQ(speculations().size(), static_cast<std::size_t>(config.wording.most_speculations));
}

TEST_F(UserAggregatorTest, WithoutALanguageModelNothingIsAskedAhead) {
  config.wording.speculate = false;
  rig.reset();
  SetUp();
  speak(1s, "it has its own memory");
  words("it has its own memory", speech_begin, rig->now());
  audio(200ms, false);

  EXPECT_TRUE(speculations().empty());
}

}  // namespace
}  // namespace codevoice::voice
