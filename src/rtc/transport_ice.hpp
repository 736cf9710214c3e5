// What a transport asks of its ICE agent, whichever role that has, together with the sockets the agent works on.
// Ownership: one a transport, which is the sink of the sockets' packets.   Thread: the shard.
// Errors:    none: the transport gives up when selected() stays empty or last_heard() grows old.
#pragma once

#include <memory>
#include <optional>

#include "rtc/packet_mux.hpp"

namespace codevoice::rtc {

class TransportIce {
 public:
  virtual ~TransportIce() = default;

  virtual const IceCredentials& local() const = 0;
  virtual std::vector<Candidate> candidates() const = 0;
  virtual void set_remote(const RemoteDescription& remote, TimePoint now) = 0;
  virtual void add_remote_candidate(const Candidate& candidate, TimePoint now) = 0;
  /// The offerer's half of an ICE restart.
  virtual void restart() = 0;

  virtual void on_stun(const StunMessage& message, const Path& path, TimePoint now) = 0;
  virtual void on_path_closed(const Path& path) = 0;
  virtual void on_time(TimePoint now) = 0;
  virtual std::optional<TimePoint> deadline() const = 0;

  virtual const std::optional<Path>& selected() const = 0;
  /// When the peer last proved to be there (RFC 7675).
  virtual std::optional<TimePoint> last_heard() const = 0;
  virtual Duration round_trip() const = 0;
  /// Sends by the selected path; false when there is none yet.
  virtual bool send(ByteView bytes) = 0;
  /// Counts of sockets only this agent uses.
  virtual DropCounts drops() const = 0;
  /// Leaves the sockets: late packets are dropped quietly.
  virtual void close() = 0;
};

}  // namespace codevoice::rtc
