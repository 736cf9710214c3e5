// The stage with a language model that words the replies.
#include <gtest/gtest.h>

#include "interview/bank.hpp"
#include "support/fake_chat.hpp"
#include "support/fake_interviewer.hpp"
#include "support/stage_rig.hpp"
#include "voice/llm_stage.hpp"
#include "voice/wording.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;
using test::FakeInterviewer;

class LlmStageModelTest : public ::testing::Test {
 protected:
  void use(Interview interview) {
    interview.model = &chat;
    stage = std::make_unique<LlmStage>(std::move(interview), floor, config);
    rig = std::make_unique<test::StageRig>(*stage, loop, clock);
  }
  void SetUp() override {
    script->brief.emplace();
    script->brief->points = {{"memory", "its own memory", true, true}};
    script->brief->may_praise = true;
    use(test::interview_of(script));
  }
  void speculates(std::string text) { rig->feed(LLMMessagesFrame{{}, 1, true, std::move(text)}); }
  void answer(std::string text, std::uint64_t turn = 1) {
    floor.reply_pending(turn);
    UserTurnEndedFrame ended;
    ended.turn_id = turn;
    ended.text = text;
    ended.begin = rig->now();
    rig->feed(std::move(ended));
    rig->feed(LLMMessagesFrame{{}, turn, false, {}});
  }
  std::vector<std::string> texts() {
    std::vector<std::string> all;
    for (const auto& frame : rig->emitted<TextFrame>()) all.push_back(frame.text);
    return all;
  }

  asio::io_context loop;
  test::FakeClock clock;
  VoiceConfig config;
  Floor floor;
  test::FakeChat chat{clock};
  std::shared_ptr<FakeInterviewer::Script> script = std::make_shared<FakeInterviewer::Script>();
  std::unique_ptr<LlmStage> stage;
  std::unique_ptr<test::StageRig> rig;
};

TEST_F(LlmStageModelTest, TheModelsWordsTakeThePlaceOfTheInterviewsOwn) {
  chat.pieces = {"POINTS: 1\n", "That's right", ", processes are isolated. ", "What else? ", "Tell me more. Third sentence."};
  answer("it has its own memory");

  EXPECT_EQ(texts(), (std::vector<std::string>{"That's right, processes are isolated.", "Tell me more."})) << "it asks nothing, and is brief";
  EXPECT_EQ(script->model_points, (std::vector<std::string>{"memory"}));
  EXPECT_EQ(script->worded, texts());
  EXPECT_EQ(rig->emitted<LLMFullResponseEndFrame>().size(), 1U);
  for (const auto& frame : rig->emitted<TextFrame>()) EXPECT_TRUE(frame.depends_on_answer);
}

TEST_F(LlmStageModelTest, WhatTheModelTookIsToldWhenTheFirstTokenCameBeforeTheWords) {
  chat.first = 120ms;
  answer("it has its own memory");
  rig->advance(1s);

  const auto told = rig->emitted<MetricsFrame>();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].turn_id, 1U);
  EXPECT_EQ(told[0].first_token, MediaTime{120ms});
  EXPECT_EQ(told[0].prompt_tokens + told[1].prompt_tokens, 10U);
  EXPECT_EQ(told[0].completion_tokens + told[1].completion_tokens, 3U);
}

TEST_F(LlmStageModelTest, WhereNothingIsToBeWordedTheModelIsNotAsked) {
  script->brief.reset();
  answer("please repeat");

  EXPECT_TRUE(chat.asked.empty());
  EXPECT_EQ(texts(), (std::vector<std::string>{"reply to the answer"}));
}

TEST_F(LlmStageModelTest, R29AModelThatFailsIsReplacedInTheSameTurnAndToldOnce) {
  chat.refusal = Error{ErrorKind::Denied, "no key"};
  answer("one", 1);
  answer("two", 2);

  EXPECT_EQ(texts(), (std::vector<std::string>{"reply to the answer", "reply to the answer"}));
  ASSERT_EQ(rig->emitted<FallbackFrame>().size(), 1U);
  EXPECT_EQ(rig->emitted<FallbackFrame>()[0].reason, "no key");
}

TEST_F(LlmStageModelTest, R29AModelThatIsLateIsReplacedToo) {
  chat.first = 60s;
  answer("one");
  EXPECT_TRUE(texts().empty());
  rig->advance(config.wording.first_sentence_limit);

  EXPECT_EQ(texts(), (std::vector<std::string>{"reply to the answer"}));
  EXPECT_EQ(chat.dropped, 1) << "its answer is not wanted any more";
}

TEST_F(LlmStageModelTest, WhatItBeginsToSayAndBreaksOffIsNotSaid) {
  chat.pieces = {"That is a very"};
  chat.breaks_with = Error{ErrorKind::Unavailable, "cut off"};
  answer("one");

  EXPECT_EQ(texts(), (std::vector<std::string>{"reply to the answer"}));
}

TEST_F(LlmStageModelTest, AnAnswerOfReasoningAloneIsReplaced) {
  chat.pieces = {};
  answer("one");

  EXPECT_EQ(texts(), (std::vector<std::string>{"reply to the answer"}));
}

TEST_F(LlmStageModelTest, ADraftBegunInAPauseIsSpokenWhenTheTurnIsOver) {
  chat.first = 500ms;
  speculates("it has its own memory");
  rig->advance(600ms);
  ASSERT_EQ(rig->emitted<TTSPrepareFrame>().size(), 1U);
  EXPECT_TRUE(rig->emitted<TTSPrepareFrame>()[0].now);
  EXPECT_EQ(rig->emitted<TTSPrepareFrame>()[0].texts, (std::vector<std::string>{"Thank you."}));
  EXPECT_TRUE(texts().empty()) << "nothing is said before the turn is over";

  answer("It has its own memory.");

  EXPECT_EQ(texts(), (std::vector<std::string>{"Thank you."}));
  EXPECT_EQ(chat.asked.size(), 1U);
}

TEST_F(LlmStageModelTest, R2WhenTheCandidateGoesOnTheDraftIsThrownAwayUnheard) {
  speculates("it has");
  rig->advance(100ms);
  speculates("it has its own memory");
  rig->advance(100ms);
  answer("it has its own memory");

  EXPECT_EQ(script->answers, (std::vector<std::string>{"it has its own memory"}));
  EXPECT_EQ(texts(), (std::vector<std::string>{"Thank you."})) << "one reply a turn";
  EXPECT_EQ(chat.asked.size(), 2U);
}

TEST_F(LlmStageModelTest, R2AnInterruptionWhileItIsWordedTakesTheAnswerBack) {
  chat.first = 1s;
  answer("front end engineer", 1);
  rig->advance(200ms);
  rig->epoch().raise();
  rig->feed(InterruptionFrame{true});
  floor.reply_over(rig->now());
  chat.first = 0ms;
  answer("front end engineer and tools", 2);
  rig->advance(2s);

  EXPECT_EQ(script->answers, (std::vector<std::string>{"front end engineer and tools"}));
  EXPECT_EQ(texts(), (std::vector<std::string>{"Thank you."}));
}

TEST_F(LlmStageModelTest, WhatHappensMeanwhileWaitsForTheReply) {
  chat.first = 800ms;
  answer("one");
  stage->tell(interview::CandidateReturned{});
  rig->advance(500ms);
  EXPECT_TRUE(texts().empty());

  rig->advance(1s);

  EXPECT_EQ(texts(), (std::vector<std::string>{"Thank you.", "welcome back"}));
}

/// "A wrong answer is never praised", whatever the model says: twenty questions of the bank, with their right and their wrong answer.
class PraiseTest : public LlmStageModelTest, public ::testing::WithParamInterface<std::size_t> {
 protected:
  void SetUp() override {
    const auto& bank = interview::test::whole_bank();
    question = bank[GetParam() * bank.size() / 20];
    interview::InterviewConfig interview;
    interview.questions = {question};
    Interview parts;
    parts.interviewer = interview::make_interviewer(interview).value();
    use(std::move(parts));
    chat.pieces = {"Hello there. "};
    stage->greet(LLMMessagesFrame{});
    rig->advance(500ms);
    rig->forget();
  }
  bool praised() {
    for (const auto& frame : rig->emitted<TextFrame>()) {
      if (frame.kind == SpeechKind::Reply && praises(frame.text)) return true;
    }
    return false;
  }
  interview::Question question;
};

TEST_P(PraiseTest, ARightAnswerIs) {
  chat.pieces = {"POINTS: 1, 2, 3, 4, 5, 6\n", "That's right, a great answer. "};
  answer(question.model_answer);

  EXPECT_TRUE(praised()) << question.id;
}

TEST_P(PraiseTest, AWrongAnswerIsNotEvenByAModelThatPraisesEverything) {
  chat.pieces = {"POINTS: none\n", "That's right, a great answer! ", "Exactly so, well done. "};
  answer(question.wrong_answer);

  EXPECT_FALSE(praised()) << question.id;
  EXPECT_FALSE(rig->emitted<TextFrame>().empty());
}

INSTANTIATE_TEST_SUITE_P(OfTheBank, PraiseTest, ::testing::Range<std::size_t>(0, 20));

}  // namespace
}  // namespace codevoice::voice
