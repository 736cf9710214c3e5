// Two SCTP associations on one loop and the wire between them, in memory; a test decides what happens to each packet.
// Thread: the test's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rtc/sctp_association.hpp"

namespace codevoice::test {

class SctpEnd final : public rtc::SctpListener {
 public:
  void on_sctp_packet(ByteView packet) override {
    largest_packet = std::max(largest_packet, packet.size());
    for (int copies = wire ? wire(packet) : 1; copies > 0 && other != nullptr && other->association; --copies) {
      other->association->on_packet(packet);
    }
  }
  void on_sctp_message(std::string_view label, ByteView message) override {
    messages.push_back({std::string(label), Bytes(message.begin(), message.end())});
  }
  void on_sctp_lost() override { ++lost; }
  void on_sctp_drop(rtc::SctpDrop drop, std::uint32_t count) override { drops[static_cast<std::size_t>(drop)] += count; }

  std::vector<Bytes> of(std::string_view label) const {
    std::vector<Bytes> found;
    for (const auto& message : messages) {
      if (message.label == label) found.push_back(message.bytes);
    }
    return found;
  }

  SctpEnd* other = nullptr;
  std::function<int(ByteView)> wire;  // how many copies of a packet arrive
  std::optional<rtc::SctpAssociation> association;
  std::vector<rtc::SctpMessage> messages;
  std::array<std::uint32_t, rtc::kSctpDrops> drops{};
  std::size_t largest_packet = 0;
  int lost = 0;
};

class SctpPair {
 public:
  SctpPair() {
    opener.other = &answerer;
    answerer.other = &opener;
    rtc::SctpChannelsConfig config;
    config.dtls = rtc::DtlsRole::Server;
    answerer.association.emplace(stack, loop.get_executor(), config, answerer);
    config.dtls = rtc::DtlsRole::Client;
    config.channels = rtc::ChannelRole::Opener;
    opener.association.emplace(stack, loop.get_executor(), config, opener);
  }
  ~SctpPair() {
    opener.association.reset();
    answerer.association.reset();
  }

  /// Runs until `done`; false when that has not come in far longer than it needs.
  bool run_until(const std::function<bool()>& done, std::chrono::seconds at_most = std::chrono::seconds{60}) {
    const auto end = std::chrono::steady_clock::now() + at_most;
    const auto work = asio::make_work_guard(loop);
    loop.restart();
    while (!done() && std::chrono::steady_clock::now() < end) loop.run_one_for(std::chrono::milliseconds{50});
    return done();
  }

  std::shared_ptr<rtc::SctpStack> stack = *rtc::SctpStack::shared();
  asio::io_context loop;
  SctpEnd opener;
  SctpEnd answerer;
};

}  // namespace codevoice::test
