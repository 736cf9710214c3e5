// A reply interrupted by a candidate's own speech, by way of the whole pipeline: what the conversation holds afterwards.
#include <gtest/gtest.h>

#include "support/fake_interviewer.hpp"
#include "support/fake_sink.hpp"
#include "support/fake_speech.hpp"
#include "voice/virtual_voice.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr auto kPerCharacter = 100ms;
const std::string kReply = "hello and question one";  // the interviewer's
const std::string kMark = " [interrupted by the candidate]";

/// Keeps the newest context, and when the interviewer begins to sound.
class Context final : public pipeline::Observer {
 public:
  void on_frame(std::string_view from, const pipeline::Frame& frame) override {
    if (std::holds_alternative<pipeline::BotStartedSpeakingFrame>(frame.payload)) audible = true;
    const auto* asked = std::get_if<pipeline::LLMMessagesFrame>(&frame.payload);
    if (asked != nullptr && !asked->speculative && from == "user_aggregator") messages = asked->messages;
  }
  bool audible = false;
  std::vector<pipeline::LLMMessage> messages;
};

struct Heard {
  std::string words;
  bool cut = false;
  Duration sounded{};  // of the reply, before it was cut
};

/// The candidate begins to speak `after` so much of the reply.
Heard heard_when_interrupted(Duration after) {
  test::FakeClock clock;
  test::FakeSpeech speech(clock);
  speech.turn.cost = speech.stt.cost = speech.tts.cost = {};
  speech.tts.per_character = kPerCharacter;
  test::FakeSink sink(clock);
  Context context;
  auto script = std::make_shared<test::FakeInterviewer::Script>();
  script->silent_on = "wait please stop";
  VirtualVoice voice({speech.engines(), nullptr, clock, sink}, {}, test::interview_of(script));
  voice.pipeline().observe(context);
  EXPECT_TRUE(voice.start().has_value());
  while (!context.audible) voice.rest(20ms);
  voice.rest(after);
  for (const auto* word : {"wait", "please", "stop"}) {
    speech.stt.script.push_back({voice.now() + 100ms, word});
    for (int frame = 0; frame < 15; ++frame) voice.hear(std::vector<std::int16_t>(kFrameSamples, 9'000));
  }
  for (int frame = 0; frame < 500 && script->answers.empty(); ++frame) voice.rest(20ms);
  Heard heard{{}, false, 20ms * static_cast<int>(sink.loud())};
  for (const auto& message : context.messages) {
    if (message.role == "assistant") heard.words = message.content;
  }
  heard.cut = heard.words.ends_with(kMark);
  if (heard.cut) heard.words.resize(heard.words.size() - kMark.size());
  EXPECT_EQ(script->answers, std::vector<std::string>{"wait please stop"});
  return heard;
}

/// The reply up to the newest word that was wholly out after so long.
std::string whole_words_after(Duration sounded) {
  const auto out = static_cast<std::size_t>(sounded / kPerCharacter);
  return out >= kReply.size() ? kReply : kReply.substr(0, std::min(kReply.size(), kReply.rfind(' ', out) + 1));
}

// R14
TEST(InterruptedReply, R14AtEvery20MsTheContextHoldsTheWordsThatWereWhollyOutAndNoOther) {
  int cuts = 0;
  for (Duration after{}; after <= kPerCharacter * kReply.size(); after += 20ms) {
    const auto heard = heard_when_interrupted(after);
    cuts += heard.cut ? 1 : 0;

    const auto was = std::to_string(after / 1ms) + " ms: \"" + heard.words + '"';
    EXPECT_TRUE(kReply.starts_with(heard.words)) << was;
    EXPECT_TRUE(heard.cut || heard.words == kReply || heard.words.empty()) << was;  // of what nobody heard there is no line
    // while speech over it is judged it is silent: by the cut all that was sent has arrived, but for the 10 ms that faded twice
    EXPECT_LE(heard.words.size(), whole_words_after(heard.sounded).size()) << was << " of " << heard.sounded / 1ms << " ms";
    const bool was_paused = kPerCharacter * kReply.size() - after > 660ms;  // not its last words: of those, what just left has not arrived
    EXPECT_GE(heard.words.size() + 1, whole_words_after(heard.sounded - (was_paused ? 40ms : 100ms)).size())
        << was << " of " << heard.sounded / 1ms << " ms";
  }
  EXPECT_GT(cuts, 60);
}

}  // namespace
}  // namespace codevoice::voice
