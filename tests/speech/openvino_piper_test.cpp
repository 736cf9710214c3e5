#include "speech/openvino_piper.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "speech/openvino_runtime.hpp"
#include "speech/speech_fixture.hpp"
#include "speech/spoken_text.hpp"
#include "speech/word_places.hpp"

namespace codevoice::speech {
namespace {

const auto kJoe = test::tools_dir() / "models/tts/en_US-joe-medium.onnx";

Result<std::shared_ptr<ClauseVoice>> load(const std::filesystem::path& onnx) {
  const auto runtime = OpenVinoRuntime::create(test::model_cache());
  return make_piper(*runtime, {onnx, "voice", "or choose another"});
}

std::size_t resident_bytes() {
  std::size_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * 4096;
}

TEST(OpenVinoPiper, SpeaksAtTheRateOfItsDescription) {
  const auto voice = load(kJoe);
  ASSERT_TRUE(voice) << voice.error().message;

  const auto pcm = (*voice)->synthesize("A process has its own memory.");

  ASSERT_TRUE(pcm) << pcm.error().message;
  EXPECT_EQ((*voice)->rate_hz(), 22'050U);
  EXPECT_EQ((*voice)->name(), "en_US-joe-medium");
  const auto length = audio::duration_of(pcm->size(), (*voice)->rate_hz());
  EXPECT_GT(length, std::chrono::milliseconds(900));
  EXPECT_LT(length, std::chrono::milliseconds(3500));
  EXPECT_GT(audio::level_dbfs(*pcm), -35.0);
}

TEST(OpenVinoPiper, WhatPadsAShortClauseIsNotHeard) {
  const auto voice = load(kJoe);
  ASSERT_TRUE(voice);

  const auto pcm = (*voice)->synthesize("Yes.");

  ASSERT_TRUE(pcm);
  EXPECT_LT(audio::duration_of(pcm->size(), (*voice)->rate_hz()), std::chrono::milliseconds(1500));
}

TEST(OpenVinoPiper, TextWithoutWordsGivesNoSpeechWorthHearing) {
  const auto voice = load(kJoe);
  ASSERT_TRUE(voice);

  for (const char* text : {"", "...", "\xff\xfe"}) {
    const auto pcm = (*voice)->synthesize(text);
    ASSERT_TRUE(pcm) << text;
    EXPECT_LT(audio::duration_of(pcm->size(), (*voice)->rate_hz()), std::chrono::milliseconds(400)) << text;
  }
}

TEST(OpenVinoPiper, AClauseThatIsFarTooLongIsRefused) {
  const auto voice = load(kJoe);
  ASSERT_TRUE(voice);
  std::string endless;
  for (int i = 0; i < 400; ++i) endless += "memory and ";

  const auto pcm = (*voice)->synthesize(endless);

  ASSERT_FALSE(pcm);
  EXPECT_EQ(pcm.error().kind, ErrorKind::Invalid);
}

/// Where the longest quiet inside begins.
double pause_in(const audio::Pcm& pcm, std::uint32_t rate_hz) {
  const std::size_t window = rate_hz / 100;
  std::size_t begin = 0, longest = 0, best = 0;
  for (std::size_t at = 0; at + window <= pcm.size(); at += window) {
    if (audio::level_dbfs(audio::PcmView(pcm).subspan(at, window)) > -45.0) begin = at + window;
    const bool is_inside = begin > pcm.size() / 10 && at < pcm.size() * 9 / 10;
    if (is_inside && at + window - begin > longest) {
      longest = at + window - begin;
      best = begin;
    }
  }
  return static_cast<double>(best) / rate_hz;
}

// What comes before the comma is over when the pause begins: that can be heard.
TEST(OpenVinoPiper, R14AWordIsPlacedByItsPhonemesNearWhereItIsHeard) {
  const auto voice = load(kJoe);
  ASSERT_TRUE(voice);
  const std::array<std::string, 4> clauses{
      "although we thought it through, SQL and HTTP are used everywhere", "in 1999 and 2000 we saw, straightforward thoroughness",
      "CPU and GPU caches matter, though thoughts through eight straight weights", "a weighty straight thought, is any API or DNS idea"};
  double by_phonemes = 0.0, by_characters = 0.0;
  for (const auto& text : clauses) {
    const auto pcm = (*voice)->synthesize(spoken_text(text));
    ASSERT_TRUE(pcm);
    WordPlaces places;
    const auto words = words_in(text);
    const auto ends = word_ends(words, places.phonemes_of(**voice, text), {pcm->size(), pcm->size(), (*voice)->rate_hz()});
    ASSERT_EQ(ends.size(), words.size());
    const auto length = static_cast<double>(pcm->size()) / (*voice)->rate_hz();
    const auto comma =
        static_cast<std::size_t>(std::find_if(words.begin(), words.end(), [](const auto& word) { return word.ends_with(','); }) - words.begin());
    const auto heard = pause_in(*pcm, (*voice)->rate_hz());
    const auto placed = static_cast<double>(ends.at(comma)) * length;
    const auto of_characters = static_cast<double>(text.find(',') + 1) / static_cast<double>(text.size()) * length;
    std::printf("heard at %.3f s, by phonemes %.3f, by characters %.3f of %.3f: %s\n", heard, placed, of_characters, length, text.c_str());
    by_phonemes += std::abs(placed - heard) / clauses.size();
    by_characters += std::abs(of_characters - heard) / clauses.size();
  }

  EXPECT_LT(by_phonemes, 0.15);
  EXPECT_LT(by_phonemes, by_characters / 2);
}

TEST(OpenVinoPiper, MemoryStaysFlatOverManyLengths) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer keeps freed memory: ./test --long memory runs it in the release build";
#endif
  mallopt(M_MMAP_THRESHOLD, 1 << 20);  // as the product does
  const auto voice = load(kJoe);
  ASSERT_TRUE(voice);
  const auto speak_all_lengths = [&] {
    for (int words = 24; words >= 1; --words) {
      std::string text;
      for (int i = 0; i < words; ++i) text += i % 2 == 0 ? "thread " : "memory ";
      EXPECT_TRUE((*voice)->synthesize(text));
    }
  };
  speak_all_lengths();
  speak_all_lengths();
  const auto before = resident_bytes();

  for (int round = 0; round < 5; ++round) speak_all_lengths();

  EXPECT_LT(resident_bytes(), before + 64U * 1024 * 1024);
}

TEST(OpenVinoPiper, ADescriptionThatIsNoneIsNamed) {
  const test::TemporaryFolder folder;
  const auto onnx = folder.path() / "voice.onnx";
  std::filesystem::create_symlink(kJoe, onnx);

  const auto missing = load(onnx);
  std::ofstream(onnx.string() + ".json") << "{}";
  const auto empty = load(onnx);

  ASSERT_FALSE(missing);
  ASSERT_FALSE(empty);
  EXPECT_NE(missing.error().message.find("voice.onnx.json is missing"), std::string::npos) << missing.error().message;
  EXPECT_NE(empty.error().message.find("voice.onnx.json"), std::string::npos) << empty.error().message;
}

}  // namespace
}  // namespace codevoice::speech
