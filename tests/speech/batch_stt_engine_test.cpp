#include "speech/batch_stt_engine.hpp"

#include <gtest/gtest.h>

#include <map>

#include "support/run_awaitable.hpp"

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

/// Says how many seconds of loud samples it was given.
class CountingTranscriber final : public Transcriber {
 public:
  std::string name() const override { return "counting"; }
  Result<std::string> transcribe(std::span<const std::int16_t> audio) override {
    ++decodes;
    if (broken) return fail(ErrorKind::Internal, "model broke");
    const auto loud = std::count_if(audio.begin(), audio.end(), [](auto x) { return x > 500; });
    std::string text;
    for (long second = 0; second < loud / 16'000; ++second) text += (text.empty() ? "word" : " word") + std::to_string(second);
    return text;
  }
  std::atomic<int> decodes = 0;
  std::atomic<bool> broken = false;
};

struct Fixture : testing::Test {
  asio::io_context loop;
  WorkerPool pool{{.threads = 1}};
  std::shared_ptr<CountingTranscriber> transcriber = std::make_shared<CountingTranscriber>();
  BatchSttEngine engine{pool, transcriber, [](std::string_view text, const std::vector<std::string>& terms) {
                          return terms.empty() ? std::string(text) : std::string(text) + " +" + terms.front();
                        }};
  std::vector<Transcription> interims;
  std::vector<Error> errors;
  std::unique_ptr<SttStream> stream;
  MediaTime at{};

  void SetUp() override {
    SttListener listener;
    listener.on_text = [this](Transcription text) { interims.push_back(std::move(text)); };
    listener.on_error = [this](Error error) { errors.push_back(std::move(error)); };
    stream = *engine.open(loop.get_executor(), std::move(listener));
  }
  void TearDown() override { test::run(loop, stream->close()); }
  void feed(Duration length, bool speech) {
    const std::vector<std::int16_t> pcm(320, speech ? 1000 : 0);
    for (Duration done{}; done < length; done += 20ms, at += 20ms) stream->write(pcm, at, speech);
  }
  void settle() {  // lets what was started on the pool come back
    loop.restart();
    loop.run();
  }
};
using BatchSttEngineTest = Fixture;

TEST_F(BatchSttEngineTest, TheTextIsReadyWhenThePauseTurnsOutToBeTheEnd) {
  feed(3s, true);
  feed(200ms, false);
  stream->pause(at);
  settle();
  const int before = transcriber->decodes;

  const auto text = test::run(loop, stream->finish_turn(at));

  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(text->text, "word0 word1 word2");
  EXPECT_TRUE(text->is_final);
  EXPECT_EQ(text->begin, 0s);
  EXPECT_EQ(text->end, 3s);
  EXPECT_EQ(transcriber->decodes, before);  // nothing was decoded again
}

TEST_F(BatchSttEngineTest, AlsoWhenTheFramesInWhichThePauseWasFoundCountAsSpeech) {
  feed(3s, true);
  stream->pause(at);  // as the detector tells it: all of what it waited for was speech to it
  settle();
  feed(400ms, false);
  const int before = transcriber->decodes;

  const auto text = test::run(loop, stream->finish_turn(at));

  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(text->text, "word0 word1 word2");
  EXPECT_EQ(transcriber->decodes, before);
}

TEST_F(BatchSttEngineTest, SpeechAfterThePauseIsDecodedToo) {
  feed(1s, true);
  feed(200ms, false);
  stream->pause(at);
  settle();
  feed(2s, true);
  feed(200ms, false);

  EXPECT_EQ(test::run(loop, stream->finish_turn(at))->text, "word0 word1 word2");
}

TEST_F(BatchSttEngineTest, WordsAskedForInTheMiddleOfSpeechAreTold) {
  feed(2s, true);
  stream->peek();
  settle();

  ASSERT_FALSE(interims.empty());
  EXPECT_EQ(interims.back().text, "word0 word1");
}

TEST_F(BatchSttEngineTest, AskedAgainBeforeItAnsweredItAnswersBothTimes) {
  feed(1s, true);
  stream->peek();
  feed(1s, true);
  stream->peek();
  feed(1s, true);
  stream->peek();
  settle();

  ASSERT_EQ(interims.size(), 2U);  // of three: the second waits for the first, and the third for none
  EXPECT_EQ(interims.back().text, "word0 word1 word2");
}

TEST_F(BatchSttEngineTest, WhatWasDecodedInTheMiddleOfAWordIsDecodedAgainAtItsEnd) {
  feed(2s, true);
  stream->peek();
  settle();
  const int before = transcriber->decodes;
  feed(200ms, false);

  EXPECT_EQ(test::run(loop, stream->finish_turn(at))->text, "word0 word1");

  EXPECT_EQ(transcriber->decodes, before + 1);
}

TEST_F(BatchSttEngineTest, EachTurnStartsAnew) {
  feed(2s, true);
  feed(200ms, false);
  test::run(loop, stream->finish_turn(at));
  feed(1s, false);
  feed(1s, true);
  feed(200ms, false);

  const auto text = test::run(loop, stream->finish_turn(at));

  EXPECT_EQ(text->text, "word0");
  EXPECT_EQ(text->begin, 3200ms);
}

TEST_F(BatchSttEngineTest, R26SilenceIsNeverDecoded) {
  feed(10s, false);
  const auto text = test::run(loop, stream->finish_turn(at));

  ASSERT_TRUE(text);
  EXPECT_EQ(text->text, "");
  EXPECT_EQ(transcriber->decodes, 0);
}

TEST_F(BatchSttEngineTest, CaptionsComeWhileSpeakingAndShowOnlyWhatIsStable) {
  feed(2s, true);
  settle();
  ASSERT_FALSE(interims.empty() && transcriber->decodes == 0);
  feed(2s, true);
  settle();

  ASSERT_FALSE(interims.empty());
  EXPECT_TRUE(std::string("word0 word1 word2 word3").starts_with(interims.back().text)) << interims.back().text;
  EXPECT_FALSE(interims.back().is_final);
}

// R16
TEST_F(BatchSttEngineTest, R16WhereOneSpeaksEachWordIsShownWithin1500Ms) {
  /// Hears a word in every 300 ms of speech, at once.
  struct Quick final : Transcriber {
    std::string name() const override { return "quick"; }
    Result<std::string> transcribe(std::span<const std::int16_t> audio) override {
      const auto loud = std::count_if(audio.begin(), audio.end(), [](auto x) { return x > 500; });
      std::string text;
      for (long word = 0; word < loud / 4'800; ++word) text += (text.empty() ? "w" : " w") + std::to_string(word);
      return text;
    }
  };
  BatchSttEngine quick{pool, std::make_shared<Quick>()};
  std::map<long, MediaTime> shown;  // when as many words were first there
  SttListener listener;
  listener.on_text = [&](const Transcription& text) { shown.try_emplace(std::count(text.text.begin(), text.text.end(), 'w'), at); };
  stream = *quick.open(loop.get_executor(), std::move(listener));
  for (int frame = 0; frame < 600; ++frame) {
    feed(20ms, true);
    settle();
  }

  ASSERT_FALSE(shown.empty());
  for (long word = 1; word * 300ms < 10s; ++word) {
    const auto first = shown.lower_bound(word);
    ASSERT_NE(first, shown.end()) << word;
    EXPECT_LE(first->second - word * 300ms, 1500ms) << word;
  }
}

TEST_F(BatchSttEngineTest, WithoutCaptionsOnlyPausesAreDecoded) {
  BatchSttEngine plain{pool, transcriber, {}, Captions::None};
  SttListener listener;
  listener.on_text = [this](Transcription text) { interims.push_back(std::move(text)); };
  stream = *plain.open(loop.get_executor(), std::move(listener));
  feed(5s, true);
  settle();
  EXPECT_EQ(transcriber->decodes, 0);
  feed(200ms, false);
  stream->pause(at);
  settle();

  ASSERT_EQ(interims.size(), 1U);
  EXPECT_EQ(interims[0].text, "word0 word1 word2 word3 word4");
}

// R16
TEST_F(BatchSttEngineTest, R16FromFourSpeakersOnCaptionsWaitForPauses) {
  std::vector<std::unique_ptr<SttStream>> others;
  const std::vector<std::int16_t> loud(320, 1000);
  for (int i = 0; i < 4; ++i) {
    others.push_back(*engine.open(loop.get_executor(), {}));
    others.back()->write(loud, 0ms, true);
  }
  feed(5s, true);
  settle();
  EXPECT_EQ(transcriber->decodes, 0);

  feed(200ms, false);
  stream->pause(at);
  settle();
  EXPECT_EQ(transcriber->decodes, 1);
  for (auto& other : others) test::run(loop, other->close());
}

TEST_F(BatchSttEngineTest, JargonIsRepairedAndTheRawTextKept) {
  stream->set_vocabulary({"mutex"});
  feed(1s, true);
  feed(200ms, false);

  const auto text = test::run(loop, stream->finish_turn(at));

  EXPECT_EQ(text->text, "word0 +mutex");
  EXPECT_EQ(text->raw_text, "word0");
}

TEST_F(BatchSttEngineTest, ABrokenModelIsToldOnceAndRefusedAfterwards) {
  transcriber->broken = true;
  feed(1s, true);
  feed(200ms, false);
  stream->pause(at);
  settle();

  EXPECT_FALSE(test::run(loop, stream->finish_turn(at)));
  EXPECT_EQ(errors.size(), 1U);
}

}  // namespace
}  // namespace codevoice::speech
