#include "voice/recogniser_stop.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using pipeline::TurnMark;

PauseView pause_of(Duration silence, TurnMark mark) {
  PauseView view;
  view.silence = silence;
  view.patience = 2s;
  view.recogniser = mark;
  return view;
}

TEST(RecogniserStop, TheRecognisersWordEndsTheTurnAtOnce) {
  const auto decision = RecogniserStop{}.judge(pause_of(20ms, TurnMark::Over));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "recogniser");
}

TEST(RecogniserStop, PerhapsIsNotEnough) {
  EXPECT_FALSE(RecogniserStop{}.judge(pause_of(1900ms, TurnMark::PerhapsOver)).stop);
  EXPECT_FALSE(RecogniserStop{}.judge(pause_of(1900ms, TurnMark::GoesOn)).stop);
}

TEST(RecogniserStop, HowSureItIsIsTheRecognisersOwnFigure) {
  auto pause = pause_of(500ms, TurnMark::None);
  EXPECT_EQ(RecogniserStop{}.judge(pause).sure, 0.0F);
  pause.recogniser_sure = 0.2F;
  EXPECT_EQ(RecogniserStop{}.judge(pause).sure, 0.2F);
  EXPECT_FALSE(RecogniserStop{}.judge(pause).stop);
  EXPECT_EQ(RecogniserStop{}.judge(pause_of(500ms, TurnMark::PerhapsOver)).sure, 0.5F);
}

TEST(RecogniserStop, WithoutItsWordThePatienceDecides) {
  EXPECT_FALSE(RecogniserStop{}.judge(pause_of(1980ms, TurnMark::None)).stop);
  const auto decision = RecogniserStop{}.judge(pause_of(2s, TurnMark::None));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "silence");
}

}  // namespace
}  // namespace codevoice::voice
