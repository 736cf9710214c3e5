#include "emulators/scripted_ear.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace codevoice::emulators {
namespace {

constexpr double kFrameS = 0.01;
constexpr std::int64_t kWord = 1000;
constexpr std::size_t kRememberedAtMost = 20'000;  // loud frames of one speaker: 200 s

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

ScriptedEar::ScriptedEar(const EarConfig& config, EarMemory& memory, std::uint32_t rate_hz, unsigned channels)
    : config_(config), script_(split_words(config.transcript)), memory_(memory), frame_bytes_(std::size_t{rate_hz} / 100 * channels * 2) {
  if (script_.empty()) script_.emplace_back("silence");
}

bool ScriptedEar::hear(std::string& pcm) {
  if (pcm.size() < frame_bytes_) return false;
  const auto frame = std::string_view(pcm).substr(0, frame_bytes_);
  started_ = false;
  now_ += kFrameS;
  if (rms_of(frame) >= config_.loud_rms) {
    loud_frame(hash_of(frame));
  } else {
    quiet_frame();
  }
  pcm.erase(0, frame_bytes_);
  return true;
}

void ScriptedEar::loud_frame(std::uint64_t hash) {
  if (loud_ == 0 && !speaking_) burst_position_ = memory_.position;
  loud_ += kFrameS;
  silence_ = 0;
  const auto known = replaying_ ? memory_.heard.find(hash) : memory_.heard.end();
  replaying_ = known != memory_.heard.end();
  if (replaying_) memory_.position = known->second;
  const auto from = memory_.position;
  const auto step = std::llround(config_.words_per_s * kFrameS * kWord);
  if (memory_.heard.size() >= kRememberedAtMost) memory_.heard.clear();
  memory_.heard[hash] = from;
  const auto begins = (from + kWord - 1) / kWord;  // the word that begins in this frame, if it does
  if (begins * kWord < from + step) words_.push_back({script_[static_cast<std::size_t>(begins) % script_.size()], now_ - kFrameS, now_});
  if (!words_.empty()) words_.back().end = now_;
  memory_.position = from + step;
  if (speaking_ || loud_ < config_.min_speech_s - 1e-9) return;
  speaking_ = started_ = true;
  begin_ = now_ - loud_;
}

void ScriptedEar::quiet_frame() {
  silence_ += kFrameS;
  if (speaking_ || loud_ == 0) return;
  memory_.position = burst_position_;  // too short to be speech
  loud_ = 0;
  words_.clear();
}

void ScriptedEar::close_stretch() {
  const bool is_over = silence_ > 0;
  speaking_ = false;
  loud_ = 0;
  words_.clear();
  if (is_over) memory_.position = (memory_.position + kWord - 1) / kWord * kWord;  // a pause is between words
}

}  // namespace codevoice::emulators
