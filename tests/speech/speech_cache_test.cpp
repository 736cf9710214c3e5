#include "speech/speech_cache.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "support/temp_dir.hpp"

namespace codevoice::speech {
namespace {

const audio::Pcm kClip{1, -2, 3, 4};

TEST(SpeechCache, KnownTextsSurviveARestart) {
  test::TempDir folder;
  SpeechCache({folder.path().string()}).store("joe", "hello", kClip, SpeechCache::Keep::Disk);

  SpeechCache again({folder.path().string()});

  EXPECT_EQ(again.find("joe", "hello"), kClip);
  EXPECT_FALSE(again.find("ann", "hello"));
}

TEST(SpeechCache, ABrokenFileIsMadeAgain) {
  test::TempDir folder;
  SpeechCache({folder.path().string()}).store("joe", "hello", kClip, SpeechCache::Keep::Disk);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) std::filesystem::resize_file(entry.path(), 14);

  EXPECT_FALSE(SpeechCache({folder.path().string()}).find("joe", "hello"));
}

TEST(SpeechCache, MemoryIsBoundedOldestUseFirst) {
  SpeechCache cache({"", 3000});
  const audio::Pcm clip(500);  // 1,000 bytes
  for (const auto* text : {"a", "b", "c"}) cache.store("v", text, clip, SpeechCache::Keep::Memory);
  ASSERT_TRUE(cache.find("v", "a"));
  cache.store("v", "d", clip, SpeechCache::Keep::Memory);

  EXPECT_LE(cache.memory_used(), 3000U);
  EXPECT_TRUE(cache.find("v", "a"));
  EXPECT_FALSE(cache.find("v", "b"));
}

TEST(SpeechCache, OneClipLargerThanTheMemoryIsKeptAloneUntilTheNext) {
  SpeechCache cache({"", 1000});
  cache.store("v", "long", audio::Pcm(5000), SpeechCache::Keep::Memory);
  EXPECT_TRUE(cache.find("v", "long"));

  cache.store("v", "short", audio::Pcm(100), SpeechCache::Keep::Memory);

  EXPECT_FALSE(cache.find("v", "long"));
  EXPECT_TRUE(cache.find("v", "short"));
  EXPECT_EQ(cache.memory_used(), 200U);
}

TEST(SpeechCache, TheSameTextAgainTakesNoMoreMemory) {
  SpeechCache cache({"", 100'000});
  for (int i = 0; i < 10; ++i) cache.store("v", "a", audio::Pcm(500), SpeechCache::Keep::Memory);

  EXPECT_EQ(cache.memory_used(), 1000U);
}

TEST(SpeechCache, AFullDiskLosesItsOldestFilesWhenOpened) {
  test::TempDir folder;
  const auto path = folder.path().string();
  const auto now = std::filesystem::file_time_type::clock::now();
  std::map<std::string, std::filesystem::path> files;
  for (const auto* text : {"oldest", "older", "newer", "newest"}) {
    SpeechCache({path}).store("v", text, audio::Pcm(500, 7), SpeechCache::Keep::Disk);
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      const bool is_new = std::none_of(files.begin(), files.end(), [&](const auto& known) { return known.second == entry.path(); });
      if (is_new) files[text] = entry.path();
    }
    std::filesystem::last_write_time(files.at(text), now - std::chrono::hours(10 - static_cast<int>(files.size())));
  }

  SpeechCache cache({path, 100'000, 3000});  // four files of about 1,000 bytes: half of 3,000 stays

  EXPECT_FALSE(cache.find("v", "oldest"));
  EXPECT_FALSE(cache.find("v", "older"));
  EXPECT_FALSE(cache.find("v", "newer"));
  EXPECT_TRUE(cache.find("v", "newest"));
}

TEST(SpeechCache, AFolderThatCannotBeMadeIsNoFailure) {
  SpeechCache cache({"/proc/none/cache"});
  cache.store("v", "a", kClip, SpeechCache::Keep::Disk);
  EXPECT_EQ(cache.find("v", "a"), kClip);
}

}  // namespace
}  // namespace codevoice::speech
