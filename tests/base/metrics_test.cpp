#include "base/metrics.hpp"

#include <gmock/gmock.h>

#include <charconv>
#include <chrono>
#include <map>
#include <sstream>

#include "base/metric.hpp"

namespace codevoice::metrics {
namespace {

using namespace std::chrono_literals;

/// The series as they stand; a test looks at what its own calls add.
std::map<std::string, double> series() {
  std::map<std::string, double> all;
  std::istringstream lines(exposition());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    const auto space = line.rfind(' ');
    all[line.substr(0, space)] = std::stod(line.substr(space + 1));
  }
  return all;
}

class Added {
 public:
  double operator()(const std::string& name) const {
    const auto now = series();
    EXPECT_TRUE(now.contains(name)) << name;
    return now.contains(name) ? now.at(name) - before_.at(name) : -1.0;
  }

 private:
  std::map<std::string, double> before_ = series();
};

TEST(Metrics, AStatusOfFourHundredOrMoreIsANamedFault) {
  EXPECT_EQ(fault_of_status(401), Fault::Denied);
  EXPECT_EQ(fault_of_status(402), Fault::Payment);
  EXPECT_EQ(fault_of_status(403), Fault::Denied);
  EXPECT_EQ(fault_of_status(404), Fault::Refused);
  EXPECT_EQ(fault_of_status(408), Fault::Timeout);
  EXPECT_EQ(fault_of_status(429), Fault::RateLimited);
  EXPECT_EQ(fault_of_status(503), Fault::Server);
}

TEST(Metrics, WhatAServiceDidIsCountedByServiceAndKind) {
  const Added added;
  provider_error(Provider::Llm, Fault::RateLimited);
  provider_error(Provider::DeepgramStt, Fault::Closed);
  provider_retry(Provider::Llm);
  provider_fallback(Provider::DeepgramTts);
  provider_first_answer(Provider::Llm, 120ms);

  EXPECT_EQ(added("codevoice_provider_errors_total{provider=\"llm\",kind=\"rate_limited\"}"), 1);
  EXPECT_EQ(added("codevoice_provider_errors_total{provider=\"deepgram_stt\",kind=\"closed\"}"), 1);
  EXPECT_EQ(added("codevoice_provider_errors_total{provider=\"livekit\",kind=\"stalled\"}"), 0);
  EXPECT_EQ(added("codevoice_provider_retries_total{provider=\"llm\"}"), 1);
  EXPECT_EQ(added("codevoice_provider_fallbacks_total{provider=\"deepgram_tts\"}"), 1);
  EXPECT_EQ(added("codevoice_provider_first_answer_seconds_bucket{provider=\"llm\",le=\"0.1\"}"), 0);
  EXPECT_EQ(added("codevoice_provider_first_answer_seconds_bucket{provider=\"llm\",le=\"0.2\"}"), 1);
}

TEST(Metrics, ACircuitIsOpenOrNot) {
  circuit_open(Provider::Llm, true);
  EXPECT_EQ(series().at("codevoice_provider_circuit_open{provider=\"llm\"}"), 1);

  circuit_open(Provider::Llm, false);
  EXPECT_EQ(series().at("codevoice_provider_circuit_open{provider=\"llm\"}"), 0);
}

TEST(Metrics, AReplyBeforeTheLastWordIsNotClamped) {
  const Added added;
  reply_stage(ReplyStage::BotFirstSample, -20ms);

  EXPECT_EQ(added("codevoice_reply_stage_seconds_bucket{stage=\"bot_first_sample\",le=\"0\"}"), 1);
  EXPECT_NEAR(added("codevoice_reply_stage_seconds_sum{stage=\"bot_first_sample\"}"), -0.02, 1e-9);
}

TEST(Metrics, AReasonThatIsNotKnownIsOther) {
  const Added added;
  session_started();
  session_ended("the interviewer lost the room: whatever (of somebody)");
  turn_ended("a new strategy", 0.97);

  EXPECT_EQ(added("codevoice_sessions_ended_total{reason=\"other\"}"), 1);
  EXPECT_EQ(added("codevoice_sessions_running"), 0);
  EXPECT_EQ(added("codevoice_turn_probability_count{reason=\"other\"}"), 1);
}

TEST(Metrics, NothingThatIsSaidCanBecomeALabel) {
  session_started();
  session_ended("Anna Muster left room 17");

  EXPECT_THAT(exposition(), ::testing::Not(::testing::HasSubstr("Anna")));
}

}  // namespace
}  // namespace codevoice::metrics
