// What is read and spoken to the recogniser: recordings with their texts, and answers of the question bank for synthetic voices.
// Thread: any. Errors: thrown, a bench ends with them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "audio/pcm.hpp"
#include "base/worker_pool.hpp"
#include "interview/question.hpp"

namespace codevoice::bench {

struct Clip {
  std::string set;  // the row of the table it counts in
  std::string name;
  std::string reference;
  std::vector<std::string> vocabulary;  // of its question
  audio::Pcm pcm;
  std::uint32_t rate_hz = 0;
};

/// The recordings that come with the pinned packages, with the texts that are read in them.
std::vector<Clip> read_clips();
/// `count` questions spread evenly over the bank's topics, the same for the same seed.
std::vector<interview::Question> spread_questions(std::size_t count, std::uint64_t seed);

struct Spoken {
  audio::Pcm pcm;
  std::uint32_t rate_hz = 0;
};

/// Somebody who can say things: "joe" (Piper), "slt", "rms", "awb", "kal" (flite), "espeak", "espeak:VOICE",
/// and the neural voices of NeuralSpeaker. From any thread, one call at a time.
class Speaker {
 public:
  virtual ~Speaker() = default;
  virtual Spoken say(const std::string& text) = 0;
  virtual std::string set() const = 0;
  /// The question's model answer.
  Clip speak(const interview::Question& question);
};
std::unique_ptr<Speaker> make_speaker(const std::string& name, WorkerPool& pool);

}  // namespace codevoice::bench
