#include "speech/spoken_text.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

TEST(SpokenText, SaysWhatProgrammersWrite) {
  EXPECT_EQ(spoken_text("Why is it O(n log n) in C++?"), "Why is it O of n log n in C plus plus?");
  EXPECT_EQ(spoken_text("UTF-8 and SQL, not NoSQL."), "U T F eight and sequel, not no sequel.");
  EXPECT_EQ(spoken_text("if a != b"), "if a is not equal to b");
  EXPECT_EQ(spoken_text("that is n^2"), "that is n squared");
}

TEST(SpokenText, R25MarkupAndCodeAreNotRead) {
  EXPECT_EQ(spoken_text("**Good.** Look:\n```cpp\nint main() {}\n```\nWhat does `main` return?"), "Good. Look: What does main return?");
  EXPECT_EQ(spoken_text("# Title\n- one\n- two"), "Title one two");
}

TEST(SpokenText, PlainSpeechStaysAsItIs) {
  const std::string text = "That's right, processes are isolated from each other.";
  EXPECT_EQ(spoken_text(text), text);
  EXPECT_EQ(spoken_text(""), "");
}

TEST(SpokenText, WordsThatOnlyContainANameAreLeftAlone) { EXPECT_EQ(spoken_text("MySQLite JSONP"), "MySQLite JSONP"); }

}  // namespace
}  // namespace codevoice::speech
