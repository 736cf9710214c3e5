#include "speech/child_process.hpp"

#include <gtest/gtest.h>
#include <signal.h>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

ChildProcess::Deadline soon() { return std::chrono::steady_clock::now() + 5s; }

TEST(ChildProcess, LinesComeBackInOrder) {
  auto child = ChildProcess::start({"cat"});
  ASSERT_TRUE(child);

  ASSERT_TRUE(child->write("one\ntwo\n\nthree\n", soon()));

  for (const char* line : {"one", "two", "", "three"}) EXPECT_EQ(child->read_line(soon()).value(), line);
}

TEST(ChildProcess, SilenceIsATimeout) {
  auto child = ChildProcess::start({"cat"});

  const auto line = child->read_line(std::chrono::steady_clock::now() + 20ms);

  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().kind, ErrorKind::Timeout);
}

TEST(ChildProcess, AProgramThatEndedIsUnavailableAndWritingToItDoesNotKillUs) {
  auto child = ChildProcess::start({"true"});
  ASSERT_TRUE(child);

  const auto line = child->read_line(soon());
  const auto written = child->write("hello\n", soon());

  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().kind, ErrorKind::Unavailable);
  EXPECT_FALSE(written);
}

TEST(ChildProcess, AProgramThatIsNotThereIsAnError) { EXPECT_FALSE(ChildProcess::start({"no-such-program-of-codevoice"})); }

TEST(ChildProcess, TheProgramEndsWithTheObject) {
  pid_t pid = 0;
  {
    const auto child = ChildProcess::start({"sleep", "1000"});
    pid = child->pid();
    ASSERT_EQ(kill(pid, 0), 0);
  }

  EXPECT_NE(kill(pid, 0), 0);
}

}  // namespace
}  // namespace codevoice::speech
