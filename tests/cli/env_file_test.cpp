#include "cli/env_file.hpp"

#include <gtest/gtest.h>

namespace codevoice::cli {
namespace {

TEST(EnvFile, ReadsWhatPeopleWriteThere) {
  const auto values = parse_env("# comment\n\nDEBUG=on\nexport A = b c \nQUOTED=\"x # y\" # why\nEMPTY=\nLAST='1'", "f");

  ASSERT_TRUE(values) << values.error().message;
  EXPECT_EQ(values->at("DEBUG"), "on");
  EXPECT_EQ(values->at("A"), "b c");
  EXPECT_EQ(values->at("QUOTED"), "x # y");
  EXPECT_EQ(values->at("EMPTY"), "");
  EXPECT_EQ(values->at("LAST"), "1");
}

TEST(EnvFile, NamesTheLineItCannotRead) {
  const auto values = parse_env("A=1\nwhat is this\n", ".env");

  ASSERT_FALSE(values);
  EXPECT_EQ(values.error().message, ".env:2: not a NAME=value line");
}

TEST(EnvFile, AnUnclosedQuoteIsAnError) { EXPECT_FALSE(parse_env("A=\"x", "f")); }

TEST(EnvFile, AMissingFileIsEmpty) { EXPECT_TRUE(read_env_file("/no/such/file")->empty()); }

}  // namespace
}  // namespace codevoice::cli
