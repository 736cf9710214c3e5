#include "rtc/audio_receiver.hpp"

#include <gtest/gtest.h>

#include "rtc/audio_track_sim.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;
using codevoice::test::amplitude_of;
using test::Heard;
using test::noise;
using test::SimConfig;
using test::TrackSim;

constexpr double kTone = 8000.0;

Duration milliseconds(double value) { return Duration{static_cast<std::int64_t>(value * 1e6)}; }

double tone_level(const Heard& heard, std::size_t from) { return audio::level_dbfs(heard.pcm(from, heard.frames.size())); }
double sent_level() { return audio::level_dbfs(codevoice::test::tone(16'000, 400.0, audio::kSpeechRateHz, kTone)); }

TEST(AudioReceiver, CleanNetworkGivesTheToneBackWithLittleDelay) {
  TrackSim sim({});

  const auto heard = sim.run(10s);

  const auto stats = sim.receiver().stats();
  EXPECT_NEAR(tone_level(heard, 25), sent_level(), 0.5);
  EXPECT_NEAR(amplitude_of(heard.pcm(50, 50), 400.0, 16'000), kTone, 400.0);
  EXPECT_EQ(heard.concealed(25), 0U);
  EXPECT_EQ(stats.delay, 20ms);
  EXPECT_EQ(stats.lost, 0U);
  EXPECT_EQ(stats.underruns, 0U);
  EXPECT_TRUE(heard.monotone());
}

TEST(AudioReceiver, SilenceMarkedConcealedComesBeforeTheFirstPacket) {
  TrackSim sim({.payload = [](std::size_t) { return Bytes{}; }});

  const auto heard = sim.run(1s);

  EXPECT_EQ(heard.concealed(), heard.frames.size());
  EXPECT_EQ(audio::level_dbfs(heard.pcm(0, 50)), audio::kSilenceDbfs);
  EXPECT_TRUE(heard.monotone());
  EXPECT_GT(heard.frames.back().captured, 800ms);
}

TEST(AudioReceiver, CapturedIsWhenTheSoundWasSpoken) {
  TrackSim sim({.extra_delay = [](std::size_t i) { return milliseconds(20.0 * noise(i)); }}, test::click_packets());
  sim.run(2s);

  const auto errors = sim.click_errors(sim.run(20s));

  EXPECT_GE(errors.size(), 19U);
  for (const auto error : errors) EXPECT_LT(std::chrono::abs(error), 4ms) << error.count();
}

class AudioReceiverLoss : public testing::TestWithParam<int> {};

TEST_P(AudioReceiverLoss, LostPacketsAreConcealedAndCountedAndTheToneGoesOn) {
  const int percent = GetParam();
  TrackSim sim({.lost = [percent](std::size_t i) { return noise(i) * 100.0 < percent; }}, test::tone_packets(50, {.expected_loss_percent = percent}));

  const auto heard = sim.run(40s);

  const auto stats = sim.receiver().stats();
  EXPECT_NEAR(static_cast<double>(stats.lost), 20.0 * percent, 30.0);
  EXPECT_LE(heard.concealed(25), static_cast<std::size_t>(20 * percent + 45));
  EXPECT_NEAR(tone_level(heard, 25), sent_level(), 1.0);
  EXPECT_NEAR(amplitude_of(heard.pcm(1000, 25), 400.0, 16'000), kTone, 2500.0);
  EXPECT_NEAR(static_cast<double>(stats.packets + stats.lost), 1997.0, 2.0);  // the last are still on their way
  EXPECT_TRUE(heard.monotone());
}

INSTANTIATE_TEST_SUITE_P(Percent, AudioReceiverLoss, testing::Values(0, 1, 5, 10));

TEST(AudioReceiver, LostPacketIsRebuiltFromTheNextOnesCopyWhenThatIsThere) {
  // jitter makes the buffer deep enough for the next packet to be there in time
  const auto jitter = [](std::size_t i) { return milliseconds(40.0 * noise(i, 3)); };
  const auto packets = test::speech_like_packets(1000, {.expected_loss_percent = 20});
  TrackSim whole({.extra_delay = jitter}, packets);
  TrackSim sim({.extra_delay = jitter, .lost = [](std::size_t i) { return i % 10 == 7; }}, packets);

  const auto reference = whole.run(20s);
  const auto heard = sim.run(20s);

  EXPECT_GT(sim.receiver().stats().fec_frames, 25U);
  EXPECT_NEAR(tone_level(heard, 50), tone_level(reference, 50), 1.0);
}

TEST(AudioReceiver, JitterOfFiftyMillisecondsRaisesTheDelayAndIsHeardThrough) {
  TrackSim sim({.extra_delay = [](std::size_t i) { return milliseconds(50.0 * noise(i)); }});

  const auto heard = sim.run(30s);

  const auto stats = sim.receiver().stats();
  EXPECT_GE(stats.delay, 40ms);
  EXPECT_LE(stats.delay, 60ms);
  EXPECT_LE(heard.concealed(100), 1400U * 3 / 100);
  EXPECT_EQ(stats.lost, 0U);
  EXPECT_NEAR(static_cast<double>(stats.jitter.count()) / 1e6, 50.0 / 3.0, 6.0);  // mean difference of two uniform delays
  EXPECT_NEAR(tone_level(heard, 100), sent_level(), 0.5);
  EXPECT_TRUE(heard.monotone());
}

TEST(AudioReceiver, DelayComesDownAgainWhenTheNetworkCalmsDown) {
  TrackSim sim({.extra_delay = [](std::size_t i) { return i < 500 ? milliseconds(120.0 * noise(i)) : 0ms; }});
  sim.run(10s);
  const auto stormy = sim.receiver().stats().delay;

  sim.run(30s);

  EXPECT_GE(stormy, 90ms);
  EXPECT_EQ(sim.receiver().stats().delay, 20ms);
}

TEST(AudioReceiver, BurstsAreHeardInFull) {
  // every two seconds the network stalls for 150 ms and then delivers at once
  TrackSim sim({.extra_delay = [](std::size_t i) { return i % 100 < 8 ? 20ms * static_cast<int>(8 - i % 100) : 0ms; }});

  const auto heard = sim.run(30s);

  const auto stats = sim.receiver().stats();
  EXPECT_EQ(stats.late, 0U);
  EXPECT_LE(heard.concealed(100), 1400U / 20);
  EXPECT_NEAR(tone_level(heard, 100), sent_level(), 0.7);
}

TEST(AudioReceiver, ReorderedPacketsAreNeitherLostNorLate) {
  TrackSim sim({.extra_delay = [](std::size_t i) { return i % 4 == 1 ? 25ms : 0ms; }});

  const auto heard = sim.run(10s);

  const auto stats = sim.receiver().stats();
  EXPECT_EQ(stats.lost, 0U);
  EXPECT_EQ(stats.late, 0U);
  EXPECT_EQ(heard.concealed(100), 0U);
}

TEST(AudioReceiver, DuplicatesAreCountedAndPlayedOnce) {
  TrackSim sim({});
  sim.run(2s);
  const auto before = sim.receiver().stats();
  const auto bytes = make_rtp({111, false, 1099, 99 * 960, 0x5555}, Bytes{0x78, 1, 2});

  sim.receiver().push(parse_rtp(bytes).value(), TrackSim::kZero + 2s);
  sim.receiver().push(parse_rtp(make_rtp({111, false, 1060, 60 * 960, 0x5555}, Bytes{0x78, 1, 2})).value(), TrackSim::kZero + 2s);

  EXPECT_EQ(sim.receiver().stats().duplicates, before.duplicates + 1);  // 1099 is still on its way: this was the first of it
  EXPECT_EQ(sim.receiver().stats().packets, before.packets + 1);
}

TEST(AudioReceiver, OutageOfHalfASecondIsSilenceThenGoesOnInTime) {
  TrackSim sim({.lost = [](std::size_t i) { return i >= 250 && i < 275; }});

  const auto heard = sim.run(10s);

  EXPECT_NEAR(static_cast<double>(heard.concealed(50)), 25.0, 4.0);
  EXPECT_EQ(audio::level_dbfs(heard.pcm(265, 8)), audio::kSilenceDbfs);  // after 120 ms of guessing
  EXPECT_NEAR(tone_level(heard, 300), sent_level(), 0.5);
  const auto delay = heard.pulled[400] - TrackSim::kZero - heard.frames[400].captured;
  EXPECT_LT(delay, 80ms);
  EXPECT_TRUE(heard.monotone());
}

TEST(AudioReceiver, HalfASecondThatWasOnlyDelayedIsHeardInFullAndCaughtUp) {
  TrackSim sim({.extra_delay = [](std::size_t i) { return i >= 250 && i < 275 ? 20ms * static_cast<int>(275 - i) : 0ms; }});

  const auto heard = sim.run(20s);

  const auto stats = sim.receiver().stats();
  EXPECT_EQ(stats.late, 0U);
  EXPECT_EQ(stats.lost, 0U);
  const auto right_after = heard.pulled[280] - TrackSim::kZero - heard.frames[280].captured;
  const auto at_last = heard.pulled[900] - TrackSim::kZero - heard.frames[900].captured;
  EXPECT_GT(right_after, 300ms);
  EXPECT_LT(at_last, 200ms);
  EXPECT_TRUE(heard.monotone());
}

class AudioReceiverSkew : public testing::TestWithParam<double> {};

TEST_P(AudioReceiverSkew, CapturedStaysWithinTwentyMillisecondsForHalfAnHour) {  // R17
  const auto jitter = [](std::size_t i) { return milliseconds(30.0 * noise(i) * noise(i, 2)); };
  TrackSim sim({.skew_ppm = GetParam(), .extra_delay = jitter}, test::click_packets());
  Duration worst{};
  std::size_t clicks = 0;
  std::size_t concealed = 0;
  Duration longest_delay{};

  sim.run(2s);
  for (int minute = 0; minute < 30; ++minute) {
    const auto heard = sim.run(60s);
    for (const auto error : sim.click_errors(heard)) {
      worst = std::max<Duration>(worst, std::chrono::abs(error));
      ++clicks;
    }
    concealed += heard.concealed();
    longest_delay = std::max<Duration>(longest_delay, heard.pulled.back() - TrackSim::kZero - heard.frames.back().captured);
    EXPECT_TRUE(heard.monotone());
  }

  EXPECT_GE(clicks, 1795U);
  EXPECT_LT(worst, 10ms) << worst.count();
  EXPECT_LT(concealed, 90'000U / 100);
  EXPECT_LT(longest_delay, 130ms);
}

TEST_P(AudioReceiverSkew, SpeechWithoutAPauseIsFollowedToo) {
  TrackSim sim({.skew_ppm = 10 * GetParam()});

  const auto heard = sim.run(120s);

  const auto delay = heard.pulled.back() - TrackSim::kZero - heard.frames.back().captured;
  EXPECT_LT(delay, 220ms);
  EXPECT_LT(heard.concealed(25), 60U);
  EXPECT_NEAR(tone_level(heard, 25), sent_level(), 0.5);
}

INSTANTIATE_TEST_SUITE_P(Ppm, AudioReceiverSkew, testing::Values(200.0, -200.0));

TEST(AudioReceiver, SequenceNumbersAndTimestampsMayWrapAround) {
  TrackSim sim({.header = [](std::size_t i) {
    return RtpHeader{111, false, static_cast<std::uint16_t>(65'436 + i), static_cast<std::uint32_t>(0xFFFF'0000U + i * 960), 0x5555};
  }});

  const auto heard = sim.run(6s);

  const auto block = sim.receiver().make_report(TrackSim::kZero + 6s);
  EXPECT_EQ(heard.concealed(25), 0U);
  EXPECT_EQ(sim.receiver().stats().lost, 0U);
  EXPECT_GT(block.highest_sequence, 65'536U);
  EXPECT_EQ(block.cumulative_lost, 0);
}

TEST(AudioReceiver, NewSsrcStartsAfreshAndStragglersOfTheOldOneAreDropped) {
  TrackSim sim({.header = [](std::size_t i) {
    if (i < 250) return RtpHeader{111, false, static_cast<std::uint16_t>(i), static_cast<std::uint32_t>(i * 960), 1};
    return RtpHeader{111, true, static_cast<std::uint16_t>(40'000 + i), static_cast<std::uint32_t>(0x9000'0000U + i * 960), 2};
  }});

  auto heard = sim.run(5s + 100ms);
  const auto straggler = make_rtp({111, false, 249, 249 * 960, 1}, test::tone_packets(1)[0]);
  sim.receiver().push(parse_rtp(straggler).value(), TrackSim::kZero + 5s + 100ms);
  const auto rest = sim.run(5s);

  EXPECT_EQ(sim.receiver().stats().stale, 1U);
  EXPECT_EQ(rest.concealed(10), 0U);
  EXPECT_NEAR(tone_level(rest, 20), sent_level(), 0.5);
  EXPECT_TRUE(heard.monotone());
  EXPECT_TRUE(rest.monotone());
  EXPECT_GE(rest.frames.front().captured, heard.frames.back().captured);
  EXPECT_LT(rest.pulled.back() - TrackSim::kZero - rest.frames.back().captured, 100ms);
}

TEST(AudioReceiver, ASecondOfNothingThenSoundIsInTimeAgain) {
  // muted without packets for ten seconds; the sender's clock went on
  TrackSim sim({.payload = [packets = test::tone_packets()](std::size_t i) { return i >= 250 && i < 750 ? Bytes{} : packets[i % 50]; }});

  const auto heard = sim.run(20s);

  const auto delay = heard.pulled[800] - TrackSim::kZero - heard.frames[800].captured;
  EXPECT_LT(delay, 100ms);
  EXPECT_GT(heard.concealed(300), 400U);
  EXPECT_EQ(heard.concealed(760), 0U);
  EXPECT_TRUE(heard.monotone());
}

TEST(AudioReceiver, SenderWhoseClockStoodStillInAPauseIsHeardAgainWithinHalfASecond) {
  TrackSim sim({.header =
                    [](std::size_t i) {
                      const auto place = i < 250 ? i : i - 150;
                      return RtpHeader{111, false, static_cast<std::uint16_t>(place), static_cast<std::uint32_t>(place * 960), 1};
                    },
                .payload = [packets = test::tone_packets()](std::size_t i) { return i >= 250 && i < 400 ? Bytes{} : packets[i % 50]; }});

  const auto heard = sim.run(20s);

  EXPECT_EQ(heard.concealed(425), 0U);
  EXPECT_NEAR(tone_level(heard, 430), sent_level(), 0.5);
  EXPECT_TRUE(heard.monotone());
}

TEST(AudioReceiver, ForwardJumpOfTheTimestampStartsANewFit) {
  TrackSim sim({.header = [](std::size_t i) {
    const auto shift = i < 250 ? 0U : 48'000U * 3'600U;
    return RtpHeader{111, false, static_cast<std::uint16_t>(i), static_cast<std::uint32_t>(i * 960 + shift), 1};
  }});

  const auto heard = sim.run(10s);

  EXPECT_EQ(heard.concealed(260), 0U);
  EXPECT_LT(heard.pulled.back() - TrackSim::kZero - heard.frames.back().captured, 100ms);
  EXPECT_TRUE(heard.monotone());
}

TEST(AudioReceiver, PausesOfOpusDtxAreSilentAndNotConcealed) {
  // as browsers do it: the first packet of a pause is sent with its first byte only, then one packet each 400 ms
  const auto packets = test::tone_packets();
  TrackSim sim({.payload = [&](std::size_t i) {
    if (i < 100 || i >= 200) return packets[i % 50];
    return i == 100 ? Bytes{packets[0][0]} : Bytes{};
  }});

  const auto heard = sim.run(8s);

  EXPECT_EQ(audio::level_dbfs(heard.pcm(110, 80)), audio::kSilenceDbfs);
  std::size_t concealed_in_pause = 0;
  for (std::size_t i = 90; i < 140; ++i) concealed_in_pause += heard.frames[i].concealed ? 1 : 0;
  EXPECT_EQ(concealed_in_pause, 0U);
  EXPECT_EQ(sim.receiver().stats().underruns, 0U);
  EXPECT_NEAR(tone_level(heard, 220), sent_level(), 0.5);
  EXPECT_LT(heard.pulled.back() - TrackSim::kZero - heard.frames.back().captured, 100ms);
}

TEST(AudioReceiver, GarbagePayloadsAreCountedAndNeverHurt) {
  const auto packets = test::tone_packets();
  TrackSim sim({.payload = [&](std::size_t i) {
    if (i % 5 != 3) return packets[i % 50];
    Bytes garbage(1 + i % 300);
    for (std::size_t k = 0; k < garbage.size(); ++k) garbage[k] = static_cast<std::uint8_t>(256.0 * noise(i * 1000 + k));
    if (i % 10 == 3) garbage[0] = 0xFF;  // surely not Opus
    return garbage;
  }});

  const auto heard = sim.run(20s);

  EXPECT_GT(sim.receiver().stats().unusable, 50U);
  EXPECT_EQ(heard.frames.size(), 1000U);
  EXPECT_TRUE(heard.monotone());
}

TEST(AudioReceiver, TooLongAndEmptyPayloadsAreNotPlayed) {
  TrackSim sim({});
  sim.run(1s);
  Bytes huge(1400, 0);
  huge[0] = 0x78;

  sim.receiver().push(parse_rtp(make_rtp({111, false, 1050, 50 * 960, 0x5555}, huge)).value(), TrackSim::kZero + 1s);
  sim.receiver().push(parse_rtp(make_rtp({111, false, 1051, 51 * 960, 0x5555}, {})).value(), TrackSim::kZero + 1s);

  EXPECT_EQ(sim.receiver().stats().unusable, 1U);
}

TEST(AudioReceiver, ReportTellsLossSinceTheLastOneAndTheSendersReport) {
  TrackSim sim({.lost = [](std::size_t i) { return i >= 50 && i % 4 == 0; }});
  sim.run(1s);
  EXPECT_EQ(sim.receiver().make_report(TrackSim::kZero + 1s).fraction_lost, 0);
  SenderReport report;
  report.ssrc = 0x5555;
  report.ntp = 0x1111'2222'3333'4444ULL;
  sim.receiver().on_sender_report(report, TrackSim::kZero + 1s);

  sim.run(4s);
  const auto block = sim.receiver().make_report(TrackSim::kZero + 5s);

  EXPECT_EQ(block.ssrc, 0x5555U);
  EXPECT_NEAR(block.fraction_lost, 64, 3);
  EXPECT_NEAR(block.cumulative_lost, 50, 2);
  EXPECT_EQ(block.last_sr, 0x2222'3333U);
  EXPECT_EQ(block.delay_since_last_sr, 4U * 65'536U);
}

TEST(AudioReceiver, RefusesDelaysThatMakeNoSense) {
  AudioReceiverConfig config;
  config.min_delay = 300ms;

  EXPECT_FALSE(AudioReceiver::create(config).has_value());
}

}  // namespace
}  // namespace codevoice::rtc
