// untested: transport_hub_test.cpp runs it over real sockets
#include "rtc/transport_ice_lite.hpp"

#include "rtc/ice_credentials.hpp"

namespace codevoice::rtc {

TransportIceLite::TransportIceLite(PacketMux& mux, std::weak_ptr<PacketSink> sink, std::string ufrag_prefix)
    : mux_(mux), sink_(std::move(sink)), ufrag_prefix_(std::move(ufrag_prefix)), agent_(make_ice_credentials(ufrag_prefix_)) {
  mux_.register_ufrag(agent_.local().ufrag, sink_);
}

void TransportIceLite::set_remote(const RemoteDescription& remote, TimePoint /*now*/) {
  const bool again = !remote_ufrag_.empty() && remote_ufrag_ != remote.ice.ufrag;
  remote_ufrag_ = remote.ice.ufrag;
  if (!again) return;
  for (const auto& retired : agent_.restart(make_ice_credentials(ufrag_prefix_))) mux_.unregister_ufrag(retired);
  mux_.register_ufrag(agent_.local().ufrag, sink_);
}

void TransportIceLite::on_stun(const StunMessage& message, const Path& path, TimePoint now) {
  if (message.kind != StunKind::Request) return;  // nothing was asked, so nothing is answered
  const auto outcome = agent_.on_request(message, path, now);
  if (outcome.bind) mux_.bind_path(*outcome.bind, sink_);
  if (!outcome.answer.empty()) mux_.send(path, outcome.answer);
  for (const auto& old : outcome.unbind) mux_.unbind_path(old);
  for (const auto& ufrag : outcome.retired) mux_.unregister_ufrag(ufrag);
}

bool TransportIceLite::send(ByteView bytes) {
  const auto& path = agent_.selected();
  if (path) mux_.send(*path, bytes);
  return path.has_value();
}

void TransportIceLite::close() {
  for (const auto& ufrag : agent_.ufrags()) mux_.unregister_ufrag(ufrag);
  for (const auto& path : agent_.paths()) mux_.unbind_path(path);
}

}  // namespace codevoice::rtc
