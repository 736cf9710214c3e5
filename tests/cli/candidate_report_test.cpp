#include "cli/candidate_report.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

CandidateEvent reply(int turn, Duration delay) {
  CandidateEvent event;
  event.kind = CandidateEvent::Kind::Reply;
  event.turn = turn;
  event.delay = delay;
  return event;
}

TEST(CandidateReport, ASummaryHasPercentilesByNearestRank) {
  CandidateSummary summary;
  for (int i = 1; i <= 20; ++i) summary.add(reply(i, i * 100ms));

  EXPECT_EQ(summary.percentile(0.5), 1000ms);
  EXPECT_EQ(summary.percentile(0.95), 1900ms);
  EXPECT_EQ(CandidateSummary{}.percentile(0.5), 0ms);
}

TEST(CandidateReport, JsonLinesCanBeReadBack) {
  const auto line = render(reply(3, 640ms), 2, ReportFormat::Json);
  const auto value = boost::json::parse(line);

  EXPECT_EQ(value.at("event").as_string(), "reply");
  EXPECT_EQ(value.at("delay_ms").as_int64(), 640);
  EXPECT_EQ(value.at("session").as_int64(), 2);
}

TEST(CandidateReport, TextLeavesOutInterimCaptions) {
  CandidateEvent caption;
  caption.kind = CandidateEvent::Kind::Caption;
  caption.text = "a pro";
  EXPECT_EQ(render(caption, 0, ReportFormat::Text), "");
  caption.final = true;
  EXPECT_EQ(render(caption, 0, ReportFormat::Text), "candidate    a pro\n");
}

TEST(CandidateReport, FailuresAreCounted) {
  CandidateSummary summary;
  CandidateEvent failure;
  failure.kind = CandidateEvent::Kind::Failure;
  summary.add(failure);

  EXPECT_EQ(boost::json::parse(summary.render(ReportFormat::Json)).at("failures").as_int64(), 1);
}

}  // namespace
}  // namespace codevoice::cli
