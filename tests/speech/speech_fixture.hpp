// The real models and recordings of the tools folder, for tests.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "speech/model_file.hpp"

namespace codevoice::test {

inline std::filesystem::path tools_dir() { return CODEVOICE_TOOLS_DIR; }
inline std::filesystem::path data_dir() { return std::filesystem::path(CODEVOICE_SOURCE_DIR) / "tests/speech/data"; }

inline speech::ModelFile vad_file() {
  return {tools_dir() / "models/vad/silero_vad_op18_ifless.onnx", "voice activity model", "or set CODEVOICE_VAD_MODEL to another file"};
}
inline speech::ModelFile turn_file() {
  return {tools_dir() / "models/turn/smart-turn-v3.2-cpu.onnx", "turn model", "or set CODEVOICE_TURN_MODEL to another file"};
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Compiled models are shared between test processes: compiling Smart Turn takes seconds.
inline std::filesystem::path model_cache() { return std::filesystem::temp_directory_path() / "codevoice-test-models"; }

/// 16 kHz read speech, 10 s: "beckett.wav" has a plain 44-byte header.
inline std::vector<std::int16_t> read_speech() {
  const auto bytes = read_file(tools_dir() / "assets/beckett.wav");
  std::vector<std::int16_t> samples((bytes.size() - 44) / 2);
  std::memcpy(samples.data(), bytes.data() + 44, samples.size() * 2);
  return samples;
}

/// A folder of its own under the system's temporary one, gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "codevoice-speech-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace codevoice::test
