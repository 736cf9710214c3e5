#include "speech/speech_cache.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

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

TEST(SpeechCache, AFolderThatCannotBeMadeIsNoFailure) {
  SpeechCache cache({"/proc/none/cache"});
  cache.store("v", "a", kClip, SpeechCache::Keep::Disk);
  EXPECT_EQ(cache.find("v", "a"), kClip);
}

}  // namespace
}  // namespace codevoice::speech
