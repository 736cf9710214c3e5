#include "lib/clips.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>

#include "audio/wav.hpp"
#include "lib/neural_speaker.hpp"
#include "speech/speech_models.hpp"

namespace codevoice::bench {
namespace {

const std::string kTools = CODEVOICE_TOOLS_DIR;

// Beckett, "Worstward Ho" (1983)
constexpr auto kBeckett = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better.";
// Dickens, "A Tale of Two Cities" (1859), its first sentence
constexpr auto kTwoCities =
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it was the epoch of belief, it "
    "was the epoch of incredulity, it was the season of light, it was the season of darkness, it was the spring of hope, it was the winter of "
    "despair, we had everything before us, we had nothing before us, we were all going direct to heaven, we were all going direct the other way, in "
    "short, the period was so far like the present period, that some of its noisiest authorities insisted on its being received, for good or for "
    "evil, in the superlative degree of comparison only.";

Clip read_clip(const std::string& name, std::string text) {
  const auto wav = audio::read_wav(kTools + "/assets/" + name + ".wav");
  if (!wav) throw std::runtime_error(name + ": " + wav.error().message);
  return Clip{"read", name, std::move(text), {}, wav->mono(), wav->rate_hz};
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Awaitable<void> speak_all(speech::TtsEngine& tts, std::string text, Spoken& to) {
  const auto utterance = tts.speak(std::move(text));
  for (;;) {
    auto chunk = co_await utterance->next();
    if (!chunk) throw std::runtime_error(chunk.error().message);
    if (!*chunk) co_return;
    to.rate_hz = (*chunk)->rate_hz;
    to.pcm.insert(to.pcm.end(), (*chunk)->pcm.begin(), (*chunk)->pcm.end());
  }
}

/// A voice of the product's own.
class LocalSpeaker final : public Speaker {
 public:
  LocalSpeaker(std::string set, const std::string& voice, WorkerPool& pool) : set_(std::move(set)) {
    speech::SpeechModelsConfig config;
    config.models_folder = kTools + "/models";
    config.voice = voice;
    auto tts = speech::load_voice(config, pool);
    if (!tts) throw std::runtime_error(tts.error().message);
    tts_ = std::move(*tts);
  }
  std::string set() const override { return set_; }
  Spoken say(const std::string& text) override {
    for (int attempt = 1;; ++attempt) {  // on a busy machine the phonemes may come too late
      try {
        return try_to_say(text);
      } catch (const std::runtime_error&) {
        if (attempt == kAttempts) throw;
      }
    }
  }

 private:
  static constexpr int kAttempts = 20;
  Spoken try_to_say(const std::string& text) {
    Spoken spoken;
    asio::io_context loop(1);
    asio::co_spawn(loop, speak_all(*tts_, text, spoken), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
    loop.run();
    return spoken;
  }

  std::string set_;
  std::unique_ptr<speech::TtsEngine> tts_;
};

class EspeakSpeaker final : public Speaker {
 public:
  explicit EspeakSpeaker(std::string voice) : voice_(std::move(voice)) {}
  std::string set() const override { return "espeak-ng"; }
  Spoken say(const std::string& text) override {
    static std::atomic<int> count = 0;
    const auto stem =
        (std::filesystem::temp_directory_path() / ("codevoice-say-" + std::to_string(::getpid()) + "-" + std::to_string(count++))).string();
    std::ofstream(stem + ".txt") << text << '\n';
    const int status = std::system(("espeak-ng -v " + voice_ + " -s 150 -f '" + stem + ".txt' -w '" + stem + ".wav'").c_str());
    const auto wav = audio::read_wav(stem + ".wav");
    for (const auto* ending : {".txt", ".wav"}) std::filesystem::remove(stem + ending);
    if (status != 0 || !wav) throw std::runtime_error("espeak-ng does not speak");
    return {wav->mono(), wav->rate_hz};
  }

 private:
  std::string voice_;
};

}  // namespace

std::vector<Clip> read_clips() {
  std::vector<Clip> clips;
  clips.push_back(read_clip("beckett", kBeckett));
  clips.push_back(read_clip("two_cities", kTwoCities));
  return clips;
}

std::vector<interview::Question> spread_questions(std::size_t count, std::uint64_t seed) {
  std::map<std::string, std::vector<interview::Question>> by_topic;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(CODEVOICE_SOURCE_DIR) + "/questions")) {
    if (entry.path().extension() != ".yaml") continue;
    auto questions = interview::parse_questions(text_of(entry.path()), entry.path().filename().string());
    if (!questions) throw std::runtime_error(questions.error().message);
    for (auto& question : *questions) by_topic[question.topic].push_back(std::move(question));
  }
  std::mt19937_64 random(seed);
  for (auto& [topic, questions] : by_topic) {
    std::sort(questions.begin(), questions.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    std::shuffle(questions.begin(), questions.end(), random);
  }
  std::vector<interview::Question> chosen;
  for (std::size_t round = 0; chosen.size() < count; ++round) {
    const auto before = chosen.size();
    for (const auto& [topic, questions] : by_topic) {
      if (round < questions.size() && chosen.size() < count) chosen.push_back(questions[round]);
    }
    if (chosen.size() == before) break;
  }
  return chosen;
}

Clip Speaker::speak(const interview::Question& question) {
  auto spoken = say(question.model_answer);
  return {set(), question.id, question.model_answer, question.vocabulary, std::move(spoken.pcm), spoken.rate_hz};
}

std::unique_ptr<Speaker> make_speaker(const std::string& name, WorkerPool& pool) {
  if (name == "espeak") return std::make_unique<EspeakSpeaker>("en-us");
  if (name.starts_with("espeak:")) return std::make_unique<EspeakSpeaker>(name.substr(7));
  if (NeuralSpeaker::knows(name)) return std::make_unique<NeuralSpeaker>(name);
  if (name == "joe") return std::make_unique<LocalSpeaker>("Piper joe", "", pool);
  return std::make_unique<LocalSpeaker>("flite " + name, "flite:" + name, pool);
}

}  // namespace codevoice::bench
