// A silent candidate in a whole session: take your time, an offer, then on; at the pace of the question; anew when they speak.
#include <gtest/gtest.h>

#include "interview/phrases.hpp"
#include "session/interview_rig.hpp"

namespace codevoice::session {
namespace {

using interview::Occasion;
using interview::QuestionKind;

class SilenceLadderTest : public InterviewSessionTest {
 protected:
  /// The first question is of this kind, of middling difficulty.
  void begin_with(QuestionKind kind) {
    config.interview.questions = {interview::test::whole_bank()[0], interview::test::whole_bank()[1], interview::test::whole_bank()[2]};
    auto& first = config.interview.questions[0];
    first.kind = kind;
    first.difficulty = interview::Difficulty::Medium;
    begin();
    join("PA_1");
    listens();
  }
  /// The interviewer's next words, and how long it was quiet before them.
  Duration next_words_after() {
    const auto quiet_since = newest().end_us;
    listens();
    for (const auto& [position, line] : log.lines) {
      if (line.speaker == store::Speaker::Interviewer && line.begin_us >= quiet_since) {
        said = line.text;
        return std::chrono::microseconds(line.begin_us - quiet_since);
      }
    }
    ADD_FAILURE() << "nothing was said\n" << bot();
    return {};
  }
  const store::Utterance& newest() const { return log.lines.rbegin()->second; }
  bool is_of(Occasion occasion) const {
    const auto list = interview::phrases(occasion);
    return std::ranges::find(list, said) != list.end();
  }
  void expect_step(Occasion occasion, Duration wait) {
    const auto after = next_words_after();
    EXPECT_TRUE(is_of(occasion)) << said;
    EXPECT_GE(after, wait);
    EXPECT_LE(after, wait + 700ms);  // the clock of silence is looked at four times a second
  }

  std::string said;
};

TEST_F(SilenceLadderTest, ADefinitionIsWaitedForTwelveSecondsThenFifteenEach) {
  begin_with(QuestionKind::Definition);
  expect_step(Occasion::SilenceTake, 12s);
  expect_step(Occasion::SilenceOffer, 15s);
  expect_step(Occasion::SilenceGoOn, 15s);
  EXPECT_NE(bot().find(config.interview.questions[1].text), std::string::npos) << "and on to the next question";
}

TEST_F(SilenceLadderTest, ADesignIsWaitedForSeventeenSecondsThenTwentyEach) {
  begin_with(QuestionKind::Design);
  expect_step(Occasion::SilenceTake, 17s);
  expect_step(Occasion::SilenceOffer, 20s);
  expect_step(Occasion::SilenceGoOn, 20s);
}

TEST_F(SilenceLadderTest, WhenTheySpeakItBeginsAnew) {
  begin_with(QuestionKind::Definition);
  expect_step(Occasion::SilenceTake, 12s);
  expect_step(Occasion::SilenceOffer, 15s);
  candidate->say("could you repeat the question please");
  listens();
  EXPECT_EQ(count_of(bot(), config.interview.questions[0].text), 2U) << bot();

  expect_step(Occasion::SilenceTake, 12s);
  expect_step(Occasion::SilenceOffer, 15s);
}

TEST_F(SilenceLadderTest, WhoAsksForAMomentIsNotDisturbedForLonger) {
  begin_with(QuestionKind::Definition);
  candidate->say("let me think");
  listens();
  const auto after = next_words_after();

  EXPECT_TRUE(is_of(Occasion::SilenceTake)) << said;
  EXPECT_GE(after, 40s);
}

TEST_F(SilenceLadderTest, ANoiseIsNoAnswerAndStopsNothing) {
  begin_with(QuestionKind::Definition);
  candidate->quiet(6s);
  candidate->noise(200ms);
  expect_step(Occasion::SilenceTake, 12s);
}

}  // namespace
}  // namespace codevoice::session
