#include "voice/wording.hpp"

#include <gtest/gtest.h>

#include "support/fake_interviewer.hpp"

namespace codevoice::voice {
namespace {

interview::Brief brief() {
  interview::Brief brief;
  brief.question = "What is a process?";
  brief.points = {{"memory", "a process has its own memory", true, true}, {"cost", "switching costs more", false, false}};
  brief.may_praise = true;
  brief.next = "What does switching between them cost?";
  return brief;
}

class WordingGuardTest : public ::testing::Test {
 protected:
  WordingGuardTest() { script->secret = "switching"; }
  std::optional<std::string_view> refuses(const interview::Brief& what, std::string_view sentence) {
    const test::FakeInterviewer interviewer(script);
    return WordingGuard(what, interviewer).refuses(sentence);
  }
  std::shared_ptr<test::FakeInterviewer::Script> script = std::make_shared<test::FakeInterviewer::Script>();
};

TEST(Wording, TheInstructionSaysWhatIsKnownAndWhatComesNext) {
  const auto text = instruction_for(brief());

  EXPECT_NE(text.find("1. a process has its own memory"), std::string::npos);
  EXPECT_NE(text.find("2. switching costs more"), std::string::npos);
  EXPECT_NE(text.find("\"What does switching between them cost?\""), std::string::npos);
  EXPECT_NE(text.find("POINTS:"), std::string::npos);
}

TEST(Wording, WithoutGroundForPraiseTheModelIsToldSo) {
  auto neutral = brief();
  neutral.may_praise = false;
  EXPECT_NE(instruction_for(neutral).find("stay neutral"), std::string::npos);
  neutral.gave_up = true;
  EXPECT_NE(instruction_for(neutral).find("this is fine"), std::string::npos);
}

TEST(Wording, PointsByNumber) { EXPECT_EQ(points_of(brief(), {2, 0, 7, 1}), (std::vector<std::string>{"cost", "memory"})); }

TEST_F(WordingGuardTest, WhatIsFitIsSpoken) {
  EXPECT_FALSE(refuses(brief(), "That's right, processes are isolated."));
  EXPECT_FALSE(refuses(brief(), "Something is still missing."));
}

TEST_F(WordingGuardTest, NothingIsPraisedThatIsNotKnownToBeRight) {
  auto neutral = brief();
  neutral.may_praise = false;

  for (const auto* sentence : {"That's right.", "Great answer!", "Exactly, well done.", "Yes, correct.", "Spot on!", "You got it."}) {
    EXPECT_EQ(refuses(neutral, sentence), "praises") << sentence;
  }
  EXPECT_FALSE(refuses(neutral, "Thank you, let's look at one part of it."));
}

TEST_F(WordingGuardTest, QuestionsScoresAndMissingPointsAreLeftOut) {
  EXPECT_EQ(refuses(brief(), "Can you say more?"), "asks");
  EXPECT_EQ(refuses(brief(), "I would give that 7 out of 10."), "tells_a_score");
  EXPECT_EQ(refuses(brief(), "You left out that switching costs more."), "gives_away");
}

TEST_F(WordingGuardTest, TheGreetingMayBeWarm) {
  interview::Brief greeting;
  greeting.about = interview::Brief::About::Greeting;

  EXPECT_FALSE(refuses(greeting, "Hello, great to have you here."));
  EXPECT_EQ(refuses(greeting, "How are you today?"), "asks");
}

}  // namespace
}  // namespace codevoice::voice
