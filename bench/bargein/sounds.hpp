// What happens over the interviewer's voice: listeners' noises, coughs, knocks, typing, interruptions, the interviewer's own echo.
// Units: 16 kHz mono. Thread: any. The same every time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audio/pcm.hpp"
#include "base/worker_pool.hpp"

namespace codevoice::bench {

struct Sound {
  std::string kind;  // "backchannel", "hum", "cough", "knock", "keyboard", "one or two words", "longer"
  std::string what;
  audio::Pcm pcm;  // begins with its first sample that sounds
};

/// What was looked at when the limits were set, and what decides whether they hold: other voices, other words, other noises.
enum class Half : std::uint8_t { Tuning, HeldOut };

/// A hundred noises that mean nothing, in equal parts.
std::vector<Sound> make_noises(Half half, WorkerPool& pool);
/// A hundred interruptions, half of them of one or two words.
std::vector<Sound> make_interruptions(Half half, WorkerPool& pool);

/// More for the tuning half, only to tune on: each of more short sayings by each of its voices.
std::vector<Sound> make_more_listening(WorkerPool& pool);
std::vector<Sound> make_more_interruptions(WorkerPool& pool);

}  // namespace codevoice::bench
