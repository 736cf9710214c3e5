// The newest events of the interviews that run, numbered, for those who watch: what a watcher missed while it was away is still here.
// Thread: any. A watcher is called on its own executor.
// What is kept: the newest 500 events of an interview, and of an interview that ended for a quarter of an hour.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/asio.hpp"
#include "base/clock.hpp"
#include "session/live_event.hpp"

namespace codevoice::http {

class LiveHub final : public session::LiveListener {
 public:
  explicit LiveHub(const Clock& clock) : clock_(clock) {}

  void on_event(const std::string& interview, session::LiveEvent event) override;

  /// Gets events, each as one JSON text, until it is destroyed.
  struct Watcher {
    asio::any_io_executor executor;
    std::function<void(std::string text)> take;
  };
  /// First what came after `last_id` (0: all that is kept), then what comes. A `gap` event comes first when some of that is gone.
  void watch(const std::string& interview, std::uint64_t last_id, const std::shared_ptr<Watcher>& watcher);

 private:
  struct Numbered {
    std::uint64_t id = 0;
    std::shared_ptr<const std::string> text;
  };
  struct Feed {
    std::uint64_t next_id = 1;
    std::deque<Numbered> events;
    std::vector<std::weak_ptr<Watcher>> watchers;
    std::optional<TimePoint> ended;
  };
  static void send(const std::weak_ptr<Watcher>& watcher, std::shared_ptr<const std::string> text);
  void forget_old(TimePoint now);

  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Feed> feeds_;
};

}  // namespace codevoice::http
