// A full, controlling ICE agent over a socket of its own: the participant's side. (Two agents on one port toward one
// server would share a 5-tuple, so the hub's sockets are not used.)
// Ownership: owns its mux.   Thread: the shard.
// Errors:    create() says which address could not be bound.
#pragma once

#include "rtc/ice_controlling.hpp"
#include "rtc/transport_ice.hpp"

namespace codevoice::rtc {

class TransportIceControlling final : public TransportIce {
 public:
  TransportIceControlling(std::unique_ptr<PacketMux> mux, std::weak_ptr<PacketSink> sink);

  const IceCredentials& local() const override { return agent_.local(); }
  std::vector<Candidate> candidates() const override { return {}; }
  void set_remote(const RemoteDescription& remote, TimePoint now) override;
  void add_remote_candidate(const Candidate& candidate, TimePoint now) override;
  void restart() override;

  void on_stun(const StunMessage& message, const Path& path, TimePoint now) override;
  void on_path_closed(const Path&) override {}
  void on_time(TimePoint now) override;
  std::optional<TimePoint> deadline() const override { return agent_.deadline(); }

  const std::optional<Path>& selected() const override { return agent_.selected(); }
  std::optional<TimePoint> last_heard() const override { return agent_.last_consent(); }
  Duration round_trip() const override { return agent_.round_trip(); }
  bool send(ByteView bytes) override;
  DropCounts drops() const override { return mux_->drops(); }
  void close() override { mux_->close(); }

 private:
  void register_ufrags();
  void flush();

  std::unique_ptr<PacketMux> mux_;
  std::weak_ptr<PacketSink> sink_;
  IceControlling agent_;
  std::vector<std::string> registered_;
};

}  // namespace codevoice::rtc
