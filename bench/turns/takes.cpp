#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <sstream>

#include "audio/resampler.hpp"
#include "lib/hearing.hpp"
#include "turns/flow.hpp"
#include "turns/pauses.hpp"
#include "turns/variation.hpp"

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
  void vary(std::uint64_t seed) { variation_.emplace(seed); }

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

  /// Short answers, and as many beginnings that are as short.
  void short_ones(const std::string& speaker, const std::vector<interview::Question>& questions) {
    static const std::vector<std::string> kAnswers{"A linked list.",
                                                   "Logarithmic.",
                                                   "It depends on the input.",
                                                   "Two.",
                                                   "With a lock.",
                                                   "Probably not.",
                                                   "I would use a queue.",
                                                   "By hashing.",
                                                   "The second one.",
                                                   "It is slower.",
                                                   "A deadlock.",
                                                   "Never.",
                                                   "I think so.",
                                                   "Only once.",
                                                   "That is all I know.",
                                                   "On the stack.",
                                                   "In the kernel.",
                                                   "At compile time.",
                                                   "I can't remember.",
                                                   "No, it doesn't.",
                                                   "Yes, of course.",
                                                   "I'm done.",
                                                   "Can we go on?",
                                                   "Four or five years.",
                                                   "Mostly Python.",
                                                   "It throws.",
                                                   "The compiler does.",
                                                   "With an index.",
                                                   "Not that I know of.",
                                                   "It would fail.",
                                                   "Linear, I think.",
                                                   "What do you mean?",
                                                   "Give me another one.",
                                                   "A mutex and a counter.",
                                                   "It returns null.",
                                                   "Sorting first.",
                                                   "Because it is shared.",
                                                   "About a week."};
    for (std::size_t i = 0; i < kAnswers.size(); ++i) {
      auto take = begin("tuning", speaker, "short", nullptr);
      say(take, kAnswers[i]);
      takes_.push_back(std::move(take));
      const auto& question = questions[i % questions.size()];
      const auto words = words_of(sentences_of(question.model_answer).front());
      const auto at = static_cast<std::size_t>(between(2, 5));
      if (words.size() < at + 3) continue;
      auto beginning = begin("tuning", speaker, "thinking", &question);
      flow_and_stop(beginning, joined(words, 0, words.size()), joined(words, 0, at), {});
      takes_.push_back(std::move(beginning));
    }
  }

  void recordings(const std::string& split) {
    for (auto& clip : read_clips()) {
      // Beckett's pauses are between sentences, Dickens' inside of one
      const auto* kind = clip.name == "beckett" ? "between" : "recorded";
      Take take{split, clip.name, kind, {}, must(audio::resample(clip.pcm, clip.rate_hz, kRate)), kRate};
      take.condition.recorded = true;
      takes_.push_back(std::move(take));
    }
  }

  std::vector<Take> done() && { return std::move(takes_); }

 private:
  Take begin(const std::string& split, const std::string& speaker, const std::string& kind, const interview::Question* question) {
    Take take{split, speaker, kind, {}, {}, kRate, condition_of(count_++)};
    if (variation_) take.condition = variation_->condition();
    if (question != nullptr) {
      take.vocabulary = question->vocabulary;
      take.question = question->id;
    }
    return take;
  }

  audio::Pcm person(const Take& take, const std::string& text) { return as_another(spoken(take.speaker, text), take.condition); }
  audio::Pcm ended(audio::PcmView pcm) { return variation_ ? with_end(pcm, variation_->cut()) : audio::Pcm(pcm.begin(), pcm.end()); }

  audio::Pcm spoken(const std::string& name, const std::string& text) {
    auto& known = known_[name + text];
    if (known.empty()) known = spoken_anew(name, text);
    return known;
  }
  audio::Pcm spoken_anew(const std::string& name, const std::string& text) {
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
  void say(Take& take, const std::string& text) { add(take, ended(person(take, text))); }

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
    const auto style = variation_ ? variation_->cut() : CutStyle{};
    const auto whole = person(take, text);
    const auto cut = end_of_first_words(whole, person(take, before));
    add(take, with_end(audio::PcmView(whole).first(cut), style));
    if (!filler.empty()) say(take, filler);
    rest(take, between(300, 3000));
    add(take, ended(audio::PcmView(whole).subspan(cut)));
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
  std::optional<Variation> variation_;
  std::map<std::string, audio::Pcm> known_;
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

namespace {

constexpr std::size_t kOwnParts = 3, kShortPart = 10, kQuestions = 40, kStride = 7;

/// What is there of a model answer, and the points it should make.
interview::Question with_long_answer(interview::Question question) {
  auto& answer = question.model_answer;
  for (const auto& point : question.expected_key_points) {
    if (sentences_of(answer).size() < 4) answer += (answer.empty() ? "" : " ") + point.text;
  }
  return question;
}

}  // namespace

std::vector<Take> make_training_takes(std::size_t part, WorkerPool& pool) {
  static const std::vector<std::string> kVoices{"joe", "slt", "kokoro:jf_alpha", "kal"}, kQuick{"slt", "kal", "joe", "slt", "kal"};
  const auto judged = spread_questions(24, 7);
  TakeMaker maker(part < kOwnParts ? 7 : 100 + part, pool);
  maker.vary(part < kOwnParts ? part + 1 : 100 + part);
  if (part < kOwnParts) {
    const std::size_t turns = kVoices.size() + 1;  // "joe" has two
    for (std::size_t i = 0; i < judged.size(); i += 2) {
      for (std::size_t k = 0; k < 2; ++k) maker.answer("tuning", kVoices[(i / 2 + k) % turns % kVoices.size()], judged[i]);
    }
    for (const auto& voice : kVoices) maker.shorts("tuning", voice);
    return std::move(maker).done();
  }
  std::vector<interview::Question> others;
  for (const auto& question : spread_questions(10'000, 7)) {
    const auto same = [&](const interview::Question& one) { return question.id == one.id; };
    if (std::none_of(judged.begin(), judged.end(), same)) others.push_back(with_long_answer(question));
  }
  if (part == kShortPart) {
    for (const auto& voice : kVoices) maker.short_ones(voice, others);
    return std::move(maker).done();
  }
  for (std::size_t i = part, taken = 0; i < others.size() && taken < kQuestions; i += kStride) {
    maker.answer("tuning", kQuick[taken++ % kQuick.size()], others[i]);
  }
  return std::move(maker).done();
}

}  // namespace codevoice::bench
