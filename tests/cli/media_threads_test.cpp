#include "cli/media_threads.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "support/run_awaitable.hpp"

namespace codevoice::cli {
namespace {

Awaitable<std::thread::id> thread_here() { co_return std::this_thread::get_id(); }

Awaitable<std::vector<std::thread::id>> thread_of_each(MediaThreads& threads) {
  std::vector<std::thread::id> ids;
  for (unsigned shard = 0; shard < threads.size(); ++shard) ids.push_back(co_await run_on(threads.executor(shard), thread_here()));
  co_return ids;
}

TEST(MediaThreads, AreAsManyAsAskedForAndTheFirstIsTheCallersOwn) {
  asio::io_context loop;
  MediaThreads threads(loop, 3);
  ASSERT_TRUE(threads.start());

  const auto ids = test::run(loop, thread_of_each(threads));

  ASSERT_EQ(ids.size(), 3U);
  EXPECT_EQ(ids[0], std::this_thread::get_id());
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), 3U);
}

/// Of this process, as the kernel knows them.
std::multiset<std::string> thread_names() {
  std::multiset<std::string> names;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    names.insert(name);
  }
  return names;
}

TEST(MediaThreads, R22AreWatchedAsLongAsTheyRun) {
  asio::io_context loop;
  MediaThreads threads(loop, 2);
  ASSERT_TRUE(threads.start());
  while (!thread_names().contains("watch")) std::this_thread::yield();

  threads.stop();

  EXPECT_FALSE(thread_names().contains("watch"));
}

TEST(MediaThreads, TheSettingCountsUnlessItIsZero) {
  Settings settings;
  settings.shards = 5;
  EXPECT_EQ(shard_count(settings), 5U);

  settings.shards = 0;
  EXPECT_EQ(shard_count(settings), std::max(2U, std::thread::hardware_concurrency()) - 1);
}

}  // namespace
}  // namespace codevoice::cli
