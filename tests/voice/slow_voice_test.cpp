// A voice of a service that is slower than it plays, through the emulator's slow bytes, on virtual time.
#include <gtest/gtest.h>

#include "audio/pcm.hpp"
#include "speech/deepgram_tts.hpp"
#include "speech/fallback_tts.hpp"
#include "support/emulated_deepgram.hpp"
#include "support/fake_tts.hpp"
#include "support/stage_rig.hpp"
#include "voice/tts_stage.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using namespace pipeline;

constexpr std::size_t kPlayed = 96'000;  // bytes a second: 48 kHz, 16 bits
const std::string kSentence = "A process has memory of its own while the threads of one process share it all the time";

class SlowVoiceTest : public ::testing::Test {
 protected:
  /// The service's connection carries so much.
  void open(std::size_t bytes_per_second) {
    emulators::Fault slow;
    slow.bytes_per_second = bytes_per_second;
    service.faults().set("speak", slow);
    speech::DeepgramConfig config;
    config.url = "ws://127.0.0.1:1";
    config.key = "right";
    account = std::make_shared<speech::DeepgramAccount>(config, clock, service.connector());
    auto second = std::make_unique<test::FakeTts>(clock);
    local = second.get();
    auto first = speech::DeepgramTts(account, cache, {}).open(loop.get_executor());
    chain = std::make_unique<speech::FallbackTts>(std::move(first), std::move(second));
    stage = std::make_unique<TtsStage>(*chain, reply);
    rig = std::make_unique<test::StageRig>(*stage, loop, clock);
    rig->advance(1s);
  }
  void TearDown() override {
    rig.reset();
    stage.reset();
    asio::post(loop, [this] { chain.reset(); });  // a session's voice goes on its own thread
    test::FakeClock::settle(loop);
  }
  static emulators::DeepgramConfig emulated() {
    emulators::DeepgramConfig config;
    config.key = "right";
    config.tts_first_byte = 50ms;
    config.tts_chunk = 100ms;
    config.tts_ms_per_char = 60;
    return config;
  }
  void say(const std::string& text, std::uint64_t turn) {
    TextFrame frame;
    frame.text = text;
    frame.turn_id = turn;
    rig->feed(std::move(frame));
    rig->advance(40s);
  }
  std::uint64_t asked_of_service() { return service.shared().stats.tts_speaks; }

  asio::io_context loop;
  test::FakeClock clock;
  test::EmulatedDeepgram service{loop, clock, emulated()};
  std::shared_ptr<speech::DeepgramAccount> account;
  std::shared_ptr<speech::SpeechCache> cache = std::make_shared<speech::SpeechCache>(speech::SpeechCacheConfig{});
  test::FakeTts* local = nullptr;
  std::unique_ptr<speech::FallbackTts> chain;
  ReplyConfig reply;
  std::unique_ptr<TtsStage> stage;
  std::unique_ptr<test::StageRig> rig;
};

TEST_F(SlowVoiceTest, OneThatKeepsUpIsLeftToIt) {
  open(kPlayed * 5 / 4);
  say(kSentence, 1);

  EXPECT_EQ(asked_of_service(), 1U);
  EXPECT_TRUE(local->spoken.empty());
  EXPECT_TRUE(rig->emitted<FallbackFrame>().empty());
}

TEST_F(SlowVoiceTest, AfterTheSecondGapTheLocalVoiceSaysTheRestOfTheReply) {
  open(kPlayed / 2);
  say(kSentence, 1);

  ASSERT_EQ(local->spoken.size(), 1U);
  EXPECT_TRUE(kSentence.ends_with(local->spoken[0])) << local->spoken[0];
  EXPECT_GT(local->spoken[0].size(), kSentence.size() / 2);  // soon
  EXPECT_LT(local->spoken[0].size(), kSentence.size());
  say("The next sentence.", 1);
  EXPECT_EQ(local->spoken.back(), "The next sentence.");
  EXPECT_EQ(asked_of_service(), 1U);

  const auto told = rig->emitted<FallbackFrame>();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].to, "fake");
  EXPECT_EQ(told[0].reason, "its audio comes more slowly than it plays");
}

TEST_F(SlowVoiceTest, TheNextReplyIsTheServicesAgain) {
  open(kPlayed / 2);
  say(kSentence, 1);
  say(kSentence, 2);

  EXPECT_EQ(asked_of_service(), 2U);
  ASSERT_EQ(local->spoken.size(), 2U);
  EXPECT_LT(local->spoken[1].size(), kSentence.size()) << "it is slow again, and is given up again";
}

}  // namespace
}  // namespace codevoice::voice
