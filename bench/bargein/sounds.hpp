// What happens over the interviewer's voice: listeners' noises, coughs, knocks, typing, interruptions, the interviewer's own echo.
// Units: 16 kHz mono. Thread: any. The same for the same seed.
#pragma once

#include <string>
#include <vector>

#include "audio/pcm.hpp"
#include "base/worker_pool.hpp"

namespace codevoice::bench {

struct Sound {
  std::string kind;  // "backchannel", "cough", "knock", "keyboard", "interruption"
  std::string what;
  audio::Pcm pcm;  // begins with its first sample that sounds
};

/// A hundred noises that mean nothing, in equal parts.
std::vector<Sound> make_noises(std::uint64_t seed, WorkerPool& pool);
/// A hundred interruptions, half of them of one or two words.
std::vector<Sound> make_interruptions(WorkerPool& pool);

}  // namespace codevoice::bench
