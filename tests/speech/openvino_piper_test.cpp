#include "speech/openvino_piper.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include <cstdio>

#include "speech/openvino_runtime.hpp"
#include "speech/speech_fixture.hpp"

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
