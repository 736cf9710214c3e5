// Neural voices of Python packages, for the benches only: spoken by bench/lib/voices/say.py in an environment of its own, kept in build/voices,
// so that nothing is said twice.
// Thread: any, one call at a time per object. Errors: thrown, a bench ends with them.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <utility>

#include "lib/clips.hpp"

namespace codevoice::bench {

/// "heart", "heart:PITCH:TRACT", "kokoro:NAME", as say.py knows them.
class NeuralSpeaker final : public Speaker {
 public:
  explicit NeuralSpeaker(std::string voice) : voice_(std::move(voice)) {}
  ~NeuralSpeaker() override;
  std::string set() const override { return voice_; }
  Spoken say(const std::string& text) override;

  static bool knows(const std::string& name) { return name.starts_with("heart") || name.starts_with("kokoro:"); }

 private:
  void start();
  void make(const std::string& text, const std::string& path);

  std::string voice_;
  std::FILE* talk_ = nullptr;  // to and from say.py, one socket
  pid_t process_ = -1;
};

}  // namespace codevoice::bench
