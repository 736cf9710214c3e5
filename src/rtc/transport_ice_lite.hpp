// ICE-lite over the hub's shared sockets: the room's side.
// Ownership: borrows the hub's mux, held by its owner.   Thread: the shard.
#pragma once

#include "rtc/ice_lite.hpp"
#include "rtc/transport_ice.hpp"

namespace codevoice::rtc {

class TransportIceLite final : public TransportIce {
 public:
  TransportIceLite(PacketMux& mux, std::weak_ptr<PacketSink> sink, std::string ufrag_prefix);

  const IceCredentials& local() const override { return agent_.local(); }
  std::vector<Candidate> candidates() const override { return mux_.local_candidates(); }
  /// Another ufrag than before: an ICE restart.
  void set_remote(const RemoteDescription& remote, TimePoint now) override;
  void add_remote_candidate(const Candidate&, TimePoint) override {}  // a lite agent sends no checks
  void restart() override {}                                          // never the offerer

  void on_stun(const StunMessage& message, const Path& path, TimePoint now) override;
  void on_path_closed(const Path& path) override { agent_.forget(path); }
  void on_time(TimePoint) override {}
  std::optional<TimePoint> deadline() const override { return std::nullopt; }

  const std::optional<Path>& selected() const override { return agent_.selected(); }
  std::optional<TimePoint> last_heard() const override { return agent_.last_checked(); }
  Duration round_trip() const override { return {}; }  // it sends no checks to measure by
  bool send(ByteView bytes) override;
  DropCounts drops() const override { return {}; }
  void close() override;

 private:
  PacketMux& mux_;
  std::weak_ptr<PacketSink> sink_;
  std::string ufrag_prefix_;
  IceLite agent_;
  std::string remote_ufrag_;
};

}  // namespace codevoice::rtc
