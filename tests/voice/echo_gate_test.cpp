#include "voice/echo_gate.hpp"

#include <gtest/gtest.h>

#include <random>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

/// Something as rich as speech: noise around 600 Hz whose loudness comes and goes.
class Voice {
 public:
  explicit Voice(unsigned seed) : random_(seed) {}
  audio::Pcm say(std::size_t samples, std::uint32_t rate_hz) {
    audio::Pcm pcm(samples);
    for (auto& sample : pcm) {
      const double share = 2400.0 / rate_hz;
      low_ += share * (draw_(random_) - low_);
      lower_ += share * (low_ - lower_);
      sample = audio::to_sample(9000.0 * (0.6 + 0.4 * std::sin(14.0 * time_)) * lower_);
      time_ += 1.0 / rate_hz;
    }
    return pcm;
  }

 private:
  std::mt19937 random_;
  std::normal_distribution<double> draw_{0.0, 2.0};
  double low_ = 0.0, lower_ = 0.0, time_ = 0.0;
};

class EchoGateTest : public ::testing::Test {
 protected:
  /// One tick: `sent` at 48 kHz goes out, and the microphone hears what went out `delay` ago, at `gain`, and `own`.
  void tick(const audio::Pcm& sent, const audio::Pcm& own = {}) {
    gate.sent(sent, now);
    for (std::size_t i = 0; i < 320; ++i) played.push_back(sent.empty() ? std::int16_t{0} : sent[3 * i]);
    audio::Pcm heard(320);
    const auto late = audio::samples_in(delay, 16'000);
    for (std::size_t i = 0; i < 320; ++i) {
      const auto at = played.size() - 320 + i;
      const double back = at >= late + 40 ? played[at - late] + 0.4 * played[at - late - 17] - 0.3 * played[at - late - 40] : 0.0;
      heard[i] = audio::to_sample(gain * back + (own.empty() ? 0.0 : own[i]));
    }
    gate.heard(heard, now + captured_late);
    now += 20ms;
  }
  /// The interviewer speaks so long; the share of the ticks after the first 160 ms of echo that are taken for one.
  double echo_while_speaking(Duration length, Voice* candidate = nullptr) {
    int ticks = 0, echoes = 0;
    for (Duration at{}; at < length; at += 20ms) {
      tick(interviewer.say(960, 48'000), candidate != nullptr ? candidate->say(320, 16'000) : audio::Pcm{});
      if (at < delay + 160ms) continue;
      ++ticks;
      echoes += gate.is_echo() ? 1 : 0;
    }
    return static_cast<double>(echoes) / std::max(1, ticks);
  }
  void silence(Duration length) {
    for (Duration at{}; at < length; at += 20ms) tick({});
  }

  EchoGate gate;
  Voice interviewer{1};
  MediaTime now = 1s;
  Duration delay = 120ms;
  Duration captured_late{};
  double gain = 0.1;
  audio::Pcm played;
};

TEST_F(EchoGateTest, R18TheInterviewersOwnVoiceIsAnEchoAtAnyLevelAndDelay) {
  for (const auto& [level, late] : {std::pair{0.3, 50ms}, std::pair{0.1, 120ms}, std::pair{0.1, 400ms}, std::pair{0.03, 250ms}}) {
    gate = EchoGate();
    gain = level;
    delay = late;

    EXPECT_GT(echo_while_speaking(2s), 0.95) << level << " " << late / 1ms;
    ASSERT_TRUE(gate.delay().has_value());
    EXPECT_NEAR(static_cast<double>(*gate.delay() / 1us), static_cast<double>(late / 1us), 3'000.0);
  }
}

TEST_F(EchoGateTest, R18WhoTalksOverTheInterviewerIsNone) {
  Voice candidate(2);
  gain = 0.0;
  EXPECT_LT(echo_while_speaking(2s, &candidate), 0.02);
  EXPECT_FALSE(gate.delay().has_value());
}

TEST_F(EchoGateTest, R18WhoTalksOverTheEchoIsNoneEither) {
  EXPECT_GT(echo_while_speaking(1s), 0.95);

  Voice candidate(2);
  EXPECT_LT(echo_while_speaking(1s, &candidate), 0.05);
  EXPECT_GT(echo_while_speaking(1s), 0.95);
}

TEST_F(EchoGateTest, R18TheEchoOutlastsTheVoice) {
  delay = 300ms;
  ASSERT_GT(echo_while_speaking(1s), 0.95);

  silence(200ms);
  EXPECT_TRUE(gate.is_echo());
}

TEST_F(EchoGateTest, SpeechAfterTheInterviewerIsTheCandidates) {
  ASSERT_GT(echo_while_speaking(1s), 0.95);
  silence(2s);

  Voice candidate(3);
  for (int i = 0; i < 20; ++i) {
    tick({}, candidate.say(320, 16'000));
    EXPECT_FALSE(gate.is_echo()) << i;
  }
}

TEST_F(EchoGateTest, AnotherWayOfTheSoundIsFound) {
  ASSERT_GT(echo_while_speaking(1s), 0.95);
  delay = 260ms;

  EXPECT_GT(echo_while_speaking(2s), 0.9);
}

TEST_F(EchoGateTest, CapturedAheadOfWhatWasSentOrBehindItIsTheSame) {
  for (const auto late : {-15ms, 15ms}) {
    gate = EchoGate();
    captured_late = late;
    EXPECT_GT(echo_while_speaking(1s), 0.95) << late / 1ms;
  }
}

TEST_F(EchoGateTest, NothingIsAnEchoOfSilence) {
  gain = 0.0;
  silence(1s);
  Voice candidate(2);
  tick({}, candidate.say(320, 16'000));
  EXPECT_FALSE(gate.is_echo());
}

}  // namespace
}  // namespace codevoice::voice
