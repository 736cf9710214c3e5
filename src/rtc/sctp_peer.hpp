// The part of an association that lives on the SCTP thread: its socket and its channels.
// Ownership: shared by the association on the shard and by the posts under way; close() ends it on the SCTP thread.
// Thread:    the SCTP thread; `report` runs there too and takes the events to the shard.
// Errors:    an association that ends or cannot begin is reported as lost.
#pragma once

#include <functional>
#include <memory>

#include "rtc/sctp_channels.hpp"
#include "rtc/sctp_socket.hpp"

namespace codevoice::rtc {

class SctpPeer final : private SctpLink {
 public:
  using Report = std::function<void(SctpEvents)>;
  SctpPeer(SctpChannelsConfig config, Report report) : report_(std::move(report)), channels_(config, *this, events_) {}

  void open();
  void on_packet(ByteView packet);
  void send(const std::string& label, Bytes message);
  void on_tick();
  void close();

 private:
  SctpSent send(const SctpSendOptions& options, ByteView message) override;
  void reset_stream(std::uint16_t stream) override;
  /// Handles what usrsctp reported, then hands all that came of it to the shard.
  void settle();

  Report report_;
  SctpEvents events_;
  SctpChannels channels_;
  std::unique_ptr<SctpSocket> socket_;
};

}  // namespace codevoice::rtc
