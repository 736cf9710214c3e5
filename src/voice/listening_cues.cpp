#include "voice/listening_cues.hpp"

#include <array>
#include <utility>

namespace codevoice::voice {
namespace {

// none of them judges what is said: "right" or "good" would
constexpr auto kSounds = std::to_array<std::string_view>({"Mm-hm.", "Uh-huh."});

}  // namespace

std::string_view ListeningCues::next() const { return kSounds[(made_ + config_.seed) % kSounds.size()]; }

void ListeningCues::await_next(Duration spoken) {
  const auto span = static_cast<std::size_t>((config_.most - config_.least).count()) + 1;
  due_ = spoken + config_.least + milliseconds(dice_.below(span));
}

std::optional<std::string_view> ListeningCues::at(const Moment& moment) {
  if (!config_.on) return std::nullopt;
  if (std::exchange(turn_, moment.turn) != moment.turn) await_next(Duration{});
  const bool is_pause = moment.silence >= config_.pause && moment.silence <= config_.pause_most;
  if (!is_pause || moment.spoken < due_ || !moment.judgement) return std::nullopt;
  const auto& judged = *moment.judgement;
  // not sure of anything: nobody has judged it yet
  const bool goes_on = judged.sure > 0.0F && judged.sure <= config_.sure_most && judged.after >= moment.silence + config_.room;
  if (!goes_on) return std::nullopt;
  const auto sound = next();
  ++made_;
  prepared_ = false;
  await_next(moment.spoken);
  return sound;
}

std::optional<std::string_view> ListeningCues::to_prepare() {
  if (!config_.on || std::exchange(prepared_, true)) return std::nullopt;
  return next();
}

}  // namespace codevoice::voice
