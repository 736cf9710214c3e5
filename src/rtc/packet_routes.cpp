#include "rtc/packet_routes.hpp"

namespace codevoice::rtc {

void PacketRoutes::add_ufrag(std::string ufrag, std::weak_ptr<PacketSink> sink) { ufrags_.insert_or_assign(std::move(ufrag), std::move(sink)); }

void PacketRoutes::remove_ufrag(std::string_view ufrag) {
  if (const auto found = ufrags_.find(ufrag); found != ufrags_.end()) ufrags_.erase(found);
}

std::shared_ptr<PacketSink> PacketRoutes::by_ufrag(std::string_view ufrag) const {
  const auto found = ufrags_.find(ufrag);
  return found == ufrags_.end() ? nullptr : found->second.lock();
}

void PacketRoutes::bind(const Path& path, std::weak_ptr<PacketSink> sink) {
  const auto [place, is_new] = routes_.try_emplace(path);
  if (is_new && path.local.is_unspecified()) ++any_local_;
  place->second = Route{std::move(sink), {}};
}

void PacketRoutes::unbind(const Path& path, TimePoint now) {
  bury_expired(now);
  const auto found = routes_.find(path);
  if (found == routes_.end() || found->second.is_tombstone()) return;
  found->second = Route{{}, now + kQuiet};
  tombstones_.push_back({path, now + kQuiet});
}

void PacketRoutes::bury_expired(TimePoint now) {
  while (!tombstones_.empty() && (tombstones_.front().until <= now || tombstones_.size() >= kMostTombstones)) {
    const auto& oldest = tombstones_.front();
    const auto found = routes_.find(oldest.path);
    if (found != routes_.end() && found->second.quiet_until == oldest.until) {  // else it is in use again
      if (oldest.path.local.is_unspecified()) --any_local_;
      routes_.erase(found);
    }
    tombstones_.pop_front();
  }
}

PacketRoutes::Found PacketRoutes::by_path(const Path& path, TimePoint now) const {
  auto found = routes_.find(path);
  if (found == routes_.end() && any_local_ > 0) {
    auto from_any = path;
    from_any.local = asio::ip::address();
    found = routes_.find(from_any);
  }
  if (found == routes_.end()) return {};
  const auto& route = found->second;
  if (route.is_tombstone()) return {nullptr, now < route.quiet_until};
  auto sink = route.sink.lock();
  const bool late = sink == nullptr;
  return {std::move(sink), late};
}

void PacketRoutes::clear() {
  ufrags_.clear();
  routes_.clear();
  tombstones_.clear();
  any_local_ = 0;
}

}  // namespace codevoice::rtc
