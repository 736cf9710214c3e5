#include "speech/deepgram_tts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "emulators/deepgram_emulator.hpp"
#include "support/run_awaitable.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr double kMsPerChar = 20;

std::size_t samples_of(std::string_view text) {
  const auto sounding = std::count_if(text.begin(), text.end(), [](char c) { return c != ' '; });
  return static_cast<std::size_t>(static_cast<double>(sounding) * kMsPerChar / 1000 * 48'000);
}

class DeepgramTtsTest : public testing::Test {
 protected:
  void SetUp() override {
    server_ = std::move(emulators::EmulatorServer::create(loop_.get_executor(), clock_).value());
    emulators::DeepgramConfig emulated;
    emulated.key = "right";
    emulated.tts_first_byte = 10ms;
    emulated.tts_chunk = 50ms;
    emulated.tts_ms_per_char = kMsPerChar;
    emulated.tts_speed = 40;
    auto service = std::make_unique<emulators::DeepgramEmulator>(clock_, server_->faults(), emulated);
    emulator_ = service.get();
    server_->add(std::move(service));
    open("right");
  }
  void TearDown() override {
    asio::post(loop_, [this] { voice_.reset(); });
    pass(5ms);
    test::run(loop_, server_->close());
  }
  void open(const std::string& key) {
    DeepgramConfig config;
    config.url = "ws://127.0.0.1:" + std::to_string(server_->port());
    config.key = key;
    account_ = std::make_shared<DeepgramAccount>(config, clock_);
    DeepgramTtsConfig limits;
    limits.first_audio_limit = 300ms;
    limits.audio_limit = 200ms;
    voice_ = DeepgramTts(account_, cache_, limits).open(loop_.get_executor());
  }
  void pass(std::chrono::milliseconds time) {
    asio::steady_timer timer(loop_, time);
    test::run(loop_, wait(timer));
  }
  static Awaitable<void> wait(asio::steady_timer& timer) { co_await timer.async_wait(as_tuple_awaitable); }
  /// All chunks, or what was said instead.
  Result<std::vector<SpokenChunk>> hear(Utterance& utterance) {
    std::vector<SpokenChunk> chunks;
    while (true) {
      auto chunk = test::run(loop_, utterance.next());
      if (!chunk) return tl::unexpected(chunk.error());
      if (!*chunk) return chunks;
      chunks.push_back(std::move(**chunk));
    }
  }
  /// Samples of it, 0 when it fails.
  std::size_t say(const std::string& text) {
    std::unique_ptr<Utterance> utterance;
    asio::post(loop_, [&] { utterance = voice_->speak(text); });
    loop_.restart();
    while (!utterance && loop_.run_one() > 0) {
    }
    const auto chunks = hear(*utterance);
    if (!chunks) last_error_ = chunks.error();
    std::size_t samples = 0;
    if (chunks) {
      for (const auto& chunk : *chunks) samples += chunk.pcm.size();
      if (!chunks->empty()) was_cached_ = chunks->front().cached;
    }
    return samples;
  }
  const emulators::DeepgramStats& stats() { return emulator_->shared().stats; }

  asio::io_context loop_;
  SystemClock clock_;
  std::unique_ptr<emulators::EmulatorServer> server_;
  emulators::DeepgramEmulator* emulator_ = nullptr;
  std::shared_ptr<DeepgramAccount> account_;
  std::shared_ptr<SpeechCache> cache_ = std::make_shared<SpeechCache>(SpeechCacheConfig{});
  std::unique_ptr<TtsEngine> voice_;
  std::optional<Error> last_error_;
  bool was_cached_ = false;
};

TEST_F(DeepgramTtsTest, SpeaksOverOneConnection) {
  const std::string first = "Hello there, and welcome to this interview.";
  EXPECT_EQ(say(first), samples_of(first));
  EXPECT_EQ(say("What is a mutex?"), samples_of("What is a mutex?"));

  EXPECT_EQ(stats().tts_conns, 1U);
  EXPECT_EQ(stats().tts_rest, 0U);
  EXPECT_EQ(stats().tts_flushes, 2U);
}

TEST_F(DeepgramTtsTest, TheFirstChunkCarriesTheTextAndTheOthersGoOn) {
  const auto utterance = voice_->speak("A sentence long enough to come in several pieces.");
  const auto chunks = hear(*utterance);

  ASSERT_TRUE(chunks.has_value());
  ASSERT_GE(chunks->size(), 2U);
  EXPECT_EQ((*chunks)[0].text_begin, 0U);
  EXPECT_EQ((*chunks)[0].text_end, 49U);
  EXPECT_EQ((*chunks)[1].text_begin, 49U);
  EXPECT_EQ((*chunks)[1].text_end, 49U);
  EXPECT_EQ((*chunks)[0].rate_hz, 48'000U);
}

TEST_F(DeepgramTtsTest, ADroppedUtteranceIsClearedAndItsAudioNeverHeard) {
  auto utterance = voice_->speak("This sentence will be interrupted by the candidate after its first piece of sound was heard.");
  const auto first = test::run(loop_, utterance->next());
  ASSERT_TRUE(first && *first);
  asio::post(loop_, [&] { utterance.reset(); });

  EXPECT_EQ(say("And now another."), samples_of("And now another."));
  EXPECT_EQ(stats().tts_clears, 1U);
  EXPECT_EQ(stats().tts_conns, 1U);
}

TEST_F(DeepgramTtsTest, AShortTextSaidAgainComesFromTheCache) {
  say("Could you say that again?");
  EXPECT_FALSE(was_cached_);

  EXPECT_EQ(say("Could you say that again?"), samples_of("Could you say that again?"));

  EXPECT_TRUE(was_cached_);
  EXPECT_EQ(stats().tts_speaks, 1U);
}

TEST_F(DeepgramTtsTest, KnownTextsArePreparedByRequestInIdleTime) {
  voice_->prepare("What is the difference between a process and a thread?", Prepare::Ahead);
  voice_->prepare("What is a hash table?", Prepare::Ahead);
  for (int waited = 0; waited < 200 && stats().tts_rest < 2; ++waited) pass(20ms);
  EXPECT_EQ(stats().tts_rest, 2U);
  pass(500ms);  // its audio

  say("What is a hash table?");

  EXPECT_TRUE(was_cached_);
  EXPECT_EQ(stats().tts_speaks, 0U);
}

TEST_F(DeepgramTtsTest, WhatIsPreparedForAReplyIsTakenOver) {
  voice_->prepare("A reply that will be said.", Prepare::Now);
  pass(100ms);

  EXPECT_EQ(say("A reply that will be said."), samples_of("A reply that will be said."));

  EXPECT_EQ(stats().tts_speaks, 1U);
}

TEST_F(DeepgramTtsTest, WhatWasPreparedForAnotherReplyIsCleared) {
  voice_->prepare("A reply that will never be said because the candidate goes on, and so on, and so on, for a long while.", Prepare::Now);
  pass(40ms);

  EXPECT_EQ(say("The one that is."), samples_of("The one that is."));
  EXPECT_EQ(stats().tts_clears, 1U);
}

TEST_F(DeepgramTtsTest, BeyondTheServicesFlushesARequestIsUsed) {
  for (int i = 0; i < 20; ++i) {
    const auto text = "Sentence number " + std::to_string(i) + ".";
    EXPECT_EQ(say(text), samples_of(text));
  }
  EXPECT_EQ(stats().tts_flushes, 18U);
  EXPECT_EQ(stats().tts_rest, 2U);
}

TEST_F(DeepgramTtsTest, LongTextsAreSaidWhole) {
  std::string text;
  while (text.size() < 2500) text += "This is one more sentence of a very long speech. ";

  EXPECT_EQ(say(text), samples_of(text));
}

// --- failing services ---

struct Failure {
  const char* name;
  emulators::Fault fault;
};

emulators::Fault with_status(unsigned status) {
  emulators::Fault fault;
  fault.status = status;
  return fault;
}
emulators::Fault stalling(std::size_t after) {
  emulators::Fault fault;
  fault.stall_after = after;
  return fault;
}
emulators::Fault closing(std::size_t after) {
  emulators::Fault fault;
  fault.close_after = after;
  return fault;
}
emulators::Fault garbled(std::size_t after) {
  emulators::Fault fault;
  fault.garbage_after = after;
  return fault;
}

class FailingSocketTest : public DeepgramTtsTest, public testing::WithParamInterface<Failure> {};

TEST_P(FailingSocketTest, TheTextIsSaidByRequest) {
  server_->faults().set("speak", GetParam().fault);
  asio::post(loop_, [this] { open("right"); });
  pass(1ms);
  const std::string text = "A sentence that has to be heard all the same, whatever happens to it.";

  const auto samples = say(text);

  // what was heard before a break in the middle is known by its time only
  EXPECT_NEAR(static_cast<double>(samples), static_cast<double>(samples_of(text)), 0.35 * static_cast<double>(samples_of(text)));
  EXPECT_GE(stats().tts_rest, 1U);
}

INSTANTIATE_TEST_SUITE_P(Faults, FailingSocketTest,
                         testing::Values(Failure{"429", with_status(429)}, Failure{"500", with_status(500)}, Failure{"stall", stalling(1)},
                                         Failure{"closed", closing(1)}, Failure{"stall_in_the_middle", stalling(4)}, Failure{"garbage", garbled(0)}),
                         [](const auto& given) { return "on_" + std::string(given.param.name); });

TEST_F(DeepgramTtsTest, WhenBothFailTheUtteranceFailsSoon) {
  server_->faults().set("speak", stalling(0));
  server_->faults().set("speak_rest", with_status(503));
  asio::post(loop_, [this] { open("right"); });
  pass(1ms);
  const auto began = clock_.now();

  EXPECT_EQ(say("Nobody will hear this."), 0U);

  ASSERT_TRUE(last_error_);
  EXPECT_EQ(last_error_->kind, ErrorKind::Unavailable);
  EXPECT_LT(clock_.now() - began, 2s);
}

TEST_F(DeepgramTtsTest, ARequestCutOffInTheMiddleFails) {
  server_->faults().set("speak", with_status(500));
  server_->faults().set("speak_rest", closing(1));
  asio::post(loop_, [this] { open("right"); });
  pass(1ms);

  EXPECT_EQ(say("This one breaks off in the middle of the sentence."), 0U);
  EXPECT_TRUE(last_error_);
}

TEST_F(DeepgramTtsTest, ASlowVoiceIsStillHeard) {
  emulators::Fault slow;
  slow.bytes_per_second = 200'000;
  server_->faults().set("speak", slow);
  asio::post(loop_, [this] { open("right"); });
  pass(1ms);

  EXPECT_EQ(say("Slow, but steady."), samples_of("Slow, but steady."));
}

TEST_F(DeepgramTtsTest, ALostConnectionIsReopenedForTheNextSentence) {
  emulators::Fault once = closing(3);
  once.times = 1;
  server_->faults().set("speak", once);
  asio::post(loop_, [this] { open("right"); });
  pass(1ms);
  say("This one breaks the connection before its end.");
  pass(300ms);
  const auto by_request = stats().tts_rest;

  EXPECT_EQ(say("And this one does not."), samples_of("And this one does not."));
  EXPECT_EQ(stats().tts_rest, by_request);
}

TEST_F(DeepgramTtsTest, AWrongKeyEndsItForTheProcess) {
  asio::post(loop_, [this] { open("wrong-secret"); });
  pass(50ms);

  EXPECT_EQ(say("Nobody hears this."), 0U);

  ASSERT_TRUE(account_->speaking.refused());
  EXPECT_NE(account_->speaking.refused()->find("DEEPGRAM_API_KEY"), std::string::npos);
  EXPECT_EQ(last_error_->message.find("wrong-secret"), std::string::npos);
  EXPECT_EQ(stats().tts_rest, 0U);
}

}  // namespace
}  // namespace codevoice::speech
