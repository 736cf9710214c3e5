#include "voice/transport_input.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <random>

#include "support/fake_vad.hpp"
#include "support/stage_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;

class TransportInputTest : public ::testing::Test {
 protected:
  static constexpr std::int16_t kVoice = 9000;

  void say(std::int16_t loudness, Duration length, bool concealed = false) {
    const std::vector<std::int16_t> pcm(kFrameSamples, loudness);
    for (Duration done{}; done < length; done += 20ms) {
      source->push(pcm, rig->now(), concealed);
      rig->advance(20ms);
    }
  }
  void SetUp() override { make(); }
  void make() {
    // the rig's clock drives everything, so the fakes borrow it
    clock = std::make_unique<test::FakeClock>();
    vad = std::make_unique<test::FakeVad>();
    source = std::make_unique<AudioSource>(loop.get_executor());
    stage = std::make_unique<TransportInput>(TransportInput::Parts{*source, *vad, floor, echo}, VadConfig{});
    rig = std::make_unique<test::StageRig>(*stage, loop, *clock);
  }
  asio::io_context loop;
  std::unique_ptr<test::FakeClock> clock;
  std::unique_ptr<test::FakeVad> vad;
  Floor floor;
  EchoGate echo;
  std::unique_ptr<AudioSource> source;
  std::unique_ptr<TransportInput> stage;
  std::unique_ptr<test::StageRig> rig;
};

TEST_F(TransportInputTest, EveryCapturedFrameComesOutWithItsTime) {
  say(0, 200ms);

  ASSERT_EQ(rig->out.size(), 10U);
  EXPECT_EQ(rig->out[3].at, MediaTime{60ms});
  EXPECT_EQ(rig->emitted<AudioRawFrame>()[3].pcm.size(), kFrameSamples);
}

TEST_F(TransportInputTest, SpeechIsMarkedWhereItBeginsAndPauses) {
  say(0, 320ms);
  say(kVoice, 640ms);
  EXPECT_TRUE(floor.candidate_sounding());
  say(0, 400ms);

  std::optional<MediaTime> started;
  for (const auto& frame : rig->out) {
    if (std::holds_alternative<UserStartedSpeakingFrame>(frame.payload)) started = frame.at;
  }
  EXPECT_EQ(started, MediaTime{320ms});
  const auto stopped = rig->emitted<UserStoppedSpeakingFrame>();
  ASSERT_EQ(stopped.size(), 1U);
  EXPECT_EQ(stopped[0].speech_end, MediaTime{960ms});
  EXPECT_FALSE(floor.candidate_sounding());
}

TEST_F(TransportInputTest, SilenceIsNotAskedOfTheModelAndSpeechAfterItIs) {
  say(20, 3200ms);
  const auto asked_in_silence = vad->asked;
  EXPECT_LE(asked_in_silence, 2);

  say(kVoice, 320ms);
  EXPECT_EQ(vad->asked - asked_in_silence, 10);
  EXPECT_TRUE(floor.candidate_sounding());

  say(500, 640ms);  // a quiet room is not silence
  EXPECT_EQ(vad->asked - asked_in_silence, 30);
}

TEST_F(TransportInputTest, WhatBeginsToSoundOverTheInterviewerIsToldBeforeItIsSpeech) {
  floor.reply_pending(1);
  floor.reply_audible();
  say(0, 320ms);
  EXPECT_FALSE(floor.candidate_perhaps());

  say(600, 80ms);

  EXPECT_TRUE(floor.candidate_perhaps());
  EXPECT_FALSE(floor.candidate_sounding());
  say(600, 1s);
  EXPECT_FALSE(floor.candidate_perhaps());  // it went on, and was none
}

TEST_F(TransportInputTest, WhatBeginsToSoundWhenNobodySpeaksConcernsNobody) {
  say(0, 320ms);
  say(600, 80ms);

  EXPECT_FALSE(floor.candidate_perhaps());
}

TEST_F(TransportInputTest, AMicrophoneThatIsGoneBeginsNothing) {
  floor.reply_pending(1);
  floor.reply_audible();
  say(0, 320ms);
  say(600, 80ms);

  source->set_muted(true);
  rig->advance(0ms);

  EXPECT_FALSE(floor.candidate_perhaps());
}

TEST_F(TransportInputTest, ABlowOverTheInterviewerIsNoSpeechAndInAnAnswerItMayBe) {
  // the VAD takes its first 50 ms for speech
  const auto knock = [this] {
    std::vector<std::int16_t> pcm(4 * kFrameSamples);
    for (std::size_t i = 0; i < pcm.size(); ++i)
      pcm[i] = static_cast<std::int16_t>(32'000.0 * std::pow(10.0, -300.0 / 20.0 * static_cast<double>(i) / 16'000.0));
    for (std::size_t at = 0; at < pcm.size(); at += kFrameSamples) {
      source->push(std::span(pcm).subspan(at, kFrameSamples), rig->now(), false);
      rig->advance(20ms);
    }
    say(0, 400ms);
  };
  knock();
  EXPECT_EQ(rig->emitted<UserStartedSpeakingFrame>().size(), 1U);
  rig->forget();
  floor.reply_pending(1);
  floor.reply_audible();

  knock();

  EXPECT_TRUE(rig->emitted<UserStartedSpeakingFrame>().empty());
}

// R9
TEST_F(TransportInputTest, R9MuteInTheMiddleOfAWordEndsTheSpeech) {
  say(kVoice, 640ms);

  source->set_muted(true);
  rig->advance(0ms);

  EXPECT_EQ(rig->emitted<UserStoppedSpeakingFrame>().size(), 1U);
  ASSERT_EQ(rig->emitted<UserAudioLostFrame>().size(), 1U);
  EXPECT_EQ(rig->emitted<UserAudioLostFrame>()[0].reason, "muted");
  EXPECT_FALSE(floor.candidate_sounding());
}

// R9
TEST_F(TransportInputTest, R9ASecondWithoutFramesEndsTheSpeech) {
  say(kVoice, 640ms);

  rig->advance(900ms);
  EXPECT_TRUE(rig->emitted<UserAudioLostFrame>().empty());
  rig->advance(300ms);

  ASSERT_EQ(rig->emitted<UserAudioLostFrame>().size(), 1U);
  EXPECT_EQ(rig->emitted<UserAudioLostFrame>()[0].reason, "starved");
  EXPECT_EQ(rig->emitted<UserStoppedSpeakingFrame>().size(), 1U);
}

TEST_F(TransportInputTest, R9ConcealedFramesAreNoAudio) {
  say(kVoice, 640ms);

  say(kVoice, 1200ms, true);

  EXPECT_EQ(rig->emitted<UserAudioLostFrame>().size(), 1U);
}

TEST_F(TransportInputTest, AudioComesBackAfterItWasLost) {
  say(kVoice, 400ms);
  rig->advance(2s);
  rig->forget();

  say(0, 200ms);
  say(kVoice, 400ms);
  rig->advance(2s);

  EXPECT_EQ(rig->emitted<UserStartedSpeakingFrame>().size(), 1U);
  EXPECT_EQ(rig->emitted<UserAudioLostFrame>().size(), 1U);
}

// R11
TEST_F(TransportInputTest, R11AFailingVadIsReopenedAndLoudnessStandsIn) {
  say(0, 500ms);
  vad->failing = true;

  say(kVoice, 1000ms);

  EXPECT_EQ(rig->emitted<UserStartedSpeakingFrame>().size(), 1U);
  EXPECT_GE(stage->vad_restarts(), 1U);
  EXPECT_EQ(vad->opened, static_cast<int>(stage->vad_restarts()) + 1);
}

/// The interviewer's voice, sent and heard again 100 ms later.
class EchoedTest : public TransportInputTest {
 protected:
  using Frame = std::array<std::int16_t, kFrameSamples>;
  Frame noise() {
    std::uniform_int_distribution<int> draw(-9000, 9000);
    Frame pcm{};
    for (std::size_t i = 0; i < pcm.size(); i += 8)
      std::fill_n(pcm.begin() + static_cast<std::ptrdiff_t>(i), 8, static_cast<std::int16_t>(draw(random)));
    return pcm;
  }
  /// One tick; heard is `instead` of the echo.
  void tick(const Frame& spoken, const Frame* instead = nullptr) {
    std::vector<std::int16_t> sent;
    for (const auto sample : spoken) sent.insert(sent.end(), 3, sample);
    echo.sent(sent, rig->now());
    on_the_way.push_back(spoken);
    source->push(instead == nullptr ? on_the_way.front() : *instead, rig->now(), false);
    on_the_way.pop_front();
    rig->advance(20ms);
  }
  std::mt19937 random{1};
  std::deque<Frame> on_the_way{5};
};

TEST_F(EchoedTest, R18TheInterviewersOwnVoiceIsNoSpeechAndTheCandidatesOverItIs) {
  for (int i = 0; i < 50; ++i) tick(noise());
  EXPECT_TRUE(rig->emitted<UserStartedSpeakingFrame>().empty());

  for (int i = 0; i < 50; ++i) {
    const auto own = noise();
    tick(noise(), &own);
  }

  EXPECT_EQ(rig->emitted<UserStartedSpeakingFrame>().size(), 1U);
}

TEST_F(EchoedTest, R18TheInterviewersOwnVoiceMakesItNoSofterOnceItIsKnown) {
  floor.reply_pending(1);
  floor.reply_audible();
  for (int i = 0; i < 50; ++i) tick(noise());
  for (int i = 0; i < 60; ++i) tick(Frame{});

  for (int i = 0; i < 50; ++i) {
    tick(noise());
    EXPECT_FALSE(floor.candidate_perhaps()) << i;
  }
}

}  // namespace
}  // namespace codevoice::voice
