#include <algorithm>
#include <map>
#include <random>
#include <sstream>

#include "audio/resampler.hpp"
#include "lib/hearing.hpp"
#include "turns/flow.hpp"
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
    static const std::vector<std::string> kTuning{"I don't know.",
                                                  "Could you repeat the question, please?",
                                                  "Let's skip this one.",
                                                  "Yes.",
                                                  "No, I have no questions.",
                                                  "Sorry, I have no idea about that.",
                                                  "It is a hash table.",
                                                  "Big O of n."};
    static const std::vector<std::string> kHeldOut{"I am not sure about that one.",
                                                   "Sorry, can you say that again?",
                                                   "I would rather move on to the next question.",
                                                   "Yes, I have.",
                                                   "No, that's all from my side.",
                                                   "I have never worked with that.",
                                                   "A binary search tree.",
                                                   "In constant time."};
    for (const auto& text : split == "tuning" ? kTuning : kHeldOut) {
      auto take = begin(split, speaker, "short", nullptr);
      say(take, text);
      takes_.push_back(std::move(take));
    }
  }

  void recordings(const std::string& split) {
    for (auto& clip : read_clips()) {
      // Beckett's pauses are between sentences, Dickens' inside of one
      const auto* kind = clip.name == "beckett" ? "between" : "recorded";
      Take take{split, clip.name, kind, {}, must(audio::resample(clip.pcm, clip.rate_hz, kRate)), kRate};
      takes_.push_back(std::move(take));
    }
  }

  std::vector<Take> done() && { return std::move(takes_); }

 private:
  Take begin(const std::string& split, const std::string& speaker, const std::string& kind, const interview::Question* question) {
    Take take{split, speaker, kind, {}, {}, kRate, condition_of(count_++)};
    if (question != nullptr) {
      take.vocabulary = question->vocabulary;
      take.question = question->id;
    }
    return take;
  }

  audio::Pcm spoken(const std::string& name, const std::string& text) {
    auto& speaker = speakers_[name];
    if (!speaker) speaker = make_speaker(name, pool_);
    const auto said = speaker->say(text);
    const auto pcm = must(audio::resample(said.pcm, said.rate_hz, kRate));
    const auto loud = [](std::int16_t sample) { return sample > 100 || sample < -100; };
    const auto first = std::find_if(pcm.begin(), pcm.end(), loud);
    const auto last = std::find_if(pcm.rbegin(), pcm.rend(), loud).base();
    return first < last ? audio::Pcm(first, last) : audio::Pcm();
  }
  static void add(Take& take, audio::PcmView pcm) {
    const auto said = stretched({pcm.begin(), pcm.end()}, take.condition.tempo);
    take.pcm.insert(take.pcm.end(), said.begin(), said.end());
  }
  void say(Take& take, const std::string& text) { add(take, spoken(take.speaker, text)); }

  static void rest(Take& take, int ms) {
    const auto from = static_cast<int>(take.pcm.size() / (kRate / 1000));
    take.rests.push_back({from, from + ms});
    take.pcm.resize(take.pcm.size() + kRate / 1000 * static_cast<std::size_t>(ms));
  }
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  void whole(const std::string& split, const std::string& speaker, const interview::Question& question, const std::vector<std::string>& sentences) {
    const auto count = std::min<std::size_t>(sentences.size(), static_cast<std::size_t>(between(1, 3)));
    auto take = begin(split, speaker, "whole", &question);
    say(take, joined(sentences, 0, count));
    takes_.push_back(std::move(take));
    auto last = begin(split, speaker, "whole", &question);
    say(last, joined(sentences, sentences.size() - std::min<std::size_t>(2, sentences.size()), sentences.size()));
    takes_.push_back(std::move(last));
  }

  /// A pause inside a sentence, where people look for the word: the voice flows on to it, its last syllable drawn out, and in every fourth take a
  /// filler fills its beginning.
  void thinking(const std::string& split, const std::string& speaker, const interview::Question& question,
                const std::vector<std::string>& sentences) {
    static const std::vector<std::string> kFillers{"um,", "uh,", "so,", "you know,"};
    for (int round = 0; round < 4; ++round) {
      const auto from = static_cast<std::size_t>(between(0, static_cast<int>(sentences.size()) - 2));
      const auto to = std::min(sentences.size(), from + static_cast<std::size_t>(between(1, 3)));
      const auto words = words_of(joined(sentences, from, to));
      if (words.size() < 8) continue;
      auto at = static_cast<std::size_t>(between(3, static_cast<int>(words.size()) - 3));
      while (at < words.size() - 3 && words[at - 1].ends_with('.')) ++at;
      auto before = joined(words, 0, at);
      while (before.ends_with(',')) before.pop_back();
      auto take = begin(split, speaker, "thinking", &question);
      flow_and_stop(take, joined(words, 0, words.size()), before, round == 3 ? kFillers[static_cast<std::size_t>(between(0, 3))] : std::string());
      takes_.push_back(std::move(take));
    }
  }

  void flow_and_stop(Take& take, const std::string& text, const std::string& before, const std::string& filler) {
    constexpr std::size_t kDrawnOut = kRate / 5, kFade = kRate / 100;
    constexpr double kDrawl = 0.75;
    const auto whole = spoken(take.speaker, text);
    const auto cut = end_of_first_words(whole, spoken(take.speaker, before));
    const auto flows = cut - std::min(cut, kDrawnOut);
    add(take, audio::PcmView(whole).first(flows));
    add(take, stretched({whole.begin() + static_cast<std::ptrdiff_t>(flows), whole.begin() + static_cast<std::ptrdiff_t>(cut)}, kDrawl));
    for (std::size_t i = 0; i < std::min(kFade, take.pcm.size()); ++i) {
      auto& sample = take.pcm[take.pcm.size() - 1 - i];
      sample = static_cast<std::int16_t>(sample * static_cast<int>(i) / static_cast<int>(kFade));
    }
    if (!filler.empty()) say(take, filler);
    rest(take, between(300, 3000));
    add(take, audio::PcmView(whole).subspan(cut));
  }

  /// A pause between two sentences of one answer.
  void between(const std::string& split, const std::string& speaker, const interview::Question& question, const std::vector<std::string>& sentences) {
    auto take = begin(split, speaker, "between", &question);
    say(take, sentences[0]);
    rest(take, between(300, 1200));
    say(take, sentences[1]);
    takes_.push_back(std::move(take));
  }

  std::mt19937_64 random_;
  WorkerPool& pool_;
  std::size_t count_ = 0;
  std::map<std::string, std::unique_ptr<Speaker>> speakers_;
  std::vector<Take> takes_;
};

}  // namespace

std::vector<Take> make_takes(std::size_t questions, std::uint64_t seed, bool more_tuning, WorkerPool& pool) {
  static const std::vector<std::string> kTuning{"joe", "slt", "kokoro:jf_alpha", "kal"};
  static const std::vector<std::string> kHeldOut{"heart:0.62:0.86", "rms", "kokoro:jm_kumo", "heart", "awb"};
  static const std::vector<std::string> kMore{"joe", "slt", "kokoro:jf_alpha", "kal", "joe"};
  TakeMaker maker(seed, pool);
  const auto chosen = spread_questions(questions, seed);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const bool tuning = i % 2 == 0;
    if (more_tuning && !tuning) continue;
    const auto& speakers = !tuning ? kHeldOut : more_tuning ? kMore : kTuning;
    for (std::size_t k = 0; k < 2; ++k) maker.answer(tuning ? "tuning" : "held-out", speakers[(i / 2 + k) % speakers.size()], chosen[i]);
  }
  for (const auto& speaker : more_tuning ? kMore : kTuning) maker.shorts("tuning", speaker);
  if (more_tuning) return std::move(maker).done();
  for (const auto& speaker : kHeldOut) maker.shorts("held-out", speaker);
  maker.recordings("held-out");
  return std::move(maker).done();
}

}  // namespace codevoice::bench
