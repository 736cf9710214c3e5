#include "cli/replay_report.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

ReplayJudgement judgement(Duration silence, bool stop) {
  ReplayJudgement judged;
  judged.pause = {3, 500ms, 3700ms};
  judged.view.silence = silence;
  judged.view.patience = 2300ms;
  judged.view.spoken = 3200ms;
  judged.view.first_probability = 0.2F;
  judged.view.probability = 0.9F;
  judged.view.words = 1.25F;
  judged.decision.stop = stop;
  judged.decision.sure = 0.82F;
  judged.decision.after = 480ms;
  judged.decision.logits = voice::EndLogits{-0.38F, 1.25F, 0.28F, 0.0F};
  judged.reason = stop ? "fused" : "";
  judged.text = "a process has";
  return judged;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(ReplayText, ATurnAndAPauseAreHeadedOnceAndWordsShownWhenTheyChange) {
  ReplayText text;
  const auto first = text.add(judgement(220ms, false)), second = text.add(judgement(480ms, true));

  EXPECT_TRUE(holds(first, "turn 3, from 0.50 s\n")) << first;
  EXPECT_TRUE(holds(first, "pause at 3.70 s: 3200 ms spoken, patience 2300 ms")) << first;
  EXPECT_TRUE(holds(first, "heard so far: \"a process has\"")) << first;
  EXPECT_TRUE(holds(first, "220 ms  wait")) << first;
  EXPECT_TRUE(holds(first, "0.200, 0.900")) << first;
  EXPECT_TRUE(holds(first, "+1.25   +0.28       -   -0.38   +1.15  0.82")) << first;
  EXPECT_FALSE(holds(second, "turn 3")) << second;
  EXPECT_FALSE(holds(second, "heard so far")) << second;
  EXPECT_TRUE(holds(second, "480 ms  stop: fused")) << second;
}

TEST(ReplayText, WhatComesSoonAfterATurnSaysSo) {
  ReplayText text;
  text.add(judgement(480ms, true));
  const auto ended = text.add(ReplayTurn{3, 500ms, 3700ms, 4180ms, "fused", "a process has", true});
  auto next = judgement(200ms, false);
  next.pause = {4, 4500ms, 9s};

  EXPECT_TRUE(holds(ended, "turn 3 ended (fused) 480 ms after its last word: \"a process has\"")) << ended;
  EXPECT_TRUE(holds(text.add(next), "turn 4, from 4.50 s (320 ms after the turn before was ended)"));
}

TEST(ReplayText, APauseGoneOnAfterIsToldEvenUnjudged) {
  ReplayText text;
  const auto line = text.add(ReplayGoneOn{{1, 0ms, 2s}, 2s + 210ms});

  EXPECT_TRUE(holds(line, "pause at 2.00 s: gone on before it was judged")) << line;
  EXPECT_TRUE(holds(line, "gone on after 210 ms")) << line;
}

TEST(ReplayText, TheSummaryTellsTheRealTimeFactor) {
  ReplaySummary summary;
  summary.turns = 1;
  summary.pauses = 2;
  summary.gone_on = 1;
  summary.length = 10s;
  summary.took = 500ms;

  const auto text = ReplayText::end(summary);
  EXPECT_TRUE(holds(text, "1 turn; 2 pauses, 1 of them gone on after\n")) << text;
  EXPECT_TRUE(holds(text, "10.0 s of audio in 0.5 s: real-time factor 0.050")) << text;
}

TEST(ReplayJson, EachEventIsOneObjectALine) {
  auto unknown = judgement(220ms, false);
  unknown.view.words.reset();
  unknown.view.impression = 1.5F;
  const auto judged = boost::json::parse(replay_event_json(unknown)).as_object();

  EXPECT_EQ(judged.at("event"), "judged");
  EXPECT_EQ(judged.at("pause_at_ms"), 3700);
  EXPECT_EQ(judged.at("silence_ms"), 220);
  EXPECT_EQ(judged.at("decision"), "wait");
  EXPECT_TRUE(judged.at("words").is_null());
  EXPECT_NEAR(judged.at("model").as_double(), 0.28, 1e-3);
  EXPECT_NEAR(judged.at("impression").as_double(), 1.5, 1e-3);
  EXPECT_NEAR(judged.at("first_impression").as_double(), 1.5, 1e-3);
  EXPECT_EQ(judged.at("text"), "a process has");
  EXPECT_EQ(boost::json::parse(replay_event_json(ReplayGoneOn{{1, 0ms, 2s}, 2900ms})).at("after_ms"), 900);
  const auto turn = boost::json::parse(replay_event_json(ReplayTurn{3, 500ms, 3700ms, 4180ms, "fused", "a \"b\"", true}));
  EXPECT_EQ(turn.at("text"), "a \"b\"");
  EXPECT_EQ(turn.at("ended_ms"), 4180);
  ReplaySummary summary;
  summary.turns = 2;
  EXPECT_EQ(boost::json::parse(replay_end_json(summary)).at("turns"), 2);
  EXPECT_EQ(boost::json::parse(replay_begin_json({"a.wav", "mono", "no question", 2s, 0.5F, "fused"})).at("patience_ms"), 2000);
}

}  // namespace
}  // namespace codevoice::cli
