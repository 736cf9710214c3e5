#include "voice/transport_output.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "support/fake_sink.hpp"
#include "support/stage_rig.hpp"
#include "support/tones.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;

constexpr std::uint32_t kRate = 16'000;
constexpr std::uint64_t kTurn = 7;

class TransportOutputTest : public ::testing::Test {
 protected:
  void SetUp() override { make(); }
  void make() {
    rig.reset();
    stage = std::make_unique<TransportOutput>(sink, floor, echo, voice);
    rig = std::make_unique<test::StageRig>(*stage, loop, clock);
  }
  /// One clause of `length`.
  void clause(std::string text, Duration length, std::uint64_t utterance = 1) {
    TTSAudioRawFrame audio;
    audio.pcm.assign(static_cast<std::size_t>(length / 1ms) * kRate / 1000, 2000);
    audio.rate_hz = kRate;
    audio.text = std::move(text);
    audio.utterance = utterance;
    audio.turn_id = kTurn;
    rig->feed(std::move(audio));
  }
  void end_of_utterance(std::uint64_t utterance = 1) {
    TTSAudioRawFrame last;
    last.utterance = utterance;
    last.turn_id = kTurn;
    last.last_of_utterance = true;
    rig->feed(std::move(last));
  }
  void end_of_reply() { rig->feed(LLMFullResponseEndFrame{kTurn}); }
  void reply(std::string text, Duration length) {
    floor.reply_pending(kTurn);
    clause(std::move(text), length);
    end_of_utterance();
    end_of_reply();
  }
  static ListenerSoundFrame sound_of(Duration length) {
    ListenerSoundFrame sound;
    sound.text = "Mm-hm.";
    sound.pcm.assign(static_cast<std::size_t>(length / 1ms) * kRate / 1000, 6000);
    sound.rate_hz = kRate;
    return sound;
  }
  void listener_sound(Duration length) { rig->feed(sound_of(length)); }
  void interrupt(bool unheard = false) {
    rig->epoch().raise();
    rig->feed(InterruptionFrame{unheard});
  }
  std::vector<BotStoppedSpeakingFrame> stopped() { return rig->emitted<BotStoppedSpeakingFrame>(); }
  std::vector<HeardFrame> heard() { return rig->emitted<HeardFrame>(); }

  asio::io_context loop;
  test::FakeClock clock;
  test::FakeSink sink{clock};
  Floor floor;
  EchoGate echo;
  VoiceConfig voice;
  OutputConfig& config = voice.output;
  std::unique_ptr<TransportOutput> stage;
  std::unique_ptr<test::StageRig> rig;
};

TEST_F(TransportOutputTest, OnePacketOrRestEvery20Ms) {
  rig->advance(1s);
  EXPECT_EQ(sink.ticks, 51U);
  EXPECT_TRUE(sink.sent_at.empty());
}

TEST_F(TransportOutputTest, AReplyIsPlayedAndToldStartTextHeardStop) {
  reply("what is a process?", 1s);
  rig->advance(500ms);
  EXPECT_EQ(floor.reply(), ReplyPhase::Audible);
  EXPECT_EQ(rig->fed_back<BotStartedSpeakingFrame>().size(), 1U);
  EXPECT_EQ(rig->emitted<TTSTextFrame>().at(0).text, "what is a process?");
  EXPECT_TRUE(heard().empty());
  rig->advance(700ms);

  ASSERT_EQ(heard().size(), 1U);
  EXPECT_EQ(heard()[0].text, "what is a process?");
  EXPECT_FALSE(heard()[0].interrupted);
  EXPECT_GE(heard()[0].end - heard()[0].begin, 980ms);
  EXPECT_LE(heard()[0].end - heard()[0].begin, 1040ms);
  ASSERT_EQ(stopped().size(), 1U);
  EXPECT_FALSE(stopped()[0].interrupted);
  EXPECT_EQ(floor.reply(), ReplyPhase::None);
}

TEST_F(TransportOutputTest, PacketsAreOfTheKindThatCarriesCopiesOnlyWhileSomeGetLost) {
  const auto speech_coded_in = [this](Duration length) {
    int count = 0;
    for (Duration passed{}; passed < length; passed += 20ms) {
      rig->advance(20ms);
      count += !sink.newest.empty() && sink.newest[0] >> 3 < 16 ? 1 : 0;  // RFC 6716 §3.1: speech coding, which can carry copies
    }
    return count;
  };
  config.ahead = 100s;
  config.lossy_for = 4s;
  make();
  floor.reply_pending(kTurn);
  TTSAudioRawFrame speech;
  speech.pcm = test::tone(20 * kRate, 220.0, kRate);
  speech.rate_hz = kRate;
  speech.text = "a long one";
  speech.utterance = 1;
  speech.turn_id = kTurn;
  rig->feed(std::move(speech));
  EXPECT_EQ(speech_coded_in(2s), 0);

  sink.lost = 0.2;
  rig->advance(5s);
  EXPECT_GT(speech_coded_in(2s), 90);

  sink.lost = 0.0;
  rig->advance(1s);
  EXPECT_GT(speech_coded_in(2s), 90);
  rig->advance(3s);
  EXPECT_EQ(speech_coded_in(2s), 0);
}

TEST_F(TransportOutputTest, BetweenTwoUtterancesIsARest) {
  floor.reply_pending(kTurn);
  clause("right.", 400ms, 1);
  end_of_utterance(1);
  clause("next question.", 400ms, 2);
  end_of_utterance(2);
  end_of_reply();
  rig->advance(2s);

  ASSERT_EQ(heard().size(), 2U);
  EXPECT_GE(heard()[1].begin - heard()[0].end, config.gap);
  EXPECT_EQ(stopped().size(), 1U);
}

TEST_F(TransportOutputTest, TheRestsBetweenUtterancesVaryLikeASpeakers) {
  floor.reply_pending(kTurn);
  for (std::uint64_t i = 1; i <= 8; ++i) {
    clause("one of several points.", 400ms, i);
    end_of_utterance(i);
  }
  end_of_reply();
  rig->advance(8s);

  ASSERT_EQ(heard().size(), 8U);
  std::set<Duration> rests;
  for (std::size_t i = 1; i < 8; ++i) {
    const auto rest = heard()[i].begin - heard()[i - 1].end;
    EXPECT_GE(rest, config.gap);
    EXPECT_LE(rest, config.gap_most + 40ms);  // in packets of 20 ms
    rests.insert(rest / 20ms * 20ms);
  }
  EXPECT_GE(rests.size(), 4U);
}

TEST_F(TransportOutputTest, AListenersSoundIsPlayedInThePauseOfAnAnswer) {
  floor.turn_opened();
  listener_sound(400ms);
  rig->advance(1s);

  EXPECT_EQ(sink.loud(), 20U);
  EXPECT_EQ(floor.reply(), ReplyPhase::None);
  EXPECT_TRUE(rig->emitted<BotStartedSpeakingFrame>().empty());
  EXPECT_TRUE(heard().empty());
}

TEST_F(TransportOutputTest, R1AListenersSoundNeverBeginsOverSpeechNorLateNorAfterTheTurn) {
  listener_sound(400ms);  // nobody is answering
  floor.turn_opened();
  floor.candidate_sounds(true);
  listener_sound(400ms);
  floor.candidate_sounds(false);
  rig->feed(Frame{rig->now() - config.listener_late - 1ms, rig->epoch().current(), sound_of(400ms)});
  rig->advance(1s);

  EXPECT_EQ(sink.loud(), 0U);
}

TEST_F(TransportOutputTest, R1AListenersSoundStopsWhenTheCandidateGoesOn) {
  floor.turn_opened();
  listener_sound(400ms);
  rig->advance(100ms);
  floor.candidate_sounds(true);
  const auto before = sink.loud();
  rig->advance(1s);

  EXPECT_LE(sink.loud() - before, 1U);  // the frame that fades
}

TEST_F(TransportOutputTest, AListenersSoundDelaysNoReply) {
  floor.turn_opened();
  listener_sound(400ms);
  rig->advance(100ms);
  floor.turn_closed(rig->now());
  reply("what is a process?", 1s);
  rig->advance(20ms);

  EXPECT_EQ(floor.reply(), ReplyPhase::Audible);
  rig->advance(2s);
  ASSERT_EQ(heard().size(), 1U);
  EXPECT_EQ(heard()[0].text, "what is a process?");
  EXPECT_LE(sink.loud(), 57U);  // 1 s of the reply, 0.1 s of the sound before it, and no rest of that after it
}

// R1
TEST_F(TransportOutputTest, R1NothingBeginsWhileTheCandidateSpeaks) {
  floor.turn_opened();
  reply("what is a process?", 1s);
  rig->advance(10s);
  EXPECT_TRUE(sink.sent_at.empty());

  floor.turn_closed(rig->now());
  rig->advance(40ms);

  EXPECT_FALSE(sink.sent_at.empty());
}

TEST_F(TransportOutputTest, R8ARoomThatIsNeverQuietIsSpokenOverAfterAWhile) {
  floor.candidate_sounds(true);
  reply("what is a process?", 1s);
  rig->advance(config.hold_limit - 100ms);
  EXPECT_TRUE(sink.sent_at.empty());
  rig->advance(200ms);

  EXPECT_FALSE(sink.sent_at.empty());
}

TEST_F(TransportOutputTest, AnInterruptionStopsItWithAFadeAndTellsWhatWasHeard) {
  reply("one two three four five six seven eight", 4s);
  rig->advance(2s);
  const auto before = sink.sent_at.size();
  interrupt();
  rig->advance(1s);

  const auto tail = static_cast<std::size_t>(config.tail / 20ms);
  EXPECT_LE(sink.sent_at.size(), before + 1 + tail);  // one frame fades out
  ASSERT_EQ(heard().size(), 1U);
  EXPECT_TRUE(heard()[0].interrupted);
  EXPECT_EQ(heard()[0].text, "one two three four");
  ASSERT_EQ(stopped().size(), 1U);
  EXPECT_TRUE(stopped()[0].interrupted);
  EXPECT_EQ(floor.reply(), ReplyPhase::None);
}

// R7
TEST_F(TransportOutputTest, R7SpeechOverItSilencesItAtOnceAndItGoesOnWhereItStopped) {
  reply("one two three four five six seven eight", 4s);
  rig->advance(1s);
  const auto loud_before = sink.loud();
  floor.overlap(true);
  rig->advance(40ms);
  const auto loud_when_silent = sink.loud();
  rig->advance(400ms);

  EXPECT_LE(loud_when_silent - loud_before, 1U);  // the frame that fades
  EXPECT_EQ(sink.loud(), loud_when_silent);
  EXPECT_TRUE(stopped().empty());

  floor.overlap(false);
  rig->advance(4s);

  ASSERT_EQ(heard().size(), 1U);
  EXPECT_FALSE(heard()[0].interrupted);
  EXPECT_EQ(heard()[0].text, "one two three four five six seven eight");
  // nothing left out, nothing twice but the 10 ms that faded
  EXPECT_EQ(sink.loud(), 4s / 20ms + (loud_when_silent - loud_before));
}

TEST_F(TransportOutputTest, WhatBeginsToSoundOverItMakesItSofterAndCostsNothing) {
  reply("one two three four", 2s);
  rig->advance(1s);
  const auto level = sink.newest_level;
  floor.candidate_perhaps(true);
  rig->advance(40ms);

  EXPECT_NEAR(sink.newest_level, level + 12, 1);

  floor.candidate_perhaps(false);
  rig->advance(40ms);
  EXPECT_EQ(sink.newest_level, level);
  rig->advance(2s);

  ASSERT_EQ(heard().size(), 1U);
  EXPECT_FALSE(heard()[0].interrupted);
  EXPECT_EQ(stage->ledger_samples(), 2U * audio::kOpusRateHz);
  EXPECT_EQ(sink.loud(), 2s / 20ms);
}

TEST_F(TransportOutputTest, WhatFollowsAPauseIsAsLoudAsBeforeIt) {
  reply("one two three four", 2s);
  rig->advance(1s);
  const auto level = sink.newest_level;
  floor.candidate_perhaps(true);
  rig->advance(60ms);
  floor.overlap(true);
  rig->advance(200ms);
  floor.candidate_perhaps(false);
  floor.overlap(false);
  rig->advance(20ms);

  EXPECT_LE(sink.newest_level, level + 3);  // its first 10 ms fade in
  rig->advance(20ms);
  EXPECT_EQ(sink.newest_level, level);
}

TEST_F(TransportOutputTest, R14WhatWasHeardBeforeTheSilenceCountsWhenItIsCutThen) {
  sink.trip = 1s;
  reply("one two three four five six seven eight", 4s);
  rig->advance(2s);
  floor.overlap(true);
  rig->advance(1s);  // by now all that was sent has arrived
  interrupt();

  EXPECT_EQ(heard().at(0).text, "one two three four");
}

TEST_F(TransportOutputTest, TheLastWordsOfAReplyAreSaidOverEarlyAnswers) {
  reply("one two three four", 2s);
  rig->advance(1500ms);
  floor.overlap(true);
  rig->advance(1s);

  ASSERT_EQ(heard().size(), 1U);
  EXPECT_FALSE(heard()[0].interrupted);
}

// R14
TEST_F(TransportOutputTest, R14WhatIsStillOnItsWayWasNotHeard) {
  sink.trip = 1s;
  reply("one two three four five six seven eight", 4s);
  rig->advance(2s);
  interrupt();

  EXPECT_EQ(heard().at(0).text, "one two three");
}

// R2
TEST_F(TransportOutputTest, R2AnUnheardReplyLeavesNoTrace) {
  floor.turn_opened();
  reply("what is a process?", 1s);
  rig->advance(100ms);
  interrupt(true);
  floor.turn_closed(rig->now());
  rig->advance(3s);

  EXPECT_TRUE(sink.sent_at.empty());
  EXPECT_TRUE(heard().empty());
  EXPECT_TRUE(stopped().empty());
  EXPECT_EQ(floor.reply(), ReplyPhase::None);
}

TEST_F(TransportOutputTest, BackpressureHoldsTheVoiceButNeverAnInterruption) {
  config.ahead = 1s;
  make();
  floor.turn_opened();
  floor.reply_pending(kTurn);
  for (int i = 0; i < 3; ++i) clause("a long clause", 2s);  // the second waits for room
  interrupt(true);
  EXPECT_EQ(floor.reply(), ReplyPhase::None);
  floor.turn_closed(rig->now());
  rig->advance(10s);

  EXPECT_TRUE(sink.sent_at.empty());
  EXPECT_TRUE(rig->emitted<BotStartedSpeakingFrame>().empty());
}

TEST_F(TransportOutputTest, BackpressureLetsTheRestThroughAsItPlays) {
  config.ahead = 1s;
  make();
  floor.reply_pending(kTurn);
  for (int i = 0; i < 3; ++i) clause("clause " + std::to_string(i) + " ", 2s);
  end_of_utterance();
  end_of_reply();
  rig->advance(10s);

  ASSERT_EQ(heard().size(), 1U);
  EXPECT_EQ(heard()[0].text, "clause 0 clause 1 clause 2");
  EXPECT_EQ(stage->underruns(), 0U);
}

TEST_F(TransportOutputTest, R2AnOlderEpochsAudioIsDropped) {
  rig->epoch().raise();
  TTSAudioRawFrame audio;
  audio.pcm.assign(kRate, 2000);
  audio.rate_hz = kRate;
  audio.turn_id = kTurn;
  rig->feed(Frame{rig->now(), 0, std::move(audio)});
  rig->advance(2s);

  EXPECT_TRUE(sink.sent_at.empty());
}

// R8
TEST_F(TransportOutputTest, R8AStarvedReplyIsCountedAndEnds) {
  floor.reply_pending(kTurn);
  clause("one two ", 500ms);
  rig->advance(1s);
  EXPECT_EQ(stage->underruns(), 1U);
  EXPECT_TRUE(stopped().empty());
  rig->advance(config.starve_limit);

  ASSERT_EQ(stopped().size(), 1U);
  EXPECT_TRUE(stopped()[0].interrupted);
  ASSERT_EQ(heard().size(), 1U);
  EXPECT_EQ(heard()[0].text, "one two");
  EXPECT_TRUE(heard()[0].interrupted);
}

TEST_F(TransportOutputTest, AReplyOfWhichNothingCouldBeSpokenIsOver) {
  floor.reply_pending(kTurn);
  end_of_utterance();
  end_of_reply();
  rig->advance(100ms);

  ASSERT_EQ(stopped().size(), 1U);
  EXPECT_TRUE(heard().empty());
  EXPECT_TRUE(rig->emitted<BotStartedSpeakingFrame>().empty());
  EXPECT_EQ(floor.reply(), ReplyPhase::None);
}

TEST_F(TransportOutputTest, AnInterruptionWithNothingQueuedFreesTheFloor) {
  floor.reply_pending(kTurn);
  interrupt(true);

  EXPECT_EQ(floor.reply(), ReplyPhase::None);
}

TEST_F(TransportOutputTest, R18WhatIsSentIsKnownWhenItComesBack) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> draw(-9000, 9000);
  TTSAudioRawFrame speech;
  speech.pcm.resize(kRate);
  for (std::size_t i = 0; i < speech.pcm.size(); ++i) speech.pcm[i] = static_cast<std::int16_t>(i % 8 == 0 ? draw(random) : speech.pcm[i - 1]);
  speech.rate_hz = kRate;
  speech.text = "a question";
  speech.utterance = 1;
  speech.turn_id = kTurn;
  const auto sent = speech.pcm;
  floor.reply_pending(kTurn);
  rig->feed(std::move(speech));
  ASSERT_TRUE(sink.sent_at.empty());

  rig->advance(120ms);
  int echoes = 0;
  for (std::size_t at = 0; at + 320 <= sent.size() / 2; at += 320) {
    echo.heard(audio::PcmView(sent).subspan(at, 320), rig->now());
    rig->advance(20ms);
    echoes += at > 12 * 320 && echo.is_echo() ? 1 : 0;
  }
  EXPECT_EQ(echoes, 12);
}

}  // namespace
}  // namespace codevoice::voice
