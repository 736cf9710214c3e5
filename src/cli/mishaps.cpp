#include "cli/mishaps.hpp"

#include <array>

namespace codevoice::cli {

std::string_view name_of(Mishap mishap) noexcept {
  constexpr std::array<std::string_view, 6> names{"none", "mute", "silence", "noise", "leave", "vanish"};
  return names[static_cast<std::size_t>(mishap)];
}

Mishap Mishaps::next() {
  if (!random_) return Mishap::None;
  // of twenty
  constexpr std::array<Mishap, 10> kBad{Mishap::Mute,  Mishap::Mute,  Mishap::Silence, Mishap::Silence, Mishap::Noise,
                                        Mishap::Noise, Mishap::Leave, Mishap::Leave,   Mishap::Leave,   Mishap::Vanish};
  const auto drawn = (*random_)() % (2 * kBad.size());
  return drawn < kBad.size() ? kBad[drawn] : Mishap::None;
}

}  // namespace codevoice::cli
