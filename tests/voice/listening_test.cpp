// "Mm-hm" through the whole way of the voice on virtual time: when it sounds, and what it must not touch.
#include <gtest/gtest.h>

#include <random>

#include "support/fake_interviewer.hpp"
#include "support/fake_sink.hpp"
#include "support/fake_speech.hpp"
#include "support/run_awaitable.hpp"
#include "voice/voice_pipeline.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using test::FakeInterviewer;

/// What left the output, and what the stages said of it.
class Recorder final : public pipeline::Observer {
 public:
  void on_frame(std::string_view from, const pipeline::Frame& frame) override {
    if (const auto* sound = std::get_if<pipeline::ListenerSoundFrame>(&frame.payload)) {
      if (from == "user_aggregator" && !sound->ahead) wanted.push_back(sound->text);
    } else if (const auto* heard = std::get_if<pipeline::HeardFrame>(&frame.payload)) {
      if (from == "transport.output") heard_text += heard->text + "\n";
    } else if (const auto* messages = std::get_if<pipeline::LLMMessagesFrame>(&frame.payload)) {
      for (const auto& message : messages->messages) context += message.content + "\n";
    } else if (std::holds_alternative<pipeline::UserTurnEndedFrame>(frame.payload)) {
      turns += from == "user_aggregator" ? 1 : 0;
    } else if (std::holds_alternative<pipeline::BotStartedSpeakingFrame>(frame.payload)) {
      replies += from == "transport.output" ? 1 : 0;
    } else if (std::holds_alternative<pipeline::InterruptionFrame>(frame.payload)) {
      ++interruptions;
    }
  }
  std::vector<std::string> wanted;
  std::string heard_text;
  std::string context;
  int turns = 0;
  int replies = 0;
  int interruptions = 0;
};

class ListeningTest : public ::testing::Test {
 protected:
  void begin(bool on = true) {
    config.listening.on = on;
    speech.turn.answers = {0.02F};  // whoever pauses goes on
    speech.tts.cost = 20ms;
    voice = std::make_unique<VoicePipeline>(loop.get_executor(), clock, config, speech.engines(), test::interview_of(script), sink, clock.now());
    candidate = std::make_unique<test::FakeCandidate>(
        loop, clock, speech.stt, voice->zero(),
        [this](const std::vector<std::int16_t>& pcm, MediaTime at) { voice->input().push(hissing(pcm), at, false); });
    voice->observe(recorder);
    ASSERT_TRUE(test::run(loop, voice->start()).has_value());
    voice->interview().tell(interview::CandidateJoined{});
    ASSERT_TRUE(candidate->quiet_until(20s, [this] { return recorder.replies > 0; }));
    candidate->quiet(4s);  // until it was said
    greeting = sink.loud();
  }
  /// The fake voices both make one steady tone: the candidate's must not be taken for an echo of the interviewer's (R18).
  std::vector<std::int16_t> hissing(std::vector<std::int16_t> pcm) {
    for (auto& sample : pcm) sample = static_cast<std::int16_t>(random() % 2 == 0 ? sample : -sample);
    return pcm;
  }
  void TearDown() override {
    if (voice) test::run(loop, voice->close());
  }
  void speak(int words) {
    std::string text;
    for (int i = 0; i < words; ++i) text += "because ";
    candidate->say(text);
  }
  /// Ten seconds of speech each, with a short pause after it.
  void long_answer(int stretches, Duration pause = 600ms) {
    for (int i = 0; i < stretches; ++i) {
      speak(33);
      candidate->quiet(pause);
    }
  }
  std::size_t sounded() const { return sink.loud() - greeting; }  // packets since the greeting

  asio::io_context loop;
  test::FakeClock clock;
  test::FakeSpeech speech{clock};
  test::FakeSink sink{clock};
  VoiceConfig config;
  Recorder recorder;
  std::shared_ptr<FakeInterviewer::Script> script = std::make_shared<FakeInterviewer::Script>();
  std::unique_ptr<VoicePipeline> voice;
  std::unique_ptr<test::FakeCandidate> candidate;
  std::size_t greeting = 0;
  std::minstd_rand random;
};

TEST_F(ListeningTest, OffNothingSounds) {
  begin(false);
  long_answer(6);
  EXPECT_EQ(sounded(), 0U);
  EXPECT_TRUE(recorder.wanted.empty());
}

TEST_F(ListeningTest, InALongAnswerItSoundsNowAndThenAndIsNoPartOfTheConversation) {
  begin();
  const auto replies = recorder.replies;
  long_answer(6);
  const auto made = recorder.wanted.size();
  EXPECT_GE(made, 2U);
  EXPECT_LE(made, 5U);
  EXPECT_GT(sounded(), 0U);
  EXPECT_EQ(recorder.turns, 0) << "the answer goes on";
  EXPECT_EQ(recorder.replies, replies);
  EXPECT_EQ(recorder.interruptions, 0);

  speech.turn.answers = {0.95F};
  speak(3);
  ASSERT_TRUE(candidate->quiet_until(20s, [&] { return recorder.replies > replies; }));
  candidate->quiet(4s);

  EXPECT_EQ(recorder.turns, 1);
  ASSERT_EQ(script->answers.size(), 1U);
  EXPECT_EQ(script->answers[0].find("hm"), std::string::npos);
  EXPECT_EQ(recorder.heard_text.find("Mm-hm"), std::string::npos);
  EXPECT_EQ(recorder.context.find("Mm-hm"), std::string::npos) << recorder.context;
}

TEST_F(ListeningTest, NotInTheFirstSeconds) {
  begin();
  for (int i = 0; i < 4; ++i) {
    speak(8);  // 2.4 s
    candidate->quiet(600ms);
  }
  EXPECT_TRUE(recorder.wanted.empty());
}

TEST_F(ListeningTest, NotWhereTheTurnMayBeOver) {
  begin();
  speech.turn.answers = {0.95F};
  for (int i = 0; i < 3; ++i) {
    speak(80);  // 24 s
    candidate->say("and that is all I know about it.");
    candidate->quiet(400ms);
  }
  EXPECT_TRUE(recorder.wanted.empty());
}

TEST_F(ListeningTest, R1ItIsCutWhenTheCandidateGoesOn) {
  speech.tts.per_character = 120ms;  // 720 ms of it
  begin();
  long_answer(1);
  for (int i = 0; i < 12 && sounded() == 0; ++i) {
    speak(10);
    candidate->quiet_until(600ms, [this] { return sounded() > 0; });
  }
  ASSERT_GT(sounded(), 0U);
  candidate->quiet(100ms);
  const auto before = sink.loud();
  speak(2);

  EXPECT_LE(sink.loud() - before, 5U);  // the VAD's two windows, and the frame that fades
}

TEST_F(ListeningTest, AVoiceThatHasItNotReadyHoldsUpNothing) {
  begin();
  speech.tts.cost = 400ms;  // for a clause: longer than is waited
  long_answer(4);
  EXPECT_FALSE(recorder.wanted.empty());
  EXPECT_EQ(sounded(), 0U);
}

}  // namespace
}  // namespace codevoice::voice
