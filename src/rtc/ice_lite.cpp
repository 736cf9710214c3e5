#include "rtc/ice_lite.hpp"

#include <algorithm>

namespace codevoice::rtc {
namespace {

constexpr std::size_t kMostPaths = 16;       // a browser tries a handful; a peer must not fill our tables
constexpr std::size_t kMostGenerations = 3;  // the one in use, the newest, and one that was overtaken

}  // namespace

IceLite::IceLite(IceCredentials local) { generations_.push_back({0, std::move(local)}); }

std::vector<std::string> IceLite::restart(IceCredentials fresh) {
  std::vector<std::string> retired;
  if (generations_.size() == kMostGenerations) {
    const auto overtaken = generations_.begin() + 1;  // never nominated, and newer ones exist; the first is in use
    retired.push_back(overtaken->credentials.ufrag);
    generations_.erase(overtaken);
  }
  generations_.push_back({next_generation_++, std::move(fresh)});
  return retired;
}

const IceLite::Generation* IceLite::generation_of(std::string_view ufrag) const {
  const auto found =
      std::find_if(generations_.begin(), generations_.end(), [&](const Generation& generation) { return generation.credentials.ufrag == ufrag; });
  return found == generations_.end() ? nullptr : &*found;
}

IceLiteOutcome IceLite::on_request(const StunMessage& message, const Path& path, TimePoint now) {
  IceLiteOutcome outcome;
  const auto* generation = generation_of(message.receiver_ufrag());
  const auto* ours = generation == nullptr ? nullptr : &generation->credentials;
  auto fault = IceAnswerer::fault_of(message, ours);
  // A lite agent is always controlled (RFC 8445 §6.1.1), so a peer that says it is controlled must change, whatever
  // the tie-breakers say.
  if (fault == 0 && message.controlled) fault = 487;
  if (fault != 0) {
    outcome.answer = answerer_.refuse(message, fault, ours, now);
    return outcome;
  }
  outcome.answer = IceAnswerer::accept(message, path.remote, ours->pwd);
  outcome.passed = true;
  last_checked_ = now;
  const auto number = generation->number;
  remember(path, number, now, outcome);
  if (message.use_candidate) nominate(path, number, outcome);
  if (!selected_) select(path, outcome);
  return outcome;
}

void IceLite::remember(const Path& path, std::uint32_t generation, TimePoint now, IceLiteOutcome& outcome) {
  const auto known = std::find_if(checked_.begin(), checked_.end(), [&](const CheckedPath& one) { return one.path == path; });
  if (known != checked_.end()) {
    known->generation = std::max(known->generation, generation);
    known->checked = now;
    return;
  }
  if (checked_.size() == kMostPaths) {
    const auto oldest = std::min_element(checked_.begin(), checked_.end(), [&](const CheckedPath& a, const CheckedPath& b) {
      const bool a_used = a.path == selected_;
      const bool b_used = b.path == selected_;
      return a_used != b_used ? b_used : a.checked < b.checked;  // the selected one counts as the newest
    });
    outcome.unbind.push_back(oldest->path);
    checked_.erase(oldest);
  }
  checked_.push_back({path, generation, now});
  outcome.bind = path;
}

void IceLite::nominate(const Path& path, std::uint32_t generation, IceLiteOutcome& outcome) {
  for (const auto& old : generations_) {
    if (old.number < generation) outcome.retired.push_back(old.credentials.ufrag);
  }
  std::erase_if(generations_, [&](const Generation& one) { return one.number < generation; });
  std::erase_if(checked_, [&](const CheckedPath& one) {
    const bool stale = one.generation < generation;
    if (stale) outcome.unbind.push_back(one.path);
    return stale;
  });
  select(path, outcome);
}

void IceLite::select(const Path& path, IceLiteOutcome& outcome) {
  outcome.selected_changed = selected_ != path;
  selected_ = path;
}

bool IceLite::forget(const Path& path) {
  std::erase_if(checked_, [&](const CheckedPath& one) { return one.path == path; });
  if (selected_ != path) return false;
  selected_.reset();
  const auto latest =
      std::max_element(checked_.begin(), checked_.end(), [](const CheckedPath& a, const CheckedPath& b) { return a.checked < b.checked; });
  if (latest != checked_.end()) selected_ = latest->path;
  return true;
}

std::vector<Path> IceLite::paths() const {
  std::vector<Path> paths;
  for (const auto& one : checked_) paths.push_back(one.path);
  return paths;
}

std::vector<std::string> IceLite::ufrags() const {
  std::vector<std::string> ufrags;
  for (const auto& one : generations_) ufrags.push_back(one.credentials.ufrag);
  return ufrags;
}

}  // namespace codevoice::rtc
