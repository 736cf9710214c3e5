// Spoken clauses kept by voice and text: in memory (newest use first, bounded) and on disk, so that known texts start at once.
// Thread: any. Errors: a cache never fails its user: what cannot be read or written is made again.
#pragma once

#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "audio/pcm.hpp"

namespace codevoice::speech {

struct SpeechCacheConfig {
  std::string folder;  // empty: memory only
  std::size_t memory_bytes = 48 * 1024 * 1024;
  std::size_t disk_bytes = 512 * 1024 * 1024;  // looked at when opened: the oldest files go
};

class SpeechCache {
 public:
  explicit SpeechCache(SpeechCacheConfig config);

  std::optional<audio::Pcm> find(const std::string& voice, const std::string& clause);
  enum class Keep : std::uint8_t { Memory, Disk };
  void store(const std::string& voice, const std::string& clause, const audio::Pcm& pcm, Keep keep);
  std::size_t memory_used() const;

 private:
  std::string path_of(const std::string& key) const;
  void remember(const std::string& key, audio::Pcm pcm);
  void tidy_disk() const;

  struct Entry {
    std::string key;
    audio::Pcm pcm;
  };
  SpeechCacheConfig config_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // newest use first
  std::map<std::string, std::list<Entry>::iterator> by_key_;
  std::size_t used_ = 0;
};

}  // namespace codevoice::speech
