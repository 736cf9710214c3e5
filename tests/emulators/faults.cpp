#include "emulators/faults.hpp"

#include <charconv>

#include "base/log.hpp"

namespace codevoice::emulators {
namespace {

constexpr std::size_t kInjectedAtMost = 100'000;

Result<std::uint64_t> number_of(const std::string& name, const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return fail(ErrorKind::Invalid, name + "=" + text + ": a number is wanted");
  return value;
}

void tell(std::string& text, const char* name, std::uint64_t value) {
  if (!text.empty()) text += ' ';
  text += std::string(name) + "=" + std::to_string(value);
}

bool apply(Fault& fault, const std::string& name, std::uint64_t value) {
  if (name == "status") {
    fault.status = static_cast<unsigned>(value);
  } else if (name == "delay_ms") {
    fault.delay = std::chrono::milliseconds(value);
  } else if (name == "stall_after") {
    fault.stall_after = value;
  } else if (name == "close_after") {
    fault.close_after = value;
  } else if (name == "close_after_received") {
    fault.close_after_received = value;
  } else if (name == "garbage_after") {
    fault.garbage_after = value;
  } else if (name == "bytes_per_second") {
    fault.bytes_per_second = value;
  } else if (name == "close_code") {
    fault.close_code = static_cast<std::uint16_t>(value);
  } else if (name == "times") {
    fault.times = static_cast<int>(value);
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool Fault::harmless() const { return describe().empty(); }

std::string Fault::describe() const {
  std::string text;
  if (status != 0) tell(text, "status", status);
  if (delay.count() > 0) tell(text, "delay_ms", static_cast<std::uint64_t>(delay.count()));
  if (stall_after) tell(text, "stall_after", *stall_after);
  if (close_after) tell(text, "close_after", *close_after);
  if (close_after_received) tell(text, "close_after_received", *close_after_received);
  if (garbage_after) tell(text, "garbage_after", *garbage_after);
  if (bytes_per_second > 0) tell(text, "bytes_per_second", bytes_per_second);
  return text;
}

Result<Fault> parse_fault(const std::vector<std::pair<std::string, std::string>>& settings) {
  Fault fault;
  for (const auto& [name, text] : settings) {
    const auto value = number_of(name, text);
    if (!value) return tl::unexpected(value.error());
    if (!apply(fault, name, *value)) return fail(ErrorKind::Invalid, "no fault is called '" + name + "'");
  }
  return fault;
}

void Faults::clear() {
  set_.clear();
  random_.reset();
}

void Faults::randomize(RandomFaults how) {
  random_ = how;
  dice_.seed(how.seed);
}

Fault Faults::random_fault() {
  const auto upto = [&](std::uint64_t most) { return dice_() % (most + 1); };
  Fault fault;
  switch (upto(6)) {
    case 0: fault.status = upto(1) == 0 ? 500 : 503; break;
    case 1: fault.status = 429; break;
    case 2: fault.delay = std::chrono::milliseconds(200 + upto(1800)); break;
    case 3: fault.stall_after = upto(8); break;
    case 4: fault.close_after = upto(12); break;
    case 5: fault.garbage_after = upto(6); break;
    default: fault.bytes_per_second = 2000 + upto(20'000); break;
  }
  return fault;
}

Fault Faults::next(const std::string& service) {
  Fault fault;
  if (const auto found = set_.find(service); found != set_.end() && found->second.times != 0) {
    fault = found->second;
    if (found->second.times > 0) --found->second.times;
  } else if (random_ && static_cast<double>(dice_() >> 11) * 0x1.0p-53 < random_->share) {
    fault = random_fault();
  }
  if (fault.harmless()) return fault;
  if (injected_.size() >= kInjectedAtMost) injected_.erase(injected_.begin(), injected_.begin() + kInjectedAtMost / 2);
  injected_.push_back({clock_.now(), clock_.wall_us(), service, fault.describe()});
  log::info("emulator.fault", {{"service", service}, {"what", injected_.back().what}});
  return fault;
}

}  // namespace codevoice::emulators
