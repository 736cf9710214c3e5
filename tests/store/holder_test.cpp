#include "store/holder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "base/ids.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::store {
namespace {

/// Another process that is a holder in `folder`, until it is killed.
class OtherProcess {
 public:
  explicit OtherProcess(const std::string& folder) {
    std::array<int, 2> way{};
    EXPECT_EQ(pipe(way.data()), 0);
    child_ = fork();
    if (child_ == 0) {
      const auto holder = Holder::create(folder);
      const auto name = holder ? (*holder)->id() : std::string(36, '?');
      const bool is_told = write(way[1], name.data(), name.size()) == static_cast<ssize_t>(name.size());
      if (is_told) pause();
      _exit(1);
    }
    id.resize(36);
    EXPECT_EQ(read(way[0], id.data(), id.size()), 36);
    close(way[0]);
    close(way[1]);
  }
  ~OtherProcess() { kill_it(); }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;
  void signal(int number) const { kill(child_, number); }
  void kill_it() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = 0;
  }
  std::string id;

 private:
  pid_t child_ = 0;
};

struct HolderTest : testing::Test {
  test::TempDir folder;
  std::string files = folder.file("holders");
  std::unique_ptr<Holder> us = std::move(*Holder::create(files));
};

TEST_F(HolderTest, R20AnotherProcessIsAliveUntilItIsKilled) {
  OtherProcess other(files);
  EXPECT_TRUE(us->is_alive(other.id));
  other.signal(SIGSTOP);  // hangs, but is there
  EXPECT_TRUE(us->is_alive(other.id));
  other.kill_it();

  EXPECT_FALSE(us->is_alive(other.id));
  EXPECT_FALSE(us->is_alive(other.id));  // its file is gone, too
}

TEST_F(HolderTest, WeAreAliveAndNobodyElseIs) {
  EXPECT_TRUE(us->is_alive(us->id()));
  EXPECT_FALSE(us->is_alive(new_uuid()));
  EXPECT_FALSE(us->is_alive(""));
  EXPECT_FALSE(us->is_alive("../codevoice.db"));
}

TEST_F(HolderTest, AnotherOfThisProcessIsAliveToo) {
  auto other = Holder::create(files);
  ASSERT_TRUE(other);
  const auto id = (*other)->id();
  EXPECT_TRUE(us->is_alive(id));
  other->reset();

  EXPECT_FALSE(us->is_alive(id));
}

TEST_F(HolderTest, ANewOneRemovesWhatKilledOnesLeft) {
  { OtherProcess other(files); }
  const auto count = [this] { return std::distance(std::filesystem::directory_iterator(files), std::filesystem::directory_iterator{}); };
  EXPECT_EQ(count(), 2);
  const auto next = Holder::create(files);
  ASSERT_TRUE(next);

  EXPECT_EQ(count(), 2);  // the new one and ours
  EXPECT_TRUE(us->is_alive((*next)->id()));
}

TEST(Holder, SaysWhichFolderCannotBeHad) {
  const auto made = Holder::create("/proc/none/holders");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::Unavailable);
  EXPECT_NE(made.error().message.find("/proc/none/holders"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::store
