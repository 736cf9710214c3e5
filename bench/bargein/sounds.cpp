#include "bargein/sounds.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <random>

#include "audio/resampler.hpp"
#include "lib/clips.hpp"
#include "lib/hearing.hpp"

namespace codevoice::bench {
namespace {

constexpr std::uint32_t kRate = 16'000;
constexpr std::size_t kEach = 25;  // of four kinds of noise

class Maker {
 public:
  Maker(std::uint64_t seed, WorkerPool& pool) : random_(seed), pool_(pool) {}

  audio::Pcm spoken(const std::string& voice, const std::string& text) {
    auto& speaker = speakers_[voice];
    if (!speaker) speaker = make_speaker(voice, pool_);
    const auto said = speaker->say(text);
    auto pcm = must(audio::resample(said.pcm, said.rate_hz, kRate));
    const auto sounds = [](std::int16_t sample) { return sample > 200 || sample < -200; };
    const auto first = std::find_if(pcm.begin(), pcm.end(), sounds);
    const auto last = std::find_if(pcm.rbegin(), pcm.rend(), sounds).base();
    return first < last ? audio::Pcm(first, last) : pcm;
  }

  /// One to three bursts of breath through a throat: noise around 500 to 1500 Hz that begins at once and dies away.
  audio::Pcm cough() {
    audio::Pcm pcm;
    for (int burst = uniform(1, 3); burst > 0; --burst) {
      const auto length = static_cast<std::size_t>(uniform(90, 180)) * kRate / 1000;
      const double low = std::exp(-2.0 * std::numbers::pi * uniform(400, 600) / kRate);
      const double high = std::exp(-2.0 * std::numbers::pi * uniform(1500, 2500) / kRate);
      double slow = 0.0, fast = 0.0;
      for (std::size_t i = 0; i < length; ++i) {
        const double white = noise_(random_);
        slow = low * slow + (1.0 - low) * white;
        fast = high * fast + (1.0 - high) * white;
        const double age = static_cast<double>(i) / static_cast<double>(length);
        pcm.push_back(audio::to_sample(14'000.0 * (fast - slow) * std::exp(-3.0 * age) * std::min(1.0, age * 40.0)));
      }
      pcm.resize(pcm.size() + static_cast<std::size_t>(uniform(40, 120)) * kRate / 1000);
    }
    return pcm;
  }

  /// Knuckles on a table: a few damped tones of wood.
  audio::Pcm knock() {
    audio::Pcm pcm;
    for (int hit = uniform(2, 4); hit > 0; --hit) {
      const double pitch = uniform(120, 320);
      for (std::size_t i = 0; i < kRate / 12; ++i) {
        const double t = static_cast<double>(i) / kRate;
        const double tone = std::sin(2.0 * std::numbers::pi * pitch * t) + 0.5 * std::sin(2.0 * std::numbers::pi * pitch * 2.7 * t);
        pcm.push_back(audio::to_sample(9'000.0 * std::exp(-45.0 * t) * tone + 600.0 * std::exp(-200.0 * t) * noise_(random_)));
      }
      pcm.resize(pcm.size() + static_cast<std::size_t>(uniform(60, 160)) * kRate / 1000);
    }
    return pcm;
  }

  /// Typing for one to two seconds: clicks of some milliseconds.
  audio::Pcm keyboard() {
    audio::Pcm pcm;
    const auto length = static_cast<std::size_t>(uniform(1000, 2000)) * kRate / 1000;
    while (pcm.size() < length) {
      const double loud = uniform(1500, 5000);
      for (std::size_t i = 0; i < kRate / 100; ++i) {
        pcm.push_back(audio::to_sample(loud * std::exp(-static_cast<double>(i) / (kRate * 0.002)) * noise_(random_)));
      }
      pcm.resize(pcm.size() + static_cast<std::size_t>(uniform(60, 220)) * kRate / 1000);
    }
    return pcm;
  }

 private:
  int uniform(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  std::mt19937_64 random_;
  std::normal_distribution<double> noise_{0.0, 1.0};
  WorkerPool& pool_;
  std::map<std::string, std::unique_ptr<Speaker>> speakers_;
};

const std::vector<std::string> kVoices{"joe", "slt", "rms", "awb", "espeak:en-us"};

}  // namespace

std::vector<Sound> make_noises(std::uint64_t seed, WorkerPool& pool) {
  static const std::vector<std::string> kListening{"Mm hmm.", "Yeah.", "Okay.", "Right.", "Uh huh.", "Yeah, okay.", "I see."};
  Maker maker(seed, pool);
  std::vector<Sound> sounds;
  for (std::size_t i = 0; i < kEach; ++i) {
    const auto& text = kListening[i % kListening.size()];
    const auto& voice = kVoices[i % kVoices.size()];
    sounds.push_back({"backchannel", voice + ": " + text, maker.spoken(voice, text)});
  }
  for (std::size_t i = 0; i < kEach; ++i) sounds.push_back({"cough", "", maker.cough()});
  for (std::size_t i = 0; i < kEach; ++i) sounds.push_back({"knock", "", maker.knock()});
  for (std::size_t i = 0; i < kEach; ++i) sounds.push_back({"keyboard", "", maker.keyboard()});
  return sounds;
}

std::vector<Sound> make_interruptions(WorkerPool& pool) {
  static const std::vector<std::string> kShort{"Wait.",       "Sorry?",     "No, stop.", "Hold on.",    "Pardon?",
                                               "One moment.", "Excuse me.", "Stop.",     "Wait, wait.", "What?"};
  static const std::vector<std::string> kLong{"Could you say that again, please?",
                                              "Hold on, I would like to add something.",
                                              "Sorry, I did not understand the question.",
                                              "I think I already know the answer to that.",
                                              "Can we skip this one, please?",
                                              "Wait a second, what do you mean by that?",
                                              "Let me just correct what I said before.",
                                              "Actually, I meant the other one.",
                                              "Before you go on, I have a question.",
                                              "It would be a hash table."};
  Maker maker(1, pool);
  std::vector<Sound> sounds;
  for (const auto* texts : {&kShort, &kLong}) {
    for (const auto& text : *texts) {
      for (const auto& voice : kVoices)
        sounds.push_back({texts == &kShort ? "one or two words" : "longer", voice + ": " + text, maker.spoken(voice, text)});
    }
  }
  return sounds;
}

}  // namespace codevoice::bench
