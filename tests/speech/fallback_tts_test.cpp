#include "speech/fallback_tts.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "speech/tts_service.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::speech {
namespace {

/// Says a second of sound for each word, and breaks off after so many.
class WordVoice final : public TtsEngine {
 public:
  explicit WordVoice(std::string name, int words = 1000) : name_(std::move(name)), words_left(words) {}
  std::string name() const override { return name_; }
  std::unique_ptr<Utterance> speak(std::string text) override {
    said.push_back(text);
    return std::make_unique<Saying>(*this, std::move(text));
  }
  void prepare(std::string text, Prepare) override { prepared.push_back(std::move(text)); }

  std::string name_;
  int words_left;
  std::vector<std::string> said;
  std::vector<std::string> prepared;

 private:
  class Saying final : public Utterance {
   public:
    Saying(WordVoice& voice, std::string text) : voice_(voice), text_(std::move(text)) {}
    Awaitable<Result<std::optional<SpokenChunk>>> next() override {
      if (at_ >= text_.size()) co_return std::nullopt;
      if (voice_.words_left-- <= 0) co_return fail(ErrorKind::Unavailable, "broken");
      SpokenChunk chunk;
      chunk.rate_hz = 1000;
      chunk.pcm.assign(1000, 1);
      chunk.text_begin = begun_ ? text_.size() : 0;
      chunk.text_end = text_.size();
      begun_ = true;
      at_ = std::min(text_.find(' ', at_), text_.size() - 1) + 1;
      co_return chunk;
    }

   private:
    WordVoice& voice_;
    std::string text_;
    std::size_t at_ = 0;
    bool begun_ = false;
  };
};

class FallbackTtsTest : public testing::Test {
 protected:
  void make(int words) {
    auto first = std::make_unique<WordVoice>("first", words);
    auto second = std::make_unique<WordVoice>("second");
    first_ = first.get();
    second_ = second.get();
    tts_ = std::make_unique<FallbackTts>(std::move(first), std::move(second));
  }
  std::vector<SpokenChunk> hear(const std::string& text) {
    std::vector<SpokenChunk> chunks;
    const auto utterance = tts_->speak(text);
    while (true) {
      auto chunk = test::run(utterance->next());
      EXPECT_TRUE(chunk.has_value());
      if (!chunk || !*chunk) return chunks;
      chunks.push_back(std::move(**chunk));
    }
  }
  WordVoice* first_ = nullptr;
  WordVoice* second_ = nullptr;
  std::unique_ptr<FallbackTts> tts_;
};

TEST_F(FallbackTtsTest, AHealthyVoiceSpeaksAlone) {
  make(100);

  EXPECT_EQ(hear("one two three").size(), 3U);
  EXPECT_TRUE(second_->said.empty());
  EXPECT_FALSE(tts_->take_fallback());
}

TEST_F(FallbackTtsTest, ASentenceThatNeverBeganIsSaidByTheSecondVoice) {
  make(0);
  const auto chunks = hear("one two three");

  EXPECT_EQ(second_->said, std::vector<std::string>{"one two three"});
  ASSERT_EQ(chunks.size(), 3U);
  EXPECT_EQ(chunks[0].text_begin, 0U);
  EXPECT_EQ(chunks[0].text_end, 13U);
}

TEST_F(FallbackTtsTest, ABrokenSentenceGoesOnWithTheNextWord) {
  make(8);
  hear("aaa bbb ccc ddd");                              // four words, four seconds: so fast it speaks
  const auto chunks = hear("eee fff ggg hhh iii jjj");  // breaks after four words

  ASSERT_EQ(second_->said.size(), 1U);
  EXPECT_TRUE(second_->said[0] == "iii jjj" || second_->said[0] == "jjj") << second_->said[0];
  EXPECT_EQ(chunks[0].text_end, 23U);
  for (std::size_t i = 1; i < chunks.size(); ++i) {
    EXPECT_EQ(chunks[i].text_begin, 23U);  // the text is the first chunk's
    EXPECT_EQ(chunks[i].text_end, 23U);
  }
}

TEST_F(FallbackTtsTest, TheChangeIsToldOnceAndAgainAfterTheFirstVoiceWasBack) {
  make(0);
  hear("one");
  hear("two");
  const auto told = tts_->take_fallback();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->from, "first");
  EXPECT_EQ(told->to, "second");
  EXPECT_EQ(told->reason, "broken");
  hear("three");
  EXPECT_FALSE(tts_->take_fallback());

  first_->words_left = 1;
  hear("four");
  hear("five");

  EXPECT_TRUE(tts_->take_fallback());
}

TEST_F(FallbackTtsTest, TheFirstVoicePrepares) {
  make(1);
  tts_->prepare("text", Prepare::Now);

  EXPECT_EQ(first_->prepared, std::vector<std::string>{"text"});
  EXPECT_EQ(tts_->name(), "first");
}

TEST(NextWordAfter, IsByTheShareOfTime) {
  using std::chrono::seconds;
  EXPECT_EQ(next_word_after("one two three", seconds{0}, seconds{3}), 0U);
  EXPECT_EQ(next_word_after("one two three", seconds{1}, seconds{3}), 8U);
  EXPECT_EQ(next_word_after("one two three", seconds{3}, seconds{3}), 13U);
  EXPECT_EQ(next_word_after("one", seconds{1}, seconds{3}), 3U);
}

TEST(TtsService, ASharedVoiceIsOpenedForEachSession) {
  asio::io_context loop;
  auto engine = std::make_shared<WordVoice>("shared");
  SharedVoice service(engine);

  const auto one = service.open(loop.get_executor());
  const auto other = service.open(loop.get_executor());
  one->speak("a");
  other->speak("b");

  EXPECT_EQ(service.name(), "shared");
  EXPECT_EQ(engine->said, (std::vector<std::string>{"a", "b"}));
}

TEST(TtsService, AChainIsOpenedWithBothVoices) {
  asio::io_context loop;
  auto broken = std::make_shared<WordVoice>("broken", 0);
  auto good = std::make_shared<WordVoice>("good");
  FallbackVoice service(std::make_unique<SharedVoice>(broken), std::make_unique<SharedVoice>(good));

  const auto voice = service.open(loop.get_executor());
  const auto utterance = voice->speak("hello");
  const auto chunk = test::run(utterance->next());

  EXPECT_TRUE(chunk && *chunk);
  EXPECT_EQ(good->said, std::vector<std::string>{"hello"});
}

}  // namespace
}  // namespace codevoice::speech
