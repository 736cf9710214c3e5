// What happens in an interview at this moment, for those who watch it.
// Thread: the session's strand; a listener must take events from any strand and return at once.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace codevoice::session {

struct LiveEvent {
  std::string type;            // "started", "state", "caption", "line", "turn", "figures", "ended"
  boost::json::object data{};  // docs/live.md
};

class LiveListener {
 public:
  virtual ~LiveListener() = default;
  virtual void on_event(const std::string& interview, LiveEvent event) = 0;
};

}  // namespace codevoice::session
