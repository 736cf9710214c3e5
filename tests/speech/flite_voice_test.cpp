#include "speech/flite_voice.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace codevoice::speech {
namespace {

TEST(FliteVoice, EverySpeakerSpeaksWithLittleSilenceAround) {
  for (const auto* speaker : {"slt", "rms", "awb", "kal"}) {
    const auto voice = make_flite(speaker);
    ASSERT_TRUE(voice) << speaker;

    const auto pcm = (*voice)->synthesize("A process has its own memory.");

    ASSERT_TRUE(pcm) << speaker;
    const auto length = audio::duration_of(pcm->size(), (*voice)->rate_hz());
    EXPECT_GT(length, std::chrono::milliseconds(900)) << speaker;
    EXPECT_LT(length, std::chrono::seconds(4)) << speaker;
    EXPECT_GT(audio::level_dbfs(*pcm), -40.0) << speaker;
    auto trimmed = *pcm;
    trim_silence(trimmed, (*voice)->rate_hz());
    EXPECT_EQ(trimmed.size(), pcm->size()) << speaker;
  }
}

TEST(FliteVoice, TextWithoutWordsGivesNoSpeech) {
  const auto voice = make_flite("slt").value();

  for (const char* text : {"", "   ", "...", "?!", "\xe4\xbd\xa0\xe5\xa5\xbd", "\xff\xfe\x80"}) {
    const auto pcm = voice->synthesize(text);
    ASSERT_TRUE(pcm) << text;
    EXPECT_TRUE(pcm->empty()) << text;
  }
}

TEST(FliteVoice, TypographicQuotesAreSaidAsPlainOnes) {
  const auto voice = make_flite("slt").value();

  // flite's excitation holds noise, so no two takes are alike to the sample, and a little more or less of it is trimmed off
  const auto quoted = voice->synthesize("it\xe2\x80\x99s na\xc3\xafve").value();
  const auto plain = voice->synthesize("it's naive").value();
  EXPECT_NEAR(static_cast<double>(quoted.size()), static_cast<double>(plain.size()), 0.05 * voice->rate_hz());
}

TEST(FliteVoice, AClauseThatIsFarTooLongIsRefused) {
  const auto voice = make_flite("slt").value();

  const auto pcm = voice->synthesize(std::string(5'000, 'a'));

  ASSERT_FALSE(pcm);
  EXPECT_EQ(pcm.error().kind, ErrorKind::Invalid);
}

TEST(FliteVoice, SpeaksFromSeveralThreads) {
  const auto voice = make_flite("rms").value();
  const auto expected = static_cast<double>(voice->synthesize("Threads share it.")->size());
  std::vector<std::thread> threads;
  std::atomic<int> same = 0;

  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const auto size = static_cast<double>(voice->synthesize("Threads share it.")->size());
      same += std::abs(size - expected) < 0.05 * voice->rate_hz() ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(same, 4);
}

TEST(FliteVoice, SettingsThatNameItAreUnderstood) {
  EXPECT_EQ(flite_speaker("flite"), "slt");
  EXPECT_EQ(flite_speaker("flite:rms"), "rms");
  EXPECT_FALSE(flite_speaker(""));
  EXPECT_FALSE(flite_speaker("/voices/flite.onnx"));
  EXPECT_FALSE(flite_speaker("fliteslt"));
}

TEST(FliteVoice, AnUnknownSpeakerIsOneLineThatNamesTheKnownOnes) {
  const auto voice = make_flite("bob");

  ASSERT_FALSE(voice);
  EXPECT_EQ(voice.error().message, "flite has no speaker 'bob': slt, rms, awb or kal is wanted, as in flite:slt");
}

}  // namespace
}  // namespace codevoice::speech
