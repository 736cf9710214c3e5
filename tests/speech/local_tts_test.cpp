#include "speech/local_tts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "speech/pace.hpp"
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

/// The silence put in after each chunk, in milliseconds; the voice above makes none.
std::vector<int> rests_of(const std::vector<SpokenChunk>& chunks) {
  std::vector<int> rests;
  for (const auto& chunk : chunks) {
    int samples = 0;
    for (auto sample = chunk.pcm.rbegin(); sample != chunk.pcm.rend() && *sample == 0; ++sample) ++samples;
    rests.push_back(samples / 16);
  }
  return rests;
}

TEST_F(LocalTtsTest, RestsBetweenSentencesAreASpeakersAndNoTwoPointsOfAListAreAlike) {
  const auto rests = rests_of(speak("Take processes first. Take threads next. Then look at locks. Then at queues. That is all."));

  ASSERT_EQ(rests.size(), 5U);
  EXPECT_EQ(rests.back(), 0) << "what follows the utterance is the playout's";
  const std::set<int> different(rests.begin(), rests.end() - 1);
  EXPECT_GE(different.size(), 3U);
  for (const int rest : different) {
    EXPECT_GE(rest + kClauseEdges.count(), 250);
    EXPECT_LE(rest + kClauseEdges.count(), 450);
  }
}

TEST_F(LocalTtsTest, ACommaIsAShorterRest) {
  const auto rests = rests_of(speak("When two threads write, one of the two writes may be lost for good, and nobody sees it."));

  ASSERT_GE(rests.size(), 2U);
  const auto comma = *std::max_element(rests.begin(), rests.end());
  EXPECT_GE(comma + kClauseEdges.count(), 120);
  EXPECT_LE(comma + kClauseEdges.count(), 200);
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
