#include "speech/flite_voice.hpp"

#include <flite/flite.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "base/utf8.hpp"

// what libflite's voice libraries export; Debian ships no header for them
extern "C" {
cst_voice* register_cmu_us_slt(const char* folder);
cst_voice* register_cmu_us_rms(const char* folder);
cst_voice* register_cmu_us_awb(const char* folder);
cst_voice* register_cmu_us_kal16(const char* folder);
}

namespace codevoice::speech {
namespace {

constexpr std::string_view kPrefix = "flite";
constexpr std::string_view kBestSpeaker = "slt";
constexpr std::size_t kLongestClause = 2'000;  // bytes; a clause is far shorter

struct Speaker {
  std::string_view name;
  cst_voice* (*open)(const char*);
};
constexpr std::array<Speaker, 4> kSpeakers{
    {{"slt", register_cmu_us_slt}, {"rms", register_cmu_us_rms}, {"awb", register_cmu_us_awb}, {"kal", register_cmu_us_kal16}}};

struct WaveDeleter {
  void operator()(cst_wave* wave) const { delete_wave(wave); }
};

// flite keeps lexicon caches and reference counts without locks: one call at a time in the whole process
std::mutex& flite_mutex() {
  static std::mutex mutex;
  return mutex;
}

std::string_view ascii_of(char32_t code_point) {
  switch (code_point) {
    case U'\u2018':
    case U'\u2019': return "'";
    case U'\u201c':
    case U'\u201d': return "\"";
    case U'\u2013':
    case U'\u2014': return ", ";
    case U'\u2026': return ". ";
    case U'\u00e9':
    case U'\u00e8':
    case U'\u00ea': return "e";
    case U'\u00ef': return "i";
    case U'\u00e0':
    case U'\u00e1': return "a";
    case U'\u00f6': return "o";
    case U'\u00fc': return "u";
    default: return " ";
  }
}

/// flite knows ASCII: quotes and dashes get their plain form, what it cannot say becomes a space.
std::string plain(std::string_view text) {
  std::string out;
  while (const auto code_point = take_code_point(text)) {
    if (*code_point >= U' ' && *code_point < 127) {
      out += static_cast<char>(*code_point);
    } else {
      out += ascii_of(*code_point);
    }
  }
  return out;
}

bool has_word(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

class FliteVoice final : public ClauseVoice {
 public:
  FliteVoice(cst_voice* voice, std::string name, std::uint32_t rate_hz) : voice_(voice), name_(std::move(name)), rate_hz_(rate_hz) {}

  std::string name() const override { return name_; }
  std::uint32_t rate_hz() const override { return rate_hz_; }

  Result<audio::Pcm> synthesize(const std::string& clause) override {
    if (clause.size() > kLongestClause) return fail(ErrorKind::Invalid, "the clause is too long to speak");
    const auto text = plain(clause);
    if (!has_word(text)) return audio::Pcm{};
    const std::scoped_lock lock(flite_mutex());
    const std::unique_ptr<cst_wave, WaveDeleter> wave(flite_text_to_wave(text.c_str(), voice_));
    if (!wave || wave->num_samples < 0 || wave->num_channels != 1 || static_cast<std::uint32_t>(wave->sample_rate) != rate_hz_) {
      return fail(ErrorKind::Internal, "flite made no speech");
    }
    audio::Pcm pcm(wave->samples, wave->samples + wave->num_samples);
    trim_silence(pcm, rate_hz_);
    return pcm;
  }

 private:
  cst_voice* voice_;  // flite's own
  std::string name_;
  std::uint32_t rate_hz_;
};

}  // namespace

std::optional<std::string> flite_speaker(std::string_view setting) {
  if (setting == kPrefix) return std::string(kBestSpeaker);
  if (!setting.starts_with(std::string(kPrefix) + ":")) return std::nullopt;
  return std::string(setting.substr(kPrefix.size() + 1));
}

Result<std::shared_ptr<ClauseVoice>> make_flite(const std::string& speaker) {
  const auto* found = std::find_if(kSpeakers.begin(), kSpeakers.end(), [&](const Speaker& known) { return known.name == speaker; });
  if (found == kSpeakers.end()) {
    return fail(ErrorKind::Invalid, "flite has no speaker '" + speaker + "': slt, rms, awb or kal is wanted, as in flite:slt");
  }
  const std::scoped_lock lock(flite_mutex());
  flite_init();
  auto* voice = found->open(nullptr);
  if (voice == nullptr) return fail(ErrorKind::Unavailable, "flite's voice " + speaker + " does not start");
  const std::unique_ptr<cst_wave, WaveDeleter> spoken(flite_text_to_wave("hello", voice));  // says its rate, and warms up
  if (!spoken || spoken->sample_rate <= 0) return fail(ErrorKind::Unavailable, "flite's voice " + speaker + " does not speak");
  return std::shared_ptr<ClauseVoice>(std::make_shared<FliteVoice>(voice, "flite-" + speaker, static_cast<std::uint32_t>(spoken->sample_rate)));
}

}  // namespace codevoice::speech
