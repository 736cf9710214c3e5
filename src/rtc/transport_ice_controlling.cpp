// untested: transport_hub_test.cpp runs it over real sockets
#include "rtc/transport_ice_controlling.hpp"

#include <algorithm>

#include "rtc/ice_credentials.hpp"

namespace codevoice::rtc {
namespace {

IceControllingConfig config_for(const PacketMux& mux) {
  IceControllingConfig config;
  config.ipv4 = mux.reaches(asio::ip::address_v4::any());
  config.ipv6 = mux.reaches(asio::ip::address_v6::any());
  return config;
}

}  // namespace

TransportIceControlling::TransportIceControlling(std::unique_ptr<PacketMux> mux, std::weak_ptr<PacketSink> sink)
    : mux_(std::move(mux)), sink_(std::move(sink)), agent_(make_ice_credentials(), config_for(*mux_)) {
  register_ufrags();
}

void TransportIceControlling::set_remote(const RemoteDescription& remote, TimePoint now) {
  agent_.set_remote(remote.ice, remote.candidates, now);
  flush();
}

void TransportIceControlling::add_remote_candidate(const Candidate& candidate, TimePoint now) {
  agent_.add_remote_candidate(candidate, now);
  flush();
}

void TransportIceControlling::restart() {
  agent_.restart(make_ice_credentials());
  register_ufrags();
}

void TransportIceControlling::on_stun(const StunMessage& message, const Path& path, TimePoint now) {
  agent_.on_stun(message, path, now);
  flush();
}

void TransportIceControlling::on_time(TimePoint now) {
  agent_.on_time(now);
  flush();
}

bool TransportIceControlling::send(ByteView bytes) {
  const auto& path = agent_.selected();
  if (path) mux_->send(*path, bytes);
  return path.has_value();
}

void TransportIceControlling::register_ufrags() {
  const auto valid = agent_.ufrags();
  for (const auto& ufrag : registered_) {
    if (std::find(valid.begin(), valid.end(), ufrag) == valid.end()) mux_->unregister_ufrag(ufrag);
  }
  for (const auto& ufrag : valid) {
    if (std::find(registered_.begin(), registered_.end(), ufrag) == registered_.end()) mux_->register_ufrag(ufrag, sink_);
  }
  registered_ = valid;
}

void TransportIceControlling::flush() {
  for (const auto& path : agent_.take_new_paths()) mux_->bind_path(path, sink_);
  for (const auto& packet : agent_.take_packets()) mux_->send(packet.path, packet.bytes);
}

}  // namespace codevoice::rtc
