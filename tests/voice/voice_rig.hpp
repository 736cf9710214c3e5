// The whole way of the voice on virtual time: scripted candidate, fake engines, the real stages.
// Thread: the test's.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "support/fake_interviewer.hpp"
#include "support/fake_sink.hpp"
#include "support/fake_speech.hpp"
#include "support/run_awaitable.hpp"
#include "voice/voice_pipeline.hpp"

namespace codevoice::voice {

/// Keeps what the stages emitted.
class Recorder final : public pipeline::Observer {
 public:
  void on_frame(std::string_view from, const pipeline::Frame& frame) override {
    if (const auto* messages = std::get_if<pipeline::LLMMessagesFrame>(&frame.payload)) {
      for (const auto& message : messages->messages) context += message.content + "\n";
    } else if (std::holds_alternative<pipeline::ErrorFrame>(frame.payload)) {
      ++errors;
    } else if (from == "user_aggregator") {
      of_candidate(frame);
    } else if (from == "transport.output") {
      of_interviewer(frame);
    }
  }
  std::string heard_text() const {
    std::string all;
    for (const auto& line : lines) all += line.text + "\n";
    return all;
  }

  std::vector<pipeline::UserTurnEndedFrame> turns;
  std::vector<pipeline::HeardFrame> lines;
  std::vector<std::string> sounds;  // a listener's, that were wanted
  std::string context;              // all that a model would have read
  int begun = 0;                    // replies
  int replies = 0;                  // that are over
  int interruptions = 0;
  int errors = 0;

 private:
  void of_candidate(const pipeline::Frame& frame) {
    if (const auto* turn = std::get_if<pipeline::UserTurnEndedFrame>(&frame.payload)) {
      turns.push_back(*turn);
    } else if (const auto* sound = std::get_if<pipeline::ListenerSoundFrame>(&frame.payload)) {
      if (!sound->ahead) sounds.push_back(sound->text);
    } else if (std::holds_alternative<pipeline::InterruptionFrame>(frame.payload)) {
      ++interruptions;
    }
  }
  void of_interviewer(const pipeline::Frame& frame) {
    if (const auto* heard = std::get_if<pipeline::HeardFrame>(&frame.payload)) lines.push_back(*heard);
    if (std::holds_alternative<pipeline::BotStartedSpeakingFrame>(frame.payload)) ++begun;
    if (std::holds_alternative<pipeline::BotStoppedSpeakingFrame>(frame.payload)) ++replies;
  }
};

class VoiceRig : public ::testing::Test {
 protected:
  /// With `config` and the engines as they are now.
  void open() {
    voice = std::make_unique<VoicePipeline>(loop.get_executor(), clock, config, speech.engines(), test::interview_of(script), sink, clock.now());
    candidate = std::make_unique<test::FakeCandidate>(
        loop, clock, speech.stt, voice->zero(),
        [this](const std::vector<std::int16_t>& pcm, MediaTime at) { voice->input().push(sounds_as ? sounds_as(pcm) : pcm, at, false); });
    voice->observe(recorder);
    ASSERT_TRUE(test::run(loop, voice->start()).has_value());
  }
  void TearDown() override {
    if (voice) test::run(loop, voice->close());
  }
  void joins() { voice->interview().tell(interview::CandidateJoined{}); }
  void greet() {
    joins();
    ASSERT_TRUE(replied(1));
  }
  bool replied(int count) {
    return candidate->quiet_until(std::chrono::seconds{20}, [&] { return recorder.replies >= count; });
  }
  const std::vector<std::string>& answers() const { return script->answers; }

  asio::io_context loop;
  test::FakeClock clock;
  test::FakeSpeech speech{clock};
  test::FakeSink sink{clock};
  VoiceConfig config;
  Recorder recorder;
  std::shared_ptr<test::FakeInterviewer::Script> script = std::make_shared<test::FakeInterviewer::Script>();
  std::function<std::vector<std::int16_t>(std::vector<std::int16_t>)> sounds_as;  // the candidate's voice; none: as the fake one is
  std::unique_ptr<VoicePipeline> voice;
  std::unique_ptr<test::FakeCandidate> candidate;
};

}  // namespace codevoice::voice
