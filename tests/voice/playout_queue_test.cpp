#include "voice/playout_queue.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kFrame = 960;          // 20 ms
constexpr std::size_t kPerCharacter = 2400;  // 50 ms

PlayoutPart part(std::string text, std::uint64_t utterance = 1) {
  PlayoutPart made;
  made.pcm.assign(text.size() * kPerCharacter, 1000);
  made.text = std::move(text);
  made.utterance = utterance;
  made.turn_id = 7;
  return made;
}
PlayoutPart end_of(std::uint64_t utterance = 1) {
  PlayoutPart made;
  made.utterance = utterance;
  made.last = true;
  return made;
}

class PlayoutQueueTest : public ::testing::Test {
 protected:
  void say(const std::vector<std::string>& clauses, std::uint64_t utterance = 1) {
    for (const auto& clause : clauses) queue.push(part(clause, utterance));
    queue.push(end_of(utterance));
  }
  /// Plays `frames` of 20 ms, padded like the transport does.
  void play(int frames) {
    for (; frames > 0; --frames, now += 20ms) {
      const auto pcm = queue.take(kFrame, now);
      queue.rest(kFrame - pcm.size());
    }
  }
  PlayoutQueue queue;
  MediaTime now{1s};
};

TEST_F(PlayoutQueueTest, AnUtterancePlayedOutIsToldOnceWithItsTimes) {
  say({"one, ", "two."});
  play(23);  // 9 characters are 450 ms
  EXPECT_FALSE(queue.finished(2 * kFrame).has_value());
  play(2);

  const auto heard = queue.finished(2 * kFrame);

  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->text, "one, two.");
  EXPECT_EQ(heard->turn_id, 7U);
  EXPECT_FALSE(heard->interrupted);
  EXPECT_EQ(heard->begin, MediaTime{1s});
  EXPECT_EQ(heard->end, MediaTime{1s + 440ms});
  EXPECT_FALSE(queue.finished(0).has_value());
}

TEST_F(PlayoutQueueTest, AnEndThatMayNotHaveArrivedIsNoFullHearing) {
  say({"one two"});
  say({"three"}, 2);
  play(18);  // 350 ms: over, and 10 ms of the frame were silence

  const auto heard = queue.cut(kFrame * 3);

  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].text, "one");
  EXPECT_TRUE(heard[0].interrupted);
}

TEST_F(PlayoutQueueTest, ATakeStopsAtAnUtterancesEnd) {
  say({"a"});
  say({"b"}, 2);

  EXPECT_EQ(queue.take(4 * kFrame, now).size(), kPerCharacter);
  EXPECT_TRUE(queue.at_rest());
  EXPECT_EQ(queue.front().utterance, 2U);
}

TEST_F(PlayoutQueueTest, AnUtteranceWithoutSamplesWasNotHeard) {
  queue.push(end_of());
  play(1);

  EXPECT_FALSE(queue.at_rest());
  EXPECT_FALSE(queue.finished(0).has_value());
  EXPECT_TRUE(queue.empty());
}

TEST_F(PlayoutQueueTest, ACutEmptiesTheQueue) {
  say({"one two"});
  play(3);
  (void)queue.cut(0);

  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.samples(), 0U);
  EXPECT_TRUE(queue.cut(0).empty());
}

std::string joined(const std::vector<PlayedText>& heard) {
  std::string all;
  for (const auto& played : heard) {
    if (!played.text.empty()) all += (all.empty() ? "" : " ") + played.text;
  }
  return all;
}

/// When each word of the utterances is wholly out, in frames.
struct Word {
  std::size_t text_end = 0;  // in the joined text
  std::size_t out_at = 0;    // samples sent
};

// R14
TEST_F(PlayoutQueueTest, R14WhereverItIsCutTheLedgerHoldsAPrefixAndNoWordThatIsNotWhollyOut) {
  const std::vector<std::vector<std::string>> utterances{{"Right, ", "a process owns memory. "}, {"Now, ", "what of threads?"}};
  const std::string whole = "Right, a process owns memory. Now, what of threads?";
  std::vector<Word> words;
  std::size_t sent = 0;
  std::size_t text = 0;
  for (const auto& clauses : utterances) {
    for (const auto& clause : clauses) {
      for (std::size_t i = 0; i < clause.size(); ++i) {
        const bool ends_word = clause[i] != ' ' && (i + 1 == clause.size() || clause[i + 1] == ' ');
        if (ends_word) words.push_back({text + i + 1, sent + (i + 1) * kPerCharacter});
      }
      text += clause.size();
      sent += clause.size() * kPerCharacter;
    }
  }
  constexpr std::size_t kUnheard = 3 * kFrame;
  const auto frames = static_cast<int>(sent / kFrame) + 10;
  for (int cut_at = 0; cut_at < frames; ++cut_at) {
    PlayoutQueue fresh;
    std::swap(queue, fresh);
    for (std::size_t i = 0; i < utterances.size(); ++i) say(utterances[i], i + 1);
    std::vector<PlayedText> heard;
    for (int frame = 0; frame < cut_at; ++frame) {
      play(1);
      while (auto told = queue.finished(kUnheard)) heard.push_back(std::move(*told));
    }
    for (auto& rest : queue.cut(kUnheard)) heard.push_back(std::move(rest));
    const auto got = joined(heard);

    EXPECT_EQ(whole.substr(0, got.size()), got) << "cut after " << cut_at << " frames";
    const auto arrived = static_cast<std::size_t>(cut_at) * kFrame;
    for (const auto& word : words) {
      const bool is_in_ledger = word.text_end <= got.size();
      EXPECT_TRUE(!is_in_ledger || word.out_at + kUnheard <= arrived) << got << " | cut after " << cut_at;
    }
    EXPECT_TRUE(cut_at < frames - 1 || got == whole) << got;
  }
}

TEST(WordsHeard, AreExactAtTheBordersAndNeverSplit) {
  EXPECT_EQ(words_heard("one two", 0, 700), "");
  EXPECT_EQ(words_heard("one two", 299, 700), "");
  EXPECT_EQ(words_heard("one two", 300, 700), "one");
  EXPECT_EQ(words_heard("one two", 699, 700), "one");
  EXPECT_EQ(words_heard("one two", 700, 700), "one two");
  EXPECT_EQ(words_heard("silent", 0, 0), "silent");
}

TEST(WordsHeard, AreWhereTheVoiceHasThem) {
  const std::vector<float> ends{0.5F, 0.75F};
  EXPECT_EQ(words_heard("a straightforward ", 499, 1000, ends), "");
  EXPECT_EQ(words_heard("a straightforward ", 500, 1000, ends), "a");
  EXPECT_EQ(words_heard("a straightforward ", 749, 1000, ends), "a");
  EXPECT_EQ(words_heard("a straightforward ", 750, 1000, ends), "a straightforward");
  EXPECT_EQ(words_heard("a straightforward ", 1000, 1000, ends), "a straightforward ");
  EXPECT_EQ(words_heard("two words more", 750, 1000, ends), "two words") << "of other words: by characters";
}

/// A text whose sound comes in pieces: 50 ms for each of its characters in all.
void push_in_pieces(PlayoutQueue& queue, const std::string& text, int pieces) {
  for (int i = 0; i < pieces; ++i) {
    PlayoutPart made;
    made.pcm.assign(text.size() * kPerCharacter / static_cast<std::size_t>(pieces), 1000);
    if (i == 0) made.text = text;
    made.utterance = 1;
    made.more = i + 1 < pieces;
    queue.push(std::move(made));
  }
}

TEST_F(PlayoutQueueTest, PiecesWithoutTextGoOnWithTheTextBeforeThem) {
  push_in_pieces(queue, "one two three four", 6);
  queue.push(end_of());
  play(28);  // 560 ms of 900: eleven characters

  const auto cut = queue.cut(0);

  ASSERT_EQ(cut.size(), 1U);
  EXPECT_EQ(cut[0].text, "one two");
}

TEST_F(PlayoutQueueTest, AllPiecesPlayedAreTheWholeText) {
  push_in_pieces(queue, "one two three four", 6);
  queue.push(end_of());
  push_in_pieces(queue, "next", 1);
  play(60);

  const auto told = queue.finished(0);

  ASSERT_TRUE(told);
  EXPECT_EQ(told->text, "one two three four");
}

TEST_F(PlayoutQueueTest, WhileMoreOfATextMayComeFewerWordsCountAsHeard) {
  push_in_pieces(queue, "one two three four", 1);
  PlayoutPart more;
  more.utterance = 1;
  more.more = true;
  more.pcm.assign(960, 1000);
  queue.push(std::move(more));
  play(28);

  const auto cut = queue.cut(0);

  ASSERT_EQ(cut.size(), 1U);
  EXPECT_EQ(cut[0].text, "one");
}

}  // namespace
}  // namespace codevoice::voice
