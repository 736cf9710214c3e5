#include "speech/local_tts.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "support/run_awaitable.hpp"

namespace codevoice::speech {
namespace {

class CountingVoice final : public ClauseVoice {
 public:
  std::string name() const override { return "counting"; }
  std::uint32_t rate_hz() const override { return 16'000; }
  Result<audio::Pcm> synthesize(const std::string& clause) override {
    ++made;
    if (clause.find("broken") != std::string::npos) return fail(ErrorKind::Internal, "voice broke");
    return audio::Pcm(clause.size() * 100, 1000);
  }
  std::atomic<int> made = 0;
};

struct Fixture : testing::Test {
  asio::io_context loop;
  WorkerPool pool{{}};
  std::shared_ptr<CountingVoice> voice = std::make_shared<CountingVoice>();
  LocalTts tts{pool, voice, {}};
  std::vector<SpokenChunk> speak(const std::string& text) {
    std::vector<SpokenChunk> chunks;
    const auto utterance = tts.speak(text);
    for (;;) {
      auto chunk = test::run(loop, utterance->next());
      EXPECT_TRUE(chunk) << chunk.error().message;
      if (!chunk || !*chunk) return chunks;
      chunks.push_back(std::move(**chunk));
    }
  }
};
using LocalTtsTest = Fixture;

TEST_F(LocalTtsTest, ChunksCoverTheTextInOrder) {
  const std::string text = "That's right, processes are isolated. Now, what do threads share?";
  const auto chunks = speak(text);

  ASSERT_GE(chunks.size(), 2U);
  EXPECT_EQ(chunks.front().text_begin, 0U);
  EXPECT_EQ(chunks.back().text_end, text.size());
  for (std::size_t i = 1; i < chunks.size(); ++i) EXPECT_GE(chunks[i].text_begin, chunks[i - 1].text_end);
}

TEST_F(LocalTtsTest, AKnownTextIsNotSpokenAgain) {
  speak("Take your time.");
  const int before = voice->made;
  const auto again = speak("Take your time.");

  EXPECT_EQ(voice->made, before);
  EXPECT_TRUE(again.at(0).cached);
}

TEST_F(LocalTtsTest, PreparedTextsAreReady) {
  tts.prepare("What is a mutex?", Prepare::Ahead);
  std::function<Result<bool>()> after = [] { return true; };
  ASSERT_TRUE(test::run(loop, pool.run<bool>(Priority::Background, after)));  // behind it in the queue

  EXPECT_TRUE(speak("What is a mutex?").at(0).cached);
}

TEST_F(LocalTtsTest, ABrokenClauseIsAnError) {
  const auto utterance = tts.speak("broken");
  EXPECT_FALSE(test::run(loop, utterance->next()));
}

TEST(TrimSilence, LeavesSpeechWithALittleRoom) {
  audio::Pcm pcm(16'000);
  std::fill(pcm.begin() + 4'000, pcm.begin() + 8'000, std::int16_t{8000});
  trim_silence(pcm, 16'000);
  EXPECT_NEAR(static_cast<double>(pcm.size()), 4'000 + 320 + 960, 200);

  audio::Pcm silent(16'000);
  trim_silence(silent, 16'000);
  EXPECT_TRUE(silent.empty());
}

}  // namespace
}  // namespace codevoice::speech
