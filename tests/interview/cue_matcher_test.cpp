#include "interview/cue_matcher.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

bool matches(std::string_view cue, std::string_view answer, const MatchRules& rules = {}) {
  return CueMatcher(answer, {}).find(parse_cue(cue).value(), rules).has_value();
}

TEST(CueMatcher, AllGroupsMustOccurInAnyOrder) {
  EXPECT_TRUE(matches("stack + locals", "The stack holds the locals."));
  EXPECT_TRUE(matches("stack + locals", "Locals live on the stack."));
  EXPECT_FALSE(matches("stack + locals", "The stack holds frames."));
}

TEST(CueMatcher, OneClauseIsTheFrame) {
  EXPECT_FALSE(matches("stack + large", "The stack is small. The heap is large."));
  EXPECT_FALSE(matches("stack + large", "The stack is small, but the heap is large."));
  EXPECT_FALSE(matches("stack + locals",
                       "the stack one two three four five six seven eight nine ten eleven twelve thirteen b c d e f g h i j k l m n locals"));
}

TEST(CueMatcher, AnOrderedCueWantsItsOrder) {
  EXPECT_TRUE(matches("lock > wait", "holds one lock and waits"));
  EXPECT_FALSE(matches("lock > wait", "waits for the lock"));
}

TEST(CueMatcher, WordsMatchByStemWhateverTheCase) {
  EXPECT_TRUE(matches("allocate", "ALLOCATING"));
  EXPECT_TRUE(matches("hold", "it held"));
  EXPECT_FALSE(matches("stack", "stacking5"));
}

TEST(CueMatcher, APhraseMayHaveOneWordBetween) {
  EXPECT_TRUE(matches("address space", "its address and space"));
  EXPECT_TRUE(matches("address space", "own address space"));
  EXPECT_FALSE(matches("address space", "an address in the large space"));
  EXPECT_FALSE(matches("address space", "space address"));
}

TEST(CueMatcher, EachGroupNeedsItsOwnWord) {
  EXPECT_FALSE(matches("stack + stack | heap", "the stack"));
  EXPECT_TRUE(matches("stack + stack | heap", "the stack, another stack"));
}

TEST(CueMatcher, NegatedWordsDoNotCount) {
  EXPECT_FALSE(matches("share + memory", "they do not share memory"));
  EXPECT_FALSE(matches("share + memory", "they don't share any memory"));
  EXPECT_FALSE(matches("locks", "without locks"));
  EXPECT_TRUE(matches("share + memory", "they share memory, not files"));
}

TEST(CueMatcher, ACueThatNamesTheNegationLooksForIt) {
  EXPECT_TRUE(matches("not | never + freed", "it is never freed"));
  EXPECT_FALSE(matches("not | never + freed", "it is freed"));
}

TEST(CueMatcher, OneWordOrTwoLettersOrName) {
  EXPECT_TRUE(matches("deadlock", "a dead lock happens"));
  EXPECT_TRUE(matches("hash map", "a hashmap"));
  EXPECT_TRUE(matches("tlb", "the T L B misses"));
  EXPECT_TRUE(matches("t l b", "the TLB misses"));
  EXPECT_TRUE(matches("t l b", "the T.L.B. misses"));
}

TEST(CueMatcher, LetsSlipsOfRecognitionPass) {
  EXPECT_TRUE(matches("mutex", "you take the mutics"));
  EXPECT_TRUE(matches("idempotent", "it is idempotant"));
  EXPECT_FALSE(matches("pooling", "by polling"));
  EXPECT_FALSE(matches("sharding", "by sharing"));
}

TEST(CueMatcher, AWordOfTheQuestionIsTakenAsItIs) {
  const std::unordered_set<std::string> own{"polymorfizm"};

  EXPECT_FALSE(CueMatcher("polymorfizm", own).find(parse_cue("polymorphism").value(), {}));
}

TEST(CueMatcher, AStrictRuleKeepsToOneStatement) {
  MatchRules rules;
  rules.within_one_statement = true;

  EXPECT_FALSE(matches("threads + own + address space", "a process has its own address space and threads share it", rules));
  EXPECT_TRUE(matches("threads + own + address space", "threads have their own address space", rules));
}

TEST(CueMatcher, GivenGroupsNeedNotBeSaid) {
  MatchRules rules;
  rules.given_groups = 0b10;

  EXPECT_TRUE(matches("stack + cheaper", "the stack", rules));
  EXPECT_FALSE(matches("stack + cheaper", "the heap", rules));
}

TEST(CueMatcher, HostileTextIsBounded) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "lock wait ";

  EXPECT_FALSE(matches("lock | wait + lock | wait + lock | wait + lock | wait + lock | wait + never5", text));
  EXPECT_TRUE(matches("lock | wait + lock | wait + lock | wait + lock | wait + lock | wait", text));
}

}  // namespace
}  // namespace codevoice::interview
