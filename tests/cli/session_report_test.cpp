#include "cli/session_report.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace codevoice::cli {
namespace {

store::SessionDetail example() {
  store::SessionDetail detail;
  detail.session.id = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
  detail.session.room = "interview-room-1";
  detail.session.candidate_identity = "human-candidate";
  detail.session.status = store::SessionStatus::Completed;
  detail.session.reason = "completed";
  detail.session.started_at = 1'795'386'404'000'000;
  detail.session.completed_at = 1'795'386'999'456'798;
  detail.utterances.push_back({0, store::Speaker::Interviewer, "What is a process?", true, 1'795'386'469'000'000, 1'795'386'470'000'000});
  store::TurnRow turn;
  turn.turn.question_id = "process";
  turn.turn.ai_message = "What is a process?";
  turn.turn.user_transcript = "A running \"program\"";
  turn.turn.points.push_back({"isolation", true, "running program"});
  turn.turn.points.push_back({"memory", false, ""});
  detail.turns.push_back(turn);
  return detail;
}

TEST(SessionReport, TextShowsTimesWordsAndPoints) {
  const auto text = detail_as_text(example());

  EXPECT_NE(text.find("01:05  interviewer  What is a process? —"), std::string::npos) << text;
  EXPECT_NE(text.find("covered: isolation  \"running program\""), std::string::npos) << text;
  EXPECT_NE(text.find("open:    memory"), std::string::npos) << text;
  EXPECT_NE(text.find("Completed (completed)"), std::string::npos) << text;
}

TEST(SessionReport, JsonCanBeReadBack) {
  const auto value = boost::json::parse(detail_as_json(example()));

  EXPECT_EQ(value.at("turns").at(0).at("user_transcript").as_string(), std::string_view("A running \"program\""));
  EXPECT_EQ(value.at("completed_at").as_string(), std::string_view("2026-11-22T22:36:39.456798Z"));
  EXPECT_TRUE(value.at("total_score").is_null());
}

TEST(SessionReport, AnEmptyListSaysSo) {
  EXPECT_EQ(list_as_text({}), "no sessions yet\n");
  EXPECT_EQ(list_as_json({}), "[]\n");
}

TEST(SessionReport, WhatWasHeardStandsBesideWhatWasMadeOfIt) {
  store::SessionDetail detail;
  detail.utterances.push_back({0, store::Speaker::Candidate, "a mutex", false, 0, 0, "a mew text"});

  EXPECT_NE(detail_as_text(detail).find("heard as   a mew text"), std::string::npos) << detail_as_text(detail);
  EXPECT_NE(detail_as_json(detail).find(R"("heard":"a mew text")"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::cli
