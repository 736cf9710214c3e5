#include "emulators/scripted_ear.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace codevoice::emulators {
namespace {

constexpr double kFrameS = 0.01;
constexpr std::int64_t kWord = 1000;
constexpr std::size_t kRememberedAtMost = 20'000;  // loud frames of one speaker: 200 s
constexpr double kAlike = 0.6;                     // correlation of a frame with another encoding of it; of any two, 0.1

double rms_of(std::string_view frame) {
  double sum = 0;
  const std::size_t count = frame.size() / 2;
  for (std::size_t i = 0; i < count; ++i) {
    std::int16_t sample = 0;
    std::memcpy(&sample, frame.data() + 2 * i, 2);
    sum += static_cast<double>(sample) * sample;
  }
  return std::sqrt(sum / static_cast<double>(count)) / 32768.0;
}

/// FNV-1a.
std::uint64_t hash_of(std::string_view frame) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char byte : frame) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  return hash;
}

std::int16_t sample_of(std::string_view frame, std::size_t i) {
  std::int16_t sample = 0;
  std::memcpy(&sample, frame.data() + 2 * i, 2);
  return sample;
}

/// -1 … 1, whatever the loudness.
double likeness(std::string_view a, std::string_view b) {
  double both = 0, power_a = 0, power_b = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) / 2; ++i) {
    const double x = sample_of(a, i), y = sample_of(b, i);
    both += x * y;
    power_a += x * x;
    power_b += y * y;
  }
  return both / std::sqrt(std::max(1.0, power_a * power_b));
}

}  // namespace

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" \t\r\n"), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::int64_t words_begun(const EarMemory& memory) { return (memory.position + kWord - 1) / kWord; }

ScriptedEar::ScriptedEar(const EarConfig& config, EarMemory& memory, const EarAudio& audio)
    : config_(config),
      script_(split_words(config.transcript)),
      memory_(memory),
      frame_bytes_(std::size_t{audio.rate_hz} / 100 * audio.channels * 2),
      lossy_(audio.lossy) {
  if (script_.empty()) script_.emplace_back("silence");
}

bool ScriptedEar::hear(std::string& pcm) {
  if (pcm.size() < frame_bytes_) return false;
  const auto frame = std::string_view(pcm).substr(0, frame_bytes_);
  started_ = false;
  now_ += kFrameS;
  if (rms_of(frame) >= config_.loud_rms) {
    loud_frame(frame);
  } else {
    quiet_frame();
  }
  pcm.erase(0, frame_bytes_);
  return true;
}

std::optional<std::int64_t> ScriptedEar::known_roughly(std::string_view frame) {
  const auto& rough = memory_.rough;
  if (next_rough_ > 0 && next_rough_ < rough.size() && likeness(frame, rough[next_rough_].pcm) > kAlike) return rough[next_rough_++].position;
  double most = kAlike;
  std::optional<std::int64_t> found;
  for (std::size_t i = 0; i < rough.size(); ++i) {
    const double alike = likeness(frame, rough[i].pcm);
    if (alike <= most) continue;
    most = alike;
    found = rough[i].position;
    next_rough_ = i + 1;
  }
  return found;
}

std::optional<std::int64_t> ScriptedEar::known(std::string_view frame) {
  if (lossy_) return known_roughly(frame);
  const auto found = memory_.heard.find(hash_of(frame));
  return found == memory_.heard.end() ? std::nullopt : std::optional(found->second);
}

void ScriptedEar::remember(std::string_view frame) {
  if (memory_.heard.size() >= kRememberedAtMost) memory_.heard.clear();
  if (memory_.rough.size() >= kRememberedAtMost) memory_.rough.clear();
  if (!lossy_) {
    memory_.heard[hash_of(frame)] = memory_.position;
  } else if (!replaying_) {
    memory_.rough.push_back({std::string(frame), memory_.position});
  }
}

void ScriptedEar::loud_frame(std::string_view frame) {
  if (loud_ == 0 && !speaking_) burst_position_ = memory_.position;
  loud_ += kFrameS;
  silence_ = 0;
  const auto before = replaying_ ? known(frame) : std::nullopt;
  replaying_ = before.has_value();
  if (before) memory_.position = *before;
  remember(frame);
  const auto from = memory_.position;
  const auto step = std::llround(config_.words_per_s * kFrameS * kWord);
  const auto begins = (from + kWord - 1) / kWord;  // the word that begins in this frame, if it does
  if (begins * kWord < from + step) words_.push_back({script_[static_cast<std::size_t>(begins) % script_.size()], now_ - kFrameS, now_});
  if (!words_.empty()) words_.back().end = now_;
  memory_.position = from + step;
  if (speaking_ || loud_ < config_.min_speech_s - 1e-9) return;
  speaking_ = started_ = true;
  begin_ = std::max(now_ - loud_, closed_at_);
}

void ScriptedEar::quiet_frame() {
  silence_ += kFrameS;
  if (speaking_ || loud_ == 0) return;
  memory_.position = burst_position_;  // too short to be speech
  loud_ = 0;
  words_.clear();
}

void ScriptedEar::close_stretch() {
  closed_at_ = now_;
  if (!speaking_ && loud_ > 0) {  // a sound that has only just begun, and may be speech: its word belongs to the next stretch
    for (auto& word : words_) word.start = std::max(word.start, closed_at_);
    return;
  }
  const bool is_over = silence_ > 0;
  speaking_ = false;
  loud_ = 0;
  words_.clear();
  if (is_over) memory_.position = (memory_.position + kWord - 1) / kWord * kWord;  // a pause is between words
}

}  // namespace codevoice::emulators
