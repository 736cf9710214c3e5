#include "base/loop_watch.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <future>

#include "base/loop_thread.hpp"

namespace codevoice {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr TimePoint kBegin{std::chrono::hours{1}};

/// As the stack names the place a function returns to.
std::string place_of(void* address) {
  Dl_info info{};
  EXPECT_NE(dladdr(address, &info), 0);
  const auto offset = reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(info.dli_fbase);
  return fmt::format("{}+{:#x}", std::filesystem::path(info.dli_fname).filename().string(), offset);
}

/// A handler that blocks until it is told to go on.
class Blocking {
 public:
  __attribute__((noinline)) void operator()() {
    called_from_.set_value(__builtin_return_address(0));
    goes_on_.get_future().wait();
  }
  void go_on() { goes_on_.set_value(); }
  void* called_from() { return called_from_.get_future().get(); }

 private:
  std::promise<void> goes_on_;
  std::promise<void*> called_from_;
};

struct LoopWatchTest : testing::Test {
  LoopThread loop{"watched"};
  LoopWatch watch;
  std::vector<LoopHang> hangs;

  void SetUp() override {
    watch.on_hang = [this](const LoopHang& hang) { hangs.push_back(hang); };
    watch.watch("watched", loop.executor());
  }
  /// All that was posted to the loop before has run.
  void loop_is_idle() {
    std::promise<void> idle;
    asio::post(loop.executor(), [&idle] { idle.set_value(); });
    idle.get_future().wait();
  }
};

TEST_F(LoopWatchTest, R22AHungThreadIsToldOnceWithItsStackAndWhenItGoesOn) {
  ASSERT_TRUE(loop.start());
  watch.look(kBegin);
  loop_is_idle();
  Blocking blocking;
  asio::post(loop.executor(), [&blocking] { blocking(); });
  const auto place = place_of(blocking.called_from());
  watch.look(kBegin + 500ms);
  watch.look(kBegin + 2400ms);
  EXPECT_TRUE(hangs.empty());
  watch.look(kBegin + 2500ms);
  watch.look(kBegin + 9s);

  ASSERT_EQ(hangs.size(), 1U);
  EXPECT_EQ(hangs[0].thread, "watched");
  EXPECT_EQ(hangs[0].length, 2s);
  EXPECT_FALSE(hangs[0].over);
  EXPECT_THAT(hangs[0].stack, HasSubstr(place));
  EXPECT_THAT(hangs[0].stack, HasSubstr("libc.so"));
  blocking.go_on();
  loop_is_idle();
  watch.look(kBegin + 10s);
  ASSERT_EQ(hangs.size(), 2U);
  EXPECT_TRUE(hangs[1].over);
}

TEST_F(LoopWatchTest, ThreadsThatGiveSignsOfLifeAreLeftAlone) {
  ASSERT_TRUE(loop.start());
  for (int i = 0; i < 20; ++i) {
    watch.look(kBegin + i * 1900ms);
    loop_is_idle();
  }

  EXPECT_TRUE(hangs.empty());
}

TEST_F(LoopWatchTest, ALoopThatDoesNotRunYetHangsNot) {
  watch.look(kBegin);
  watch.look(kBegin + 60s);

  EXPECT_TRUE(hangs.empty());
}

TEST_F(LoopWatchTest, ItsOwnThreadLooksByItself) {
  ASSERT_TRUE(loop.start());
  LoopWatch quick({.period = 1ms, .limit = 1ms});
  std::promise<LoopHang> told;
  quick.on_hang = [&told, first = true](const LoopHang& hang) mutable {
    if (std::exchange(first, false)) told.set_value(hang);
  };
  quick.watch("watched", loop.executor());
  quick.look(kBegin);
  loop_is_idle();  // it was seen alive
  ASSERT_TRUE(quick.start());
  std::promise<void> goes_on;
  asio::post(loop.executor(), [hangs = goes_on.get_future().share()] { hangs.wait(); });
  auto hang = told.get_future();
  hang.wait();
  goes_on.set_value();
  quick.stop();

  EXPECT_FALSE(hang.get().over);
}

}  // namespace
}  // namespace codevoice
