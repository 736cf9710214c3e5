#include "interview/yaml_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace codevoice::interview {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string error_of(std::string_view text) {
  const auto tree = read_yaml(text, "bank.yaml");
  return tree ? "no error" : tree.error().message;
}

TEST(YamlTree, ReadsMapsListsAndTextsWithTheirLines) {
  const auto tree = read_yaml("- id: one\n  list: [a, \"b c\"]\n- null\n", "bank.yaml");

  ASSERT_TRUE(tree);
  ASSERT_EQ(tree->items.size(), 2U);
  EXPECT_EQ(tree->items[0].find("id")->scalar, "one");
  EXPECT_EQ(tree->items[0].find("list")->items[1].scalar, "b c");
  EXPECT_EQ(tree->items[0].find("list")->line, 2);
  EXPECT_EQ(tree->items[0].find("absent"), nullptr);
  EXPECT_EQ(tree->items[1].kind, YamlTree::Kind::Null);
}

TEST(YamlTree, ReadsJson) {
  const auto tree = read_yaml(R"([{"id": "one", "weight": 3}])", "bank.json");

  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->items[0].find("weight")->scalar, "3");
}

TEST(YamlTree, AnEmptyFileIsNothing) { EXPECT_EQ(read_yaml("", "bank.yaml")->kind, YamlTree::Kind::Null); }

TEST(YamlTree, AliasesAndAnchorsAreRefused) { EXPECT_EQ(error_of("a: &x [1, 2]\nb: *x\n"), "bank.yaml:1: anchors are not allowed"); }

TEST(YamlTree, ABombOfAliasesIsRefusedAtItsFirstAnchor) {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    const auto name = std::to_string(i);
    const auto before = std::to_string(i - 1);
    bomb += "a" + name + ": &a" + name + " [*a" + before + ", *a" + before + "]\n";
  }

  EXPECT_THAT(error_of(bomb), HasSubstr("anchors are not allowed"));
}

TEST(YamlTree, DeepNestingIsRefused) {
  EXPECT_EQ(error_of(std::string(40, '[') + std::string(40, ']')), "bank.yaml:1: nested too deeply");
  EXPECT_NE(error_of(std::string(100'000, '[')), "no error");
  std::string dashes;
  for (int i = 0; i < 2000; ++i) dashes += "- ";
  EXPECT_NE(error_of(dashes), "no error");
}

TEST(YamlTree, AKeyGivenTwiceNamesItsLine) { EXPECT_EQ(error_of("a: 1\na: 2\n"), "bank.yaml:2: 'a' is given twice"); }

TEST(YamlTree, AKeyThatIsNoWordIsRefused) { EXPECT_THAT(error_of("? [a, b]\n: 1\n"), HasSubstr("a key must be a word")); }

TEST(YamlTree, BrokenYamlNamesItsLine) { EXPECT_THAT(error_of("a: 1\nb: [1, }\n"), StartsWith("bank.yaml:")); }

TEST(YamlTree, ASecondDocumentIsRefused) { EXPECT_EQ(error_of("a: 1\n---\nb: 2\n"), "bank.yaml: more than one document"); }

TEST(YamlTree, BinaryAndGiantFilesAreRefused) {
  EXPECT_EQ(error_of(std::string_view("a\0b", 3)), "bank.yaml: not a text file");
  EXPECT_EQ(error_of(std::string(5U << 20U, 'a')), "bank.yaml: larger than 4 MB");
}

}  // namespace
}  // namespace codevoice::interview
