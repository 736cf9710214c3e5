#include "speech/silero_vad.hpp"

#include <gtest/gtest.h>

#include <random>

#include "audio/resampler.hpp"
#include "audio/wav.hpp"
#include "speech/silero_reference.hpp"
#include "speech/speech_fixture.hpp"

namespace codevoice::speech {
namespace {

std::vector<float> probabilities_of(VadStream& stream, std::span<const std::int16_t> pcm) {
  std::vector<float> probabilities;
  for (; pcm.size() >= kVadWindow; pcm = pcm.subspan(kVadWindow)) {
    const auto probability = stream.probability(pcm.first<kVadWindow>());
    probabilities.push_back(probability ? *probability : -1.0F);
  }
  return probabilities;
}

void append(audio::Pcm& pcm, std::span<const std::int16_t> more) { pcm.insert(pcm.end(), more.begin(), more.end()); }

/// Two readers, with silence, hiss and a full-scale hum between and after: 100 s.
audio::Pcm long_talk() {
  std::mt19937 random(7);
  std::normal_distribution<double> hiss(0.0, 400.0);
  const auto cities = audio::read_wav(test::tools_dir() / "assets/two_cities.wav").value();
  auto talk = test::read_speech();
  talk.resize(talk.size() + 80'000);
  append(talk, audio::resample(cities.pcm, cities.rate_hz, 16'000).value());
  for (int i = 0; i < 160'000; ++i) talk.push_back(audio::to_sample(hiss(random)));
  for (int i = 0; i < 80'000; ++i) talk.push_back(i / 50 % 2 == 0 ? std::int16_t{32'767} : std::int16_t{-32'768});
  append(talk, test::read_speech());
  for (auto& sample : talk) sample = audio::to_sample(sample + hiss(random) / 50);
  return talk;
}

std::vector<float> onnx_runtimes() {  // tools/make_mel_fixture.py
  const auto bytes = test::read_file(test::data_dir() / "silero_vad.bin");
  std::vector<float> probabilities(bytes.size() / sizeof(float));
  std::memcpy(probabilities.data(), bytes.data(), bytes.size());
  return probabilities;
}

float largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  EXPECT_EQ(a.size(), b.size());
  float largest = 0.0F;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

class SileroVadTest : public testing::TestWithParam<SileroNet::Code> {
 protected:
  std::unique_ptr<SileroVad> vad = SileroVad::create(test::vad_file(), GetParam()).value();
};

INSTANTIATE_TEST_SUITE_P(Codes, SileroVadTest, testing::Values(SileroNet::Code::Best, SileroNet::Code::Portable),
                         [](const auto& code) { return code.param == SileroNet::Code::Best ? "Best" : "Portable"; });

// R6
TEST_P(SileroVadTest, ProbabilitiesAreOnnxRuntimesWithinAThousandth) {
  const auto stream = vad->open_stream();

  EXPECT_LT(largest_difference(probabilities_of(*stream, test::read_speech()), onnx_runtimes()), 1e-3F);
}

TEST_P(SileroVadTest, OverALongTalkProbabilitiesStayOpenVinosAlsoAfterAReset) {
  test::SileroReference reference;
  const auto stream = vad->open_stream();
  const auto talk = long_talk();

  const auto expected = reference.probabilities(talk);
  EXPECT_LT(largest_difference(probabilities_of(*stream, talk), expected), 1e-3F);
  const auto speech = static_cast<std::size_t>(std::count_if(expected.begin(), expected.end(), [](float p) { return p > 0.9F; }));
  EXPECT_GT(speech, expected.size() / 4);  // it was asked about both
  EXPECT_LT(speech, expected.size() * 3 / 4);

  reference.reset();
  stream->reset();
  const auto again = std::span(talk).subspan(1'000, 160'000);
  EXPECT_LT(largest_difference(probabilities_of(*stream, again), reference.probabilities(again)), 1e-3F);
}

TEST_P(SileroVadTest, SilenceIsNotSpeech) {
  const auto stream = vad->open_stream();

  const auto probabilities = probabilities_of(*stream, std::vector<std::int16_t>(48'000));

  EXPECT_LT(*std::max_element(probabilities.begin(), probabilities.end()), 0.2F);
}

TEST_P(SileroVadTest, StreamsDoNotTouchEachOther) {
  const auto speech = test::read_speech();
  const auto alone = probabilities_of(*vad->open_stream(), std::span(speech).first(32'000));
  const auto one = vad->open_stream(), other = vad->open_stream();

  std::vector<float> together;
  for (std::size_t at = 0; at + kVadWindow <= 32'000; at += kVadWindow) {
    together.push_back(*one->probability(std::span(speech).subspan(at).first<kVadWindow>()));
    static_cast<void>(other->probability(std::span(speech).subspan(at + 64'000).first<kVadWindow>()));
  }

  EXPECT_EQ(together, alone);
}

TEST_P(SileroVadTest, AResetStreamIsAsNew) {
  const auto speech = test::read_speech();
  const auto used = vad->open_stream();
  const auto fresh = vad->open_stream();
  probabilities_of(*used, speech);

  used->reset();

  EXPECT_EQ(probabilities_of(*used, std::span(speech).first(16'000)), probabilities_of(*fresh, std::span(speech).first(16'000)));
}

TEST_P(SileroVadTest, AStreamOutlivesItsModel) {
  const auto stream = vad->open_stream();
  vad.reset();

  EXPECT_FALSE(probabilities_of(*stream, test::read_speech()).empty());
}

TEST(SileroVad, AModelOfAnotherKindIsRefusedByName) {
  const auto vad = SileroVad::create({test::turn_file().path, "voice activity model", "or set CODEVOICE_MODELS to another folder"});

  ASSERT_FALSE(vad);
  EXPECT_EQ(vad.error().kind, ErrorKind::Invalid);
  EXPECT_NE(vad.error().message.find(test::turn_file().path.string()), std::string::npos);
}

TEST(SileroVad, AMissingFileIsRefusedByName) {
  const auto vad = SileroVad::create({"/nowhere/vad.onnx", "voice activity model", "or set CODEVOICE_MODELS to another folder"});

  ASSERT_FALSE(vad);
  EXPECT_EQ(vad.error().kind, ErrorKind::NotFound);
  EXPECT_NE(vad.error().message.find("/nowhere/vad.onnx"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::speech
