// Which of our endpoints an address of usrsctp means. usrsctp's callbacks bring nothing but that address, so the table
// has to be found without a parameter: it belongs to the one thread that makes every usrsctp call.
// Ownership: endpoints are borrowed and take themselves out.   Thread: each thread sees its own; only the SCTP thread has entries.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "base/bytes.hpp"

namespace codevoice::rtc {

struct SctpReceived {
  ByteView bytes;
  std::uint16_t stream = 0;
  std::uint32_t ppid = 0;
  bool unordered = false;
  bool last = true;
  bool notification = false;
};

class SctpEndpoint {
 public:
  virtual ~SctpEndpoint() = default;
  virtual void on_sctp_output(ByteView packet) = 0;
  virtual void on_sctp_received(SctpReceived received) = 0;
};

class SctpTable {
 public:
  static SctpTable& of_this_thread();
  /// Never the same twice in a process: a late callback for an old endpoint finds nobody.
  static std::uintptr_t new_id();

  void add(std::uintptr_t id, SctpEndpoint& endpoint) { endpoints_.emplace(id, &endpoint); }
  void remove(std::uintptr_t id) { endpoints_.erase(id); }
  SctpEndpoint* find(std::uintptr_t id) const {
    const auto found = endpoints_.find(id);
    return found == endpoints_.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::uintptr_t, SctpEndpoint*> endpoints_;
};

}  // namespace codevoice::rtc
