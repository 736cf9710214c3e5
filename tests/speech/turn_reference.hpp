// What pipecat's Python front-end and ONNX Runtime said about clips of beckett.wav (tools/make_mel_fixture.py).
#pragma once

#include "speech/speech_fixture.hpp"

namespace codevoice::test {

struct TurnReference {
  static constexpr std::size_t kFrames = 40;  // every 20th, from the 10th
  std::vector<std::int16_t> clip;
  float probability = 0.0F;
  std::vector<std::int16_t> features;  // 80 bands x kFrames, x 8192
};

inline std::vector<TurnReference> turn_references() {
  const auto bytes = read_file(data_dir() / "smart_turn.bin");
  const auto speech = read_speech();
  std::size_t at = 4;
  const auto read = [&](auto& value) {
    std::memcpy(&value, bytes.data() + at, sizeof value);
    at += sizeof value;
  };
  std::uint32_t count = 0;
  read(count);
  std::vector<TurnReference> references(count);
  for (auto& reference : references) {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::int32_t offset = 0;
    read(begin);
    read(end);
    read(offset);
    read(reference.probability);
    for (std::size_t i = begin; i < end; ++i) {
      reference.clip.push_back(static_cast<std::int16_t>(std::clamp<std::int32_t>(speech[i] + offset, -32768, 32767)));
    }
    reference.features.resize(80 * TurnReference::kFrames);
    for (auto& feature : reference.features) read(feature);
  }
  return references;
}

}  // namespace codevoice::test
