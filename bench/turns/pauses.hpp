// The labelled pauses of the turn bench: what somebody says with thinking pauses in it, heard as the product hears it, and at each
// pause what the turn model and the recogniser make of it.
// Units: milliseconds of silence. Thread: any, one call at a time per object. Errors: thrown, a bench ends with them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/clips.hpp"
#include "speech/transcriber.hpp"
#include "speech/turn_model.hpp"
#include "speech/vad_model.hpp"
#include "turns/conditions.hpp"
#include "voice/prosody.hpp"

namespace codevoice::bench {

/// Silences at which the turn model is asked, in ms; the product asks at some of them.
inline const std::vector<int> kAskedAt{200, 600, 1000, 1500, 2000};

/// A pause put between two words or sentences.
struct Rest {
  int from_ms = 0, to_ms = 0;  // in its take
};

struct Take {
  std::string split;  // "tuning", "held-out"
  std::string speaker;
  std::string kind;  // "whole", "thinking", "between", "short", "recorded"
  std::vector<std::string> vocabulary;
  audio::Pcm pcm;
  std::uint32_t rate_hz = 0;
  Condition condition{};
  std::string question{};  // its id
  std::vector<Rest> rests{};
};

struct LabelledPause {
  std::string split, speaker, kind, question, condition;
  bool finished = false;                       // the last pause of its take
  int length_ms = 0;                           // until they go on; of a finished one: for ever
  int spoken_ms = 0;                           // speech before it
  std::vector<float> probability;              // at kAskedAt, as far as the pause reaches
  std::vector<std::vector<float>> impression;  // at the first two of these
  std::string text;                            // so far, as the product has it then
  std::optional<voice::Prosody> voice{};
};

/// The same takes for the same seed. No voice and no question is in both halves. `more_tuning`: many voices, and only the tuning half.
std::vector<Take> make_takes(std::size_t questions, std::uint64_t seed, bool more_tuning, WorkerPool& pool);
/// The tuning half's voices altered (Variation), for fitting. Parts 0 to 2: on its own questions, 3 to 9 on questions
/// that the bench does not ask, 10: short answers and short beginnings.
std::vector<Take> make_training_takes(std::size_t part, WorkerPool& pool);

class PauseFinder {
 public:
  /// `transcriber`: null: the pauses have no text, and the model is asked only where it tells its impression.
  PauseFinder(speech::VadModel& vad, speech::TurnModel& turn, speech::Transcriber* transcriber) : vad_(vad), turn_(turn), transcriber_(transcriber) {}
  std::vector<LabelledPause> find(const Take& take);

 private:
  speech::VadModel& vad_;
  speech::TurnModel& turn_;
  speech::Transcriber* transcriber_;
};

}  // namespace codevoice::bench
