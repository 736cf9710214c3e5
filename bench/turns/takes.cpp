#include <algorithm>
#include <map>
#include <random>
#include <sstream>

#include "audio/resampler.hpp"
#include "lib/hearing.hpp"
#include "turns/pauses.hpp"

namespace codevoice::bench {
namespace {

constexpr std::uint32_t kRate = 16'000;

std::vector<std::string> sentences_of(const std::string& text) {
  std::vector<std::string> sentences;
  std::string open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    open += text[i];
    const bool ends = (text[i] == '.' || text[i] == '?' || text[i] == '!') && (i + 1 == text.size() || text[i + 1] == ' ');
    if (!ends) continue;
    sentences.push_back(open.substr(open.find_first_not_of(' ')));
    open.clear();
  }
  return sentences;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += (i > from ? " " : "") + words[i];
  return text;
}

class TakeMaker {
 public:
  TakeMaker(std::uint64_t seed, WorkerPool& pool) : random_(seed), pool_(pool) {}

  void answer(const std::string& split, const std::string& speaker, const interview::Question& question) {
    const auto sentences = sentences_of(question.model_answer);
    if (sentences.size() < 2) return;
    whole(split, speaker, question, sentences);
    thinking(split, speaker, question, sentences);
    between(split, speaker, question, sentences);
  }

  void shorts(const std::string& split, const std::string& speaker) {
    static const std::vector<std::string> kShort{"I don't know.",
                                                 "Could you repeat the question, please?",
                                                 "Let's skip this one.",
                                                 "Yes.",
                                                 "No, I have no questions.",
                                                 "Sorry, I have no idea about that.",
                                                 "It is a hash table.",
                                                 "Big O of n."};
    for (const auto& text : kShort) {
      auto take = begin(split, speaker, "short", {});
      say(take, text);
      takes_.push_back(std::move(take));
    }
  }

  void recordings(const std::string& split) {
    for (auto& clip : read_clips()) {
      Take take{split, clip.name, "recorded", {}, must(audio::resample(clip.pcm, clip.rate_hz, kRate)), kRate};
      takes_.push_back(std::move(take));
    }
  }

  std::vector<Take> done() && { return std::move(takes_); }

 private:
  Take begin(const std::string& split, const std::string& speaker, const std::string& kind, const std::vector<std::string>& vocabulary) {
    return Take{split, speaker, kind, vocabulary, {}, kRate};
  }

  void say(Take& take, const std::string& text) {
    auto& speaker = speakers_[take.speaker];
    if (!speaker) speaker = make_speaker(take.speaker, pool_);
    const auto spoken = speaker->say(text);
    auto pcm = must(audio::resample(spoken.pcm, spoken.rate_hz, kRate));
    const auto loud = [](std::int16_t sample) { return sample > 100 || sample < -100; };
    const auto first = std::find_if(pcm.begin(), pcm.end(), loud);
    const auto last = std::find_if(pcm.rbegin(), pcm.rend(), loud).base();
    if (first < last) take.pcm.insert(take.pcm.end(), first, last);
  }

  static void rest(Take& take, int ms) { take.pcm.resize(take.pcm.size() + kRate / 1000 * static_cast<std::size_t>(ms)); }
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  void whole(const std::string& split, const std::string& speaker, const interview::Question& question, const std::vector<std::string>& sentences) {
    const auto count = std::min<std::size_t>(sentences.size(), static_cast<std::size_t>(between(1, 3)));
    auto take = begin(split, speaker, "whole", question.vocabulary);
    say(take, joined(sentences, 0, count));
    takes_.push_back(std::move(take));
    auto last = begin(split, speaker, "whole", question.vocabulary);
    say(last, joined(sentences, sentences.size() - std::min<std::size_t>(2, sentences.size()), sentences.size()));
    takes_.push_back(std::move(last));
  }

  /// A pause inside a sentence, where people look for the word; every third time with a filler before it.
  void thinking(const std::string& split, const std::string& speaker, const interview::Question& question,
                const std::vector<std::string>& sentences) {
    static const std::vector<std::string> kFillers{", um,", ", uh,", ", so,", ", you know,"};
    for (int round = 0; round < 3; ++round) {
      const auto words = words_of(joined(sentences, 0, std::min<std::size_t>(sentences.size(), 2)));
      if (words.size() < 8) return;
      auto at = static_cast<std::size_t>(between(3, static_cast<int>(words.size()) - 3));
      while (at < words.size() - 3 && words[at - 1].ends_with('.')) ++at;
      auto take = begin(split, speaker, "thinking", question.vocabulary);
      auto before = joined(words, 0, at);
      while (before.ends_with(',')) before.pop_back();
      say(take, before + (round == 2 ? kFillers[static_cast<std::size_t>(between(0, 3))] : ","));
      rest(take, between(300, 3000));
      say(take, joined(words, at, words.size()));
      takes_.push_back(std::move(take));
    }
  }

  /// A pause between two sentences of one answer.
  void between(const std::string& split, const std::string& speaker, const interview::Question& question, const std::vector<std::string>& sentences) {
    auto take = begin(split, speaker, "between", question.vocabulary);
    say(take, sentences[0]);
    rest(take, between(300, 1200));
    say(take, sentences[1]);
    takes_.push_back(std::move(take));
  }

  std::mt19937_64 random_;
  WorkerPool& pool_;
  std::map<std::string, std::unique_ptr<Speaker>> speakers_;
  std::vector<Take> takes_;
};

}  // namespace

std::vector<Take> make_takes(std::size_t questions, std::uint64_t seed, WorkerPool& pool) {
  // no voice and no question is in both halves
  static const std::vector<std::string> kTuning{"joe", "slt", "espeak:en-us"}, kHeldOut{"rms", "awb", "espeak:en-gb-scotland"};
  TakeMaker maker(seed, pool);
  const auto chosen = spread_questions(questions, seed);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const bool tuning = i % 2 == 0;
    const auto& speakers = tuning ? kTuning : kHeldOut;
    for (std::size_t k = 0; k < 2; ++k) maker.answer(tuning ? "tuning" : "held-out", speakers[(i / 2 + k) % speakers.size()], chosen[i]);
  }
  for (const auto& speaker : kTuning) maker.shorts("tuning", speaker);
  for (const auto& speaker : kHeldOut) maker.shorts("held-out", speaker);
  maker.recordings("held-out");
  return std::move(maker).done();
}

}  // namespace codevoice::bench
