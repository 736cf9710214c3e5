#include "speech/lazy_models.hpp"

#include <gtest/gtest.h>

#include <array>

namespace codevoice::speech {
namespace {

class Echo final : public Transcriber {
 public:
  std::string name() const override { return "echo"; }
  Result<std::string> transcribe(std::span<const std::int16_t> audio) override { return std::to_string(audio.size()); }
};
class Beep final : public ClauseVoice {
 public:
  std::string name() const override { return "beep"; }
  std::uint32_t rate_hz() const override { return 8000; }
  Result<audio::Pcm> synthesize(const std::string& clause) override { return audio::Pcm(clause.size(), 1); }
};

TEST(LazyModels, AreLoadedOnceWhenTheyAreNeeded) {
  int made = 0;
  LazyTranscriber transcriber("later", [&]() -> Result<std::shared_ptr<Transcriber>> {
    ++made;
    return std::make_shared<Echo>();
  });
  EXPECT_EQ(transcriber.name(), "later");
  EXPECT_EQ(made, 0);
  const std::array<std::int16_t, 3> audio{};

  EXPECT_EQ(transcriber.transcribe(audio).value(), "3");
  transcriber.warm();

  EXPECT_EQ(made, 1);
}

TEST(LazyModels, AVoicesRateIsKnownBeforeItIsLoaded) {
  int made = 0;
  LazyVoice voice("later", 8000, [&]() -> Result<std::shared_ptr<ClauseVoice>> {
    ++made;
    return std::make_shared<Beep>();
  });

  EXPECT_EQ(voice.rate_hz(), 8000U);
  EXPECT_EQ(made, 0);
  EXPECT_EQ(voice.synthesize("abc")->size(), 3U);
}

TEST(LazyModels, AModelThatCannotBeLoadedSaysSo) {
  LazyVoice voice("later", 8000, [] { return Result<std::shared_ptr<ClauseVoice>>(fail(ErrorKind::NotFound, "no file")); });

  EXPECT_EQ(voice.synthesize("abc").error().message, "no file");
}

}  // namespace
}  // namespace codevoice::speech
