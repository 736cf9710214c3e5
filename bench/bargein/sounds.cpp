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
constexpr std::size_t kEach = 20;  // of five kinds of noise

struct Range {
  int least, most;
};
/// What the noises of a half are made of.
struct Noises {
  std::uint64_t seed;
  Range hum_hz, syllable_ms, lips_hz;             // pitch; length; above this a closed mouth lets little through
  Range burst_ms, throat_low_hz, throat_high_hz;  // of a cough
  Range wood_hz, damping;                         // of a knock
  Range click_us, key_pause_ms;                   // of a key
};
constexpr Noises kTuningNoises{7,          {95, 210}, {130, 260},   {320, 320}, {90, 180}, {400, 600}, {1500, 2500},
                               {120, 320}, {45, 45},  {2000, 2000}, {60, 220}};
constexpr Noises kHeldOutNoises{1007,         {85, 240}, {110, 280}, {260, 420},   {70, 210}, {300, 800},
                                {1200, 3200}, {90, 450}, {30, 70},   {1000, 4000}, {40, 300}};

class Maker {
 public:
  Maker(const Noises& noises, WorkerPool& pool) : noises_(noises), random_(noises.seed), pool_(pool) {}

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
    for (int burst = uniform({1, 3}); burst > 0; --burst) {
      const auto length = static_cast<std::size_t>(uniform(noises_.burst_ms)) * kRate / 1000;
      const double low = std::exp(-2.0 * std::numbers::pi * uniform(noises_.throat_low_hz) / kRate);
      const double high = std::exp(-2.0 * std::numbers::pi * uniform(noises_.throat_high_hz) / kRate);
      double slow = 0.0, fast = 0.0;
      for (std::size_t i = 0; i < length; ++i) {
        const double white = noise_(random_);
        slow = low * slow + (1.0 - low) * white;
        fast = high * fast + (1.0 - high) * white;
        const double age = static_cast<double>(i) / static_cast<double>(length);
        pcm.push_back(audio::to_sample(14'000.0 * (fast - slow) * std::exp(-3.0 * age) * std::min(1.0, age * 40.0)));
      }
      pcm.resize(pcm.size() + static_cast<std::size_t>(uniform({40, 120})) * kRate / 1000);
    }
    return pcm;
  }

  /// "Mm-hm" with closed lips: two syllables of a voice with nothing but its lowest harmonics, a breath between them, the second one higher.
  audio::Pcm hum() {
    audio::Pcm pcm;
    double pitch = uniform(noises_.hum_hz), phase = 0.0;
    const double lips = uniform(noises_.lips_hz);
    for (int syllable = 0; syllable < 2; ++syllable) {
      const auto length = static_cast<std::size_t>(uniform(noises_.syllable_ms)) * kRate / 1000;
      const double slope = syllable == 0 ? -0.08 : 0.05;
      for (std::size_t i = 0; i < length; ++i) {
        const double along = static_cast<double>(i) / static_cast<double>(length);
        const double now = pitch * (1.0 + slope * along);
        phase += 2.0 * std::numbers::pi * now / kRate;
        double voice = 0.0;
        for (int k = 1; k * now < 3'000.0; ++k) voice += std::sin(k * phase) / (1.0 + std::pow(k * now / lips, 2.5));  // lips closed: a low murmur
        const double swell = std::min({1.0, along * 5.0, (1.0 - along) * 4.0});
        pcm.push_back(audio::to_sample(5'000.0 * swell * voice + 20.0 * noise_(random_)));
      }
      pitch *= uniform({105, 130}) / 100.0;
      for (int i = uniform({30, 70}) * static_cast<int>(kRate) / 1000; syllable == 0 && i > 0; --i)
        pcm.push_back(audio::to_sample(150.0 * noise_(random_)));
    }
    return pcm;
  }

  /// Knuckles on a table: a few damped tones of wood.
  audio::Pcm knock() {
    audio::Pcm pcm;
    for (int hit = uniform({2, 4}); hit > 0; --hit) {
      const double pitch = uniform(noises_.wood_hz), damping = uniform(noises_.damping);
      for (std::size_t i = 0; i < kRate / 12; ++i) {
        const double t = static_cast<double>(i) / kRate;
        const double tone = std::sin(2.0 * std::numbers::pi * pitch * t) + 0.5 * std::sin(2.0 * std::numbers::pi * pitch * 2.7 * t);
        pcm.push_back(audio::to_sample(9'000.0 * std::exp(-damping * t) * tone + 600.0 * std::exp(-200.0 * t) * noise_(random_)));
      }
      pcm.resize(pcm.size() + static_cast<std::size_t>(uniform({60, 160})) * kRate / 1000);
    }
    return pcm;
  }

  /// Typing for one to two seconds: clicks of some milliseconds.
  audio::Pcm keyboard() {
    audio::Pcm pcm;
    const auto length = static_cast<std::size_t>(uniform({1000, 2000})) * kRate / 1000;
    while (pcm.size() < length) {
      const double loud = uniform({1500, 5000}), click = uniform(noises_.click_us) / 1e6;
      for (std::size_t i = 0; i < kRate / 100; ++i) {
        pcm.push_back(audio::to_sample(loud * std::exp(-static_cast<double>(i) / (kRate * click)) * noise_(random_)));
      }
      pcm.resize(pcm.size() + static_cast<std::size_t>(uniform(noises_.key_pause_ms)) * kRate / 1000);
    }
    return pcm;
  }

 private:
  int uniform(Range range) { return std::uniform_int_distribution<int>(range.least, range.most)(random_); }

  const Noises& noises_;
  std::mt19937_64 random_;
  std::normal_distribution<double> noise_{0.0, 1.0};
  WorkerPool& pool_;
  std::map<std::string, std::unique_ptr<Speaker>> speakers_;
};

using Texts = std::vector<std::string>;

/// Who says what. No voice and no text is in both halves.
struct Sayings {
  Texts voices, listening, brief, longer;
};
const Sayings kTuningSayings{{"joe", "slt", "kokoro:jf_alpha", "kal", "espeak:en-us"},
                             // the voices spell "Mm hmm" ("em em hum"): this is how they say it
                             {"Um hum.", "Yeah.", "Okay.", "Right.", "Uh huh.", "Yeah, okay.", "I see."},
                             {"Wait.", "Sorry?", "No, stop.", "Hold on.", "Pardon?", "One moment.", "Excuse me.", "Stop.", "Wait, wait.", "What?"},
                             {"Could you say that again, please?", "Hold on, I would like to add something.",
                              "Sorry, I did not understand the question.", "I think I already know the answer to that.",
                              "Can we skip this one, please?", "Wait a second, what do you mean by that?", "Let me just correct what I said before.",
                              "Actually, I meant the other one.", "Before you go on, I have a question.", "It would be a hash table."}};
const Sayings kHeldOutSayings{
    {"heart", "rms", "kokoro:jm_kumo", "awb", "heart:0.62:0.86"},
    {"Sure.", "Got it.", "Yes.", "Ah, okay.", "Makes sense.", "Right, yeah.", "Of course."},
    {"Hang on.", "Hold up.", "One second.", "Sorry, what?", "No, no.", "Stop there.", "Actually, no.", "Go back.", "Can I?", "Hello?"},
    {"Can you repeat the question, please?", "I am not sure what you mean by that.", "One thing I forgot to mention is the lock.",
     "That is not what I meant to say.", "May I ask something first?", "Please stop, I need a minute.", "You could also use a mutex for that.",
     "I would rather talk about databases.", "Could you slow down a little bit?", "My answer would be a queue."}};

/// Tuned on, beside those of the half.
const Texts kMoreListening{"Exactly.",    "Great.",  "Alright.", "Yep.",      "Cool.",      "True.",
                           "Absolutely.", "I know.", "Fine.",    "Mm, yeah.", "Oh, I see.", "Good point."};
const Texts kMoreInterruptions{"Just a minute.", "Hold it.", "Say again?", "Wait a bit.", "Not really.", "I disagree.", "Skip it.", "Repeat that.",
                               "My turn.",       "Let me.",  "Hey.",       "Question.",   "One thing.",  "But why?",    "Listen."};

const Sayings& sayings_of(Half half) { return half == Half::Tuning ? kTuningSayings : kHeldOutSayings; }
const Noises& noises_of(Half half) { return half == Half::Tuning ? kTuningNoises : kHeldOutNoises; }

}  // namespace

std::vector<Sound> make_noises(Half half, WorkerPool& pool) {
  const auto& [voices, listening, brief, longer] = sayings_of(half);
  Maker maker(noises_of(half), pool);
  std::vector<Sound> sounds;
  for (std::size_t i = 0; i < kEach; ++i) {
    const auto& text = listening[i % listening.size()];
    const auto& voice = voices[i % voices.size()];
    sounds.push_back({"backchannel", voice + ": " + text, maker.spoken(voice, text)});
  }
  for (std::size_t i = 0; i < kEach; ++i) sounds.push_back({"hum", "", maker.hum()});
  for (std::size_t i = 0; i < kEach; ++i) sounds.push_back({"cough", "", maker.cough()});
  for (std::size_t i = 0; i < kEach; ++i) sounds.push_back({"knock", "", maker.knock()});
  for (std::size_t i = 0; i < kEach; ++i) sounds.push_back({"keyboard", "", maker.keyboard()});
  return sounds;
}

std::vector<Sound> make_interruptions(Half half, WorkerPool& pool) {
  const auto& sayings = sayings_of(half);
  Maker maker(noises_of(half), pool);
  std::vector<Sound> sounds;
  for (const auto* texts : {&sayings.brief, &sayings.longer}) {
    for (const auto& text : *texts) {
      for (const auto& voice : sayings.voices)
        sounds.push_back({texts == &sayings.brief ? "one or two words" : "longer", voice + ": " + text, maker.spoken(voice, text)});
    }
  }
  return sounds;
}

namespace {

std::vector<Sound> say_all(const std::string& kind, const Texts& texts, WorkerPool& pool) {
  Maker maker(kTuningNoises, pool);
  std::vector<Sound> sounds;
  for (const auto& voice : kTuningSayings.voices) {
    for (const auto& text : texts) sounds.push_back({kind, voice + ": " + text, maker.spoken(voice, text)});
  }
  return sounds;
}

}  // namespace

std::vector<Sound> make_more_listening(WorkerPool& pool) {
  auto texts = kTuningSayings.listening;
  texts.insert(texts.end(), kMoreListening.begin(), kMoreListening.end());
  return say_all("backchannel", texts, pool);
}

std::vector<Sound> make_more_interruptions(WorkerPool& pool) { return say_all("one or two words", kMoreInterruptions, pool); }

}  // namespace codevoice::bench
