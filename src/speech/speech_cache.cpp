#include "speech/speech_cache.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/crypto.hpp"
#include "base/log.hpp"

namespace codevoice::speech {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "CVPCM1\n";

std::string key_of(const std::string& voice, const std::string& clause) {
  const auto digest = crypto::to_hex(crypto::sha256(view_of(voice + "\n" + clause)));
  return digest.substr(0, 40);
}

std::optional<audio::Pcm> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string magic(kMagic.size(), '\0');
  std::uint32_t count = 0, sum = 0;
  file.read(magic.data(), static_cast<std::streamsize>(magic.size()));
  file.read(reinterpret_cast<char*>(&count), sizeof count);
  file.read(reinterpret_cast<char*>(&sum), sizeof sum);
  if (!file || magic != kMagic || count > 60U * 48'000U) return std::nullopt;
  audio::Pcm pcm(count);
  file.read(reinterpret_cast<char*>(pcm.data()), static_cast<std::streamsize>(count * sizeof(std::int16_t)));
  if (!file) return std::nullopt;
  std::uint32_t check = 0;
  for (const auto sample : pcm) check = check * 31 + static_cast<std::uint16_t>(sample);
  return check == sum ? std::optional(std::move(pcm)) : std::nullopt;
}

void write_file(const std::string& path, const audio::Pcm& pcm) {
  const auto part = path + ".part";
  {
    std::ofstream file(part, std::ios::binary);
    const auto count = static_cast<std::uint32_t>(pcm.size());
    std::uint32_t sum = 0;
    for (const auto sample : pcm) sum = sum * 31 + static_cast<std::uint16_t>(sample);
    file << kMagic;
    file.write(reinterpret_cast<const char*>(&count), sizeof count);
    file.write(reinterpret_cast<const char*>(&sum), sizeof sum);
    file.write(reinterpret_cast<const char*>(pcm.data()), static_cast<std::streamsize>(pcm.size() * sizeof(std::int16_t)));
    if (!file.flush()) {
      std::error_code ignored;
      fs::remove(part, ignored);
      return;
    }
  }
  std::error_code ignored;
  fs::rename(part, path, ignored);
}

}  // namespace

SpeechCache::SpeechCache(SpeechCacheConfig config) : config_(std::move(config)) {
  if (config_.folder.empty()) return;
  std::error_code error;
  fs::create_directories(config_.folder, error);
  if (error) {
    log::warn("speech.cache_unusable", {{"folder", config_.folder}, {"reason", error.message()}});
    config_.folder.clear();
    return;
  }
  tidy_disk();
}

void SpeechCache::tidy_disk() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::size_t total = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(config_.folder, error)) {
    files.emplace_back(entry.last_write_time(error), entry.path());
    total += entry.file_size(error);
  }
  if (total <= config_.disk_bytes) return;
  std::sort(files.begin(), files.end());
  for (const auto& [time, path] : files) {
    if (total <= config_.disk_bytes / 2) break;
    total -= std::min(total, static_cast<std::size_t>(fs::file_size(path, error)));
    fs::remove(path, error);
  }
}

std::string SpeechCache::path_of(const std::string& key) const { return config_.folder + "/" + key + ".pcm"; }

void SpeechCache::remember(const std::string& key, audio::Pcm pcm) {
  if (const auto known = by_key_.find(key); known != by_key_.end()) {
    used_ -= known->second->pcm.size() * sizeof(std::int16_t);
    entries_.erase(known->second);
    by_key_.erase(known);
  }
  used_ += pcm.size() * sizeof(std::int16_t);
  entries_.push_front(Entry{key, std::move(pcm)});
  by_key_[key] = entries_.begin();
  while (used_ > config_.memory_bytes && entries_.size() > 1) {
    used_ -= entries_.back().pcm.size() * sizeof(std::int16_t);
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

std::optional<audio::Pcm> SpeechCache::find(const std::string& voice, const std::string& clause) {
  const auto key = key_of(voice, clause);
  {
    const std::scoped_lock lock(mutex_);
    const auto known = by_key_.find(key);
    if (known != by_key_.end()) {
      entries_.splice(entries_.begin(), entries_, known->second);
      return known->second->pcm;
    }
  }
  if (config_.folder.empty()) return std::nullopt;
  auto pcm = read_file(path_of(key));
  if (!pcm) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  remember(key, *pcm);
  return pcm;
}

void SpeechCache::store(const std::string& voice, const std::string& clause, const audio::Pcm& pcm, Keep keep) {
  const auto key = key_of(voice, clause);
  {
    const std::scoped_lock lock(mutex_);
    remember(key, pcm);
  }
  if (keep == Keep::Disk && !config_.folder.empty()) write_file(path_of(key), pcm);
}

std::size_t SpeechCache::memory_used() const {
  const std::scoped_lock lock(mutex_);
  return used_;
}

}  // namespace codevoice::speech
