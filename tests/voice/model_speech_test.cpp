#include "voice/model_speech.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

struct Said {
  std::optional<std::vector<std::size_t>> points;
  std::vector<std::string> sentences;
};

Said said(const std::string& text, std::size_t step) {
  ModelSpeech speech;
  for (std::size_t at = 0; at < text.size(); at += step) speech.feed(std::string_view(text).substr(at, step));
  speech.finish();
  Said all;
  all.points = speech.points();
  while (auto sentence = speech.next()) all.sentences.push_back(std::move(*sentence));
  return all;
}

void expect_said(const std::string& text, const std::vector<std::string>& sentences, const std::optional<std::vector<std::size_t>>& points = {}) {
  for (std::size_t step = 1; step <= text.size(); ++step) {
    const auto all = said(text, step);
    EXPECT_EQ(all.sentences, sentences) << "step " << step;
    EXPECT_EQ(all.points, points) << "step " << step;
  }
}

TEST(ModelSpeech, TheHeadIsReadAndNotSaid) {
  expect_said("POINTS: 1, 3\nThat's right. Go on.", {"That's right.", "Go on."}, std::vector<std::size_t>{1, 3});
  expect_said("points: none\nThank you.", {"Thank you."}, std::vector<std::size_t>{});
  expect_said("**POINTS:** 2\n\nThank you.", {"Thank you."}, std::vector<std::size_t>{2});
  expect_said("POINTS: 1 Thank you for that.", {"Thank you for that."}, std::vector<std::size_t>{1});
}

TEST(ModelSpeech, WithoutAHeadEverythingIsSaid) {
  expect_said("Thank you. Points matter.", {"Thank you.", "Points matter."});
  expect_said("Pointers are fine!", {"Pointers are fine!"});
  expect_said("Po", {"Po."});
}

TEST(ModelSpeech, MarkupCodeAndListsStayBehind) {
  expect_said("**Thank you**, that is _clear_.", {"Thank you, that is clear."});
  expect_said("Thanks. ```cpp\nint main() {}\n``` Go on.", {"Thanks.", "Go on."});
  expect_said("# Feedback\n- One thing\n- Another thing.\nFor example:\n", {"Feedback.", "One thing.", "Another thing."});
  expect_said("Use `std::move` there.", {"Use std::move there."});
  expect_said("Thank you \xF0\x9F\x91\x8D! \xE2\x9C\x85", {"Thank you !"});
}

TEST(ModelSpeech, AFullStopInsideIsNoEnd) {
  expect_said("That took 3.5 seconds, e.g. on a phone. Next.", {"That took 3.5 seconds, e.g. on a phone.", "Next."});
  expect_said("He said \"stop.\" Then he went.", {"He said \"stop.\"", "Then he went."});
}

TEST(ModelSpeech, ASentenceComesAsSoonAsItEnds) {
  ModelSpeech speech;
  speech.feed("Thank you.");
  EXPECT_TRUE(speech.empty()) << "a digit might follow";

  speech.feed(" And");

  EXPECT_EQ(speech.next(), "Thank you.");
}

TEST(ModelSpeech, EndlessTalkIsCut) {
  std::string endless;
  for (int i = 0; i < 1000; ++i) endless += "and so on, ";

  const auto all = said(endless, 50);

  EXPECT_GT(all.sentences.size(), 5U);
  for (const auto& sentence : all.sentences) EXPECT_LT(sentence.size(), 1000U);
}

}  // namespace
}  // namespace codevoice::voice
