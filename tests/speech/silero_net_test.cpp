#include "speech/silero_net.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <list>

#include "speech/speech_fixture.hpp"

namespace codevoice::speech {
namespace {

class SileroNetTest : public testing::Test {
 protected:
  OnnxTensor& named(std::string_view name) {
    for (auto& tensor : tensors) {
      if (tensor.name == name) return tensor;
    }
    throw std::runtime_error("no such tensor");
  }
  /// The tensor's bytes, to be changed.
  float* values_of(std::string_view name) {
    auto& tensor = named(name);
    auto& copy = changed.emplace_back(tensor.raw.begin(), tensor.raw.end());
    tensor.raw = copy;
    return reinterpret_cast<float*>(copy.data());
  }

  const std::string file = test::read_file(test::vad_file().path);
  std::vector<OnnxTensor> tensors = read_onnx_tensors(view_of(file)).value();
  std::list<std::vector<std::uint8_t>> changed;
};

TEST_F(SileroNetTest, BothCodesGiveTheSame) {
  const auto best = SileroNet::create(tensors).value(), portable = SileroNet::create(tensors, SileroNet::Code::Portable).value();
  SileroMemory of_best, of_portable;
  const auto speech = test::read_speech();

  for (std::size_t at = 0; at + silero::kWindow <= speech.size(); at += silero::kWindow) {
    const auto window = std::span(speech).subspan(at).first<silero::kWindow>();
    ASSERT_NEAR(best.probability(window, of_best), portable.probability(window, of_portable), 1e-4F) << "at " << at;
  }
}

TEST_F(SileroNetTest, AMissingTensorIsNamed) {
  std::erase_if(tensors, [](const auto& tensor) { return tensor.name == "model.decoder.rnn.weight_hh"; });

  const auto net = SileroNet::create(tensors);

  ASSERT_FALSE(net);
  EXPECT_EQ(net.error().kind, ErrorKind::Invalid);
  EXPECT_NE(net.error().message.find("model.decoder.rnn.weight_hh"), std::string::npos);
}

TEST_F(SileroNetTest, ATensorOfAnotherShapeIsRefused) {
  std::swap(named("model.encoder.1.reparam_conv.weight").shape[0], named("model.encoder.1.reparam_conv.weight").shape[1]);

  const auto net = SileroNet::create(tensors);

  ASSERT_FALSE(net);
  EXPECT_NE(net.error().message.find("model.encoder.1.reparam_conv.weight"), std::string::npos);
}

TEST_F(SileroNetTest, ABasisThatIsNoSpectrumIsRefused) {
  values_of("model.stft.forward_basis_buffer")[3 * 256 + 10] += 0.01F;

  EXPECT_FALSE(SileroNet::create(tensors));
}

TEST_F(SileroNetTest, WeightsBeyondAllMeasureGiveAProbabilityStill) {
  values_of("model.decoder.decoder.2.bias")[0] = -1e30F;
  values_of("model.decoder.rnn.bias_ih")[5] = 1e30F;
  const auto net = SileroNet::create(tensors).value();
  SileroMemory memory;

  EXPECT_NEAR(net.probability(std::array<std::int16_t, silero::kWindow>{}, memory), 0.0F, 1e-6F);
  for (const float value : memory.cell) EXPECT_TRUE(std::isfinite(value));
}

}  // namespace
}  // namespace codevoice::speech
