#include "session/session_metrics.hpp"

#include <gtest/gtest.h>

#include <map>

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;

class SessionMetricsTest : public ::testing::Test {
 protected:
  void from(std::string_view stage, Payload payload, MediaTime at = {}) { measured.take(stage, Frame{at, epoch, std::move(payload)}); }
  void turn(std::uint64_t id, MediaTime last_word = 1s, MediaTime decided = 1200ms) {
    UserTurnEndedFrame ended;
    ended.turn_id = id;
    ended.speech_end = last_word;
    ended.probability = 0.8F;
    ended.reason = "fused";
    from("user_aggregator", ended, decided);
    from("llm", std::move(ended), decided);
  }
  void reply(std::uint64_t id, MediaTime at) {
    from("transport.output", BotStartedSpeakingFrame{id}, at);
    measured.sent(at, 20);
    from("transport.output", BotStoppedSpeakingFrame{id, false}, at + 1s);
  }
  void cut(std::string_view stage, bool unheard = false) {
    ++epoch;
    for (const auto who : {stage, std::string_view("llm"), std::string_view("tts")}) from(who, InterruptionFrame{unheard});
  }
  static double figure_of(const SessionMetrics& of, const std::string& name) {
    for (const auto& [its_name, value] : of.figures()) {
      if (its_name == name) return value;
    }
    ADD_FAILURE() << name;
    return -1.0;
  }
  double figure(const std::string& name) const { return figure_of(measured, name); }
  static room::RemoteAudioFrame audio(std::uint64_t packets, std::uint64_t lost, bool concealed = false) {
    room::RemoteAudioFrame frame;
    frame.packets_received = packets;
    frame.packets_lost = lost;
    frame.concealed = concealed;
    frame.jitter = 3ms;
    return frame;
  }

  SessionMetrics measured{PaidServices{true, true, PriceTable{0.6, 10.0, 1.0, 2.0}}};
  std::uint64_t epoch = 0;
};

TEST_F(SessionMetricsTest, RepliesAreCountedWithTheirDelays) {
  for (std::uint64_t id = 1; id <= 20; ++id) {
    turn(id, 10s * id, 10s * id + 200ms);
    reply(id, 10s * id + 20ms * id);
  }

  EXPECT_EQ(figure("turns"), 20);
  EXPECT_EQ(figure("replies"), 20);
  EXPECT_DOUBLE_EQ(figure("reply_p50_ms"), 200.0);
  EXPECT_DOUBLE_EQ(figure("reply_p95_ms"), 380.0);
  EXPECT_DOUBLE_EQ(figure("turn_decided_p50_ms"), 200.0);
  EXPECT_NEAR(figure("turn_probability_mean"), 0.8, 1e-6);
  EXPECT_EQ(figure("early_replies"), 0);
}

TEST_F(SessionMetricsTest, AReplyBeforeTheLastWordIsEarly) {
  turn(1, 1s, 900ms);
  reply(1, 950ms);

  EXPECT_EQ(figure("early_replies"), 1);
  EXPECT_DOUBLE_EQ(figure("reply_p50_ms"), -50.0);
}

TEST_F(SessionMetricsTest, AnInterruptionIsTrueWhenWordsCome) {
  cut("user_aggregator");
  turn(1);

  EXPECT_EQ(figure("barge_ins"), 1);
  EXPECT_EQ(figure("false_barge_ins"), 0);
}

TEST_F(SessionMetricsTest, AnInterruptionWithoutWordsIsFalse) {
  cut("user_aggregator");
  from("user_aggregator", UserFalseStartFrame{false});

  EXPECT_EQ(figure("barge_ins"), 0);
  EXPECT_EQ(figure("false_barge_ins"), 1);
  EXPECT_EQ(figure("false_starts"), 0);
}

TEST_F(SessionMetricsTest, WhatIsSaidAsideIsABackchannel) {
  from("user_aggregator", UserFalseStartFrame{true});
  from("user_aggregator", UserFalseStartFrame{false});

  EXPECT_EQ(figure("backchannels"), 1);
  EXPECT_EQ(figure("false_starts"), 1);
}

TEST_F(SessionMetricsTest, AReplyTakenBackOrGivenUpIsNoInterruption) {
  cut("user_aggregator", true);
  turn(1);
  cut("llm");

  EXPECT_EQ(figure("replies_taken_back"), 1);
  EXPECT_EQ(figure("replies_given_up"), 1);
  EXPECT_EQ(figure("barge_ins"), 0);
}

TEST_F(SessionMetricsTest, TheCostIsOfWhatWasUsedAndPaidFor) {
  AudioRawFrame heard;
  heard.pcm.resize(320);
  for (int i = 0; i < 50 * 60; ++i) {
    from("transport.input", heard);
    from("stt", heard);
  }
  TTSAudioRawFrame made;
  made.pcm.resize(48'000);
  made.rate_hz = 24'000;
  made.text = std::string(500, 'a');
  from("tts", made);
  made.cached = true;
  from("tts", made);
  from("llm", MetricsFrame{1, 1s, 1'000'000, 500'000});

  EXPECT_NEAR(figure("stt_audio_seconds"), 60.0, 1e-6);
  EXPECT_DOUBLE_EQ(figure("tts_made_seconds"), 2.0);
  EXPECT_DOUBLE_EQ(figure("tts_cached_seconds"), 2.0);
  EXPECT_EQ(figure("tts_characters"), 500);
  EXPECT_NEAR(figure("estimated_cost_usd"), 0.6 + 5.0 + 1.0 + 1.0, 1e-6);
}

TEST_F(SessionMetricsTest, LocalEnginesCostNothing) {
  SessionMetrics local(PaidServices{false, false, PriceTable{}});
  AudioRawFrame heard;
  heard.pcm.resize(16'000);
  local.take("stt", Frame{{}, 0, heard});

  EXPECT_EQ(figure_of(local, "estimated_cost_usd"), 0.0);
  EXPECT_EQ(figure_of(local, "stt_audio_seconds"), 1.0);
}

TEST_F(SessionMetricsTest, LossesOfANewTrackAreAdded) {
  measured.heard(audio(100, 4));
  measured.heard(audio(190, 10, true));
  measured.heard(audio(10, 0));  // came back with another track

  EXPECT_EQ(figure("rtp_packets"), 200);
  EXPECT_EQ(figure("rtp_lost"), 10);
  EXPECT_NEAR(figure("rtp_lost_percent"), 100.0 * 10 / 210, 1e-9);
  EXPECT_NEAR(figure("concealed_percent"), 100.0 / 3, 1e-9);
  EXPECT_DOUBLE_EQ(figure("rtp_jitter_ms"), 3.0);
}

TEST_F(SessionMetricsTest, FaultsOfStagesAreCountedWhereTheyHappen) {
  from("tts", ErrorFrame{"tts", "refused", false});
  from("transport.output", ErrorFrame{"tts", "refused", false});  // passed on
  measured.stalled("stt");

  EXPECT_EQ(figure("stage_errors"), 2);
}

}  // namespace
}  // namespace codevoice::session
