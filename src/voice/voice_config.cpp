#include "voice/voice_config.hpp"

#include <algorithm>
#include <array>

namespace codevoice::voice {
namespace {

struct Check {
  bool fine;
  std::string_view what;
};

bool is_probability(float value) { return value >= 0.0F && value <= 1.0F; }

bool positive(std::initializer_list<milliseconds> lengths) {
  return std::all_of(lengths.begin(), lengths.end(), [](milliseconds length) { return length > milliseconds{0}; });
}

}  // namespace

Result<void> VoiceConfig::validate() const {
  const auto patience = turn.patience.value_or(turn.default_patience);
  const std::array checks{
      Check{is_probability(vad.start_above) && is_probability(vad.stop_below) && vad.stop_below <= vad.start_above,
            "vad.stop_below and vad.start_above must be 0..1, in this order"},
      Check{vad.start_windows >= 1, "vad.start_windows must be at least 1"},
      Check{positive({vad.stop, vad.starvation}), "vad times must be positive"},
      Check{is_probability(turn.sensitivity), "turn.sensitivity must be 0..1"},
      Check{patience >= vad.stop, "turn.patience must not be shorter than vad.stop"},
      Check{!turn.ask_at.empty() && std::is_sorted(turn.ask_at.begin(), turn.ask_at.end()), "turn.ask_at must be ascending"},
      Check{positive({turn.window, turn.model_limit, turn.text_limit, turn.longest}), "turn times must be positive"},
      Check{barge_in.speaking.listening >= barge_in.speaking.min_speech && barge_in.pending.listening >= barge_in.pending.min_speech,
            "barge_in.listening must not be shorter than barge_in.min_speech"},
      Check{positive({barge_in.speaking.peek, barge_in.pending.peek}), "barge_in.peek must be positive"},
      Check{barge_in.speaking.min_words >= 1 && barge_in.pending.min_words >= 1, "barge_in.min_words must be at least 1"},
      Check{positive({wording.first_sentence_limit, wording.sentence_limit, reply.first_sample_limit, reply.speaking_limit, reply.chunk_limit,
                      reply.tick}),
            "reply times must be positive"},
      Check{positive({output.ahead, output.hold_limit, output.starve_limit}), "output times must be positive"},
      Check{output.gap_most >= output.gap, "output.gap_most must not be shorter than output.gap"},
      Check{listening.least >= listening.pause && listening.most >= listening.least, "listening.least and listening.most must be in this order"},
      Check{output.ramp >= milliseconds{0} && output.ramp <= milliseconds{20}, "output.ramp must be 0..20 ms"},
  };
  const auto bad = std::find_if(checks.begin(), checks.end(), [](const Check& check) { return !check.fine; });
  if (bad != checks.end()) return fail(ErrorKind::Invalid, std::string(bad->what));
  return {};
}

}  // namespace codevoice::voice
