#include "speech/spoken_text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>

namespace codevoice::speech {
namespace {

struct Term {
  std::string_view written;
  std::string_view said;
};

void expect_said(std::span<const Term> terms) {
  for (const auto& [written, said] : terms) EXPECT_EQ(spoken_text(written), said) << written;
}

TEST(SpokenText, SaysComplexitiesAndFormulas) {
  expect_said(std::to_array<Term>({{"Why is it O(n log n) in C++?", "Why is it O of n log n in C plus plus?"},
                                   {"O(1)", "O of one"},
                                   {"O(n^2)", "O of n squared"},
                                   {"O(n\xc2\xb2)", "O of n squared"},
                                   {"O(log(n))", "O of log of n"},
                                   {"that is n^2, or n^3", "that is n squared, or n cubed"},
                                   {"2^32", "two to the power of thirty-two"},
                                   {"2^n", "two to the power of n"},
                                   {"n^(k+1)", "n to the power of k plus one"},
                                   {"n-1 and n - 1", "n minus one and n minus one"},
                                   {"a + b", "a plus b"},
                                   {"n * m", "n times m"},
                                   {"-1", "minus one"}}));
}

TEST(SpokenText, SaysNamesAndAbbreviations) {
  expect_said(std::to_array<Term>({{"UTF-8 and SQL, not NoSQL.", "U.T.F eight and sequel, not no sequel."},
                                   {"C# and F#", "C sharp and F sharp"},
                                   {"C++17", "C plus plus seventeen"},
                                   {"IPv6", "I.P v six"},
                                   {"TCP/IP", "T.C.P I.P"},
                                   {"HTTP/2", "H.T.T.P two"},
                                   {"k8s", "koober netteez"},
                                   {"x86-64", "x eighty-six sixty-four"},
                                   {"JSON or YAML", "jason or yammel"},
                                   {"AWS", "A.W.S"},
                                   {"S3", "S three"},
                                   {"CI/CD", "C.I C.D"},
                                   {"an A/B test", "an A.B test"},
                                   {"p99", "P ninety-nine"},
                                   {"the URL, the URLs", "the U.R.L, the U.R.L's"},
                                   {"regex", "regex"},
                                   {"async/await", "A-sync await"},
                                   {"null/nil", "null or nil"},
                                   {"RAII", "R.A.I.I"},
                                   {"the CAP theorem in RAM", "the CAP theorem in RAM"},
                                   {"LIMIT and SELECT", "LIMIT and SELECT"},
                                   {"SHA-256", "SHA two hundred fifty-six"},
                                   {"i.e. now, e.g. then, etc.", "that is now, for example then, and so on"}}));
}

TEST(SpokenText, SaysNumbersUnitsAndVersions) {
  expect_said(std::to_array<Term>({{"3.5", "three point five"},
                                   {"1,000,000", "one million"},
                                   {"1,234.5", "one thousand two hundred thirty-four point five"},
                                   {"95%", "ninety-five percent"},
                                   {"10ms", "ten milliseconds"},
                                   {"1 ms", "one millisecond"},
                                   {"4 GB", "four gigabytes"},
                                   {"10k users", "ten thousand users"},
                                   {"10x", "ten times"},
                                   {"v1.2.3", "version one point two point three"},
                                   {"v2", "version two"},
                                   {"127.0.0.1", "one hundred twenty-seven dot zero dot zero dot one"},
                                   {"#1", "number one"},
                                   {"3-5 words", "three to five words"},
                                   {"the 1st, 2nd, 3rd, 12th and 20th", "the first, second, third, twelfth and twentieth"},
                                   {"$5 or ~20", "five dollars or about twenty"},
                                   {"port 443.", "port four hundred forty-three."},
                                   {"1, 2, 3", "one, two, three"},
                                   {"3D", "three D"},
                                   {"007", "zero zero seven"}}));
}

TEST(SpokenText, SaysCode) {
  expect_said(std::to_array<Term>({{"std::vector", "standard vector"},
                                   {"std::vector<int>", "standard vector of int"},
                                   {"foo()", "foo"},
                                   {"foo(x)", "foo of x"},
                                   {"__init__", "dunder init"},
                                   {"snake_case", "snake case"},
                                   {"camelCase", "camel case"},
                                   {"parseHTTPHeader", "parse H.T.T.P header"},
                                   {"LinkedList", "Linked List"},
                                   {"a[0]", "a of zero"},
                                   {"example.com", "example dot com"},
                                   {"R&D", "R and D"},
                                   {"you @ work", "you at work"},
                                   {"if a != b", "if a is not equal to b"},
                                   {"a == b", "a equals b"},
                                   {"a <= b", "a is at most b"},
                                   {"a < b", "a is less than b"},
                                   {"key -> value", "key to value"},
                                   {"thread(s)", "threads"},
                                   {"i++", "i plus plus"}}));
}

TEST(SpokenText, R25MarkupAndCodeAreNotRead) {
  EXPECT_EQ(spoken_text("**Good.** Look:\n```cpp\nint main() {}\n```\nWhat does `main` return?"), "Good. Look: What does main return?");
  EXPECT_EQ(spoken_text("# Title\n- one\n- two"), "Title one two");
  EXPECT_EQ(spoken_text("\xe2\x80\x9cwell\xe2\x80\x9d \xf0\x9f\x99\x82 {x} \xe2\x80\x94 so"), "well x, so");
}

TEST(SpokenText, PlainSpeechStaysAsItIs) {
  for (const std::string text : {"That's right, processes are isolated from each other.", "", "I'll ask you five questions. Let's begin.",
                                 "Well-known (and cheap): is it enough?", "I, too; you see."}) {
    EXPECT_EQ(spoken_text(text), text);
  }
}

TEST(SpokenText, WordsThatOnlyContainANameAreLeftAlone) { EXPECT_EQ(spoken_text("asyncio sudo enumerate"), "asyncio sudo enumerate"); }

TEST(SpokenText, WhatIsSaidIsSaidTheSameAgain) {
  for (const auto* text : {"O(n log n)", "APIs over HTTP/2 in 10ms", "a <= b", "v1.2.3", "std::vector<int>"}) {
    EXPECT_EQ(spoken_text(spoken_text(text)), spoken_text(text)) << text;
  }
}

TEST(SpokenText, UntrustedBytesNeverThrow) {
  for (int first = 0; first < 256; ++first) {
    for (const char* rest : {"", "(", "^", "^(", "[x", "<", "1.", "-", "$", "#", "v1.", "1,000,"}) {
      const std::string text = std::string(1, static_cast<char>(first)) + rest;
      EXPECT_LE(spoken_text(text).size(), 200U);
      EXPECT_LE(spoken_text("a" + text).size(), 200U);
    }
  }
}

}  // namespace
}  // namespace codevoice::speech
