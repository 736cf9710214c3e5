// The running interviews of a process as the API reaches them: each on its media thread.
// Thread: stop() from any but the media threads, for which it waits.
#pragma once

#include <vector>

#include "cli/interview_host.hpp"
#include "http/interview_control.hpp"

namespace codevoice::cli {

class HostControl final : public http::InterviewControl {
 public:
  /// The host lives on `executor`; both outlive this.
  void add(asio::any_io_executor executor, InterviewHost& host) { hosts_.push_back({std::move(executor), &host}); }
  /// Unavailable: a media thread did not answer within two seconds.
  Result<void> stop(const std::string& room, const std::string& reason) override;

 private:
  struct Place {
    asio::any_io_executor executor;
    InterviewHost* host;
  };
  std::vector<Place> hosts_;
};

}  // namespace codevoice::cli
