#include "interview/scene.hpp"

#include <gtest/gtest.h>

#include "interview/rehearsal.hpp"

namespace codevoice::interview {
namespace {

class SceneTest : public testing::Test {
 protected:
  Script script_ = Script::create(test::config_by_seed(1, 3)).value();
  Progress progress_;
};

TEST_F(SceneTest, KeepsWhatIsSaidInOrder) {
  Scene scene(script_, progress_);
  SayTraits traits;
  traits.must_be_heard = true;
  scene.say(SayKind::Notice, "First.", traits);
  scene.say(SayKind::Prompt, "Second.");

  ASSERT_EQ(scene.says().size(), 2U);
  EXPECT_EQ(scene.says()[0].say.text, "First.");
  EXPECT_TRUE(scene.says()[0].say.must_be_heard);
  EXPECT_FALSE(scene.says()[1].say.must_be_heard);
}

TEST_F(SceneTest, APhraseIsCountedInTheProgress) {
  Scene scene(script_, progress_);

  EXPECT_TRUE(scene.phrase(Occasion::Thanks));
  EXPECT_EQ(progress_.phrases.at(Occasion::Thanks), 1U);
}

TEST_F(SceneTest, WhenAllWordingsAreUsedUpNothingIsSaid) {
  progress_.phrases[Occasion::Hello] = phrases(Occasion::Hello).size();
  Scene scene(script_, progress_);

  EXPECT_FALSE(scene.phrase(Occasion::Hello));
  EXPECT_TRUE(scene.says().empty());
}

TEST_F(SceneTest, WhatIsOwedKeepsItsCount) {
  Scene scene(script_, progress_);
  scene.say_owed({});
  EXPECT_TRUE(scene.says().empty());
  scene.say_owed({SaidSay{Say{SayKind::Question, "Which?", false, true}, 2, true}});

  ASSERT_EQ(scene.says().size(), 2U);  // with words that lead to it
  EXPECT_EQ(scene.says()[1].say.text, "Which?");
  EXPECT_EQ(scene.says()[1].cuts, 2);
}

TEST_F(SceneTest, CountsTheQuestionsLeft) {
  progress_.question = 1;
  Scene scene(script_, progress_);

  EXPECT_EQ(scene.questions_left(), 1U);
  EXPECT_EQ(scene.question().id, script_.question(1).id);
}

}  // namespace
}  // namespace codevoice::interview
