// The data channels of one association: DCEP both ways, labels to streams, messages put together, messages waiting to go.
// It calls usrsctp through SctpLink only, so it can be tested without it.
// Ownership: borrows the link and the events it writes to.   Thread: the SCTP thread.
// Errors:    what a peer does wrong is dropped and counted; a channel it resets is reset back (RFC 8831 §6.7).
// Sources:   RFC 8831 §6 (payload protocols, sizes), RFC 8832 §6 (stream ids by DTLS role).
#pragma once

#include <deque>
#include <map>
#include <string>

#include "rtc/sctp_dcep.hpp"
#include "rtc/sctp_events.hpp"
#include "rtc/sctp_socket.hpp"
#include "rtc/transport.hpp"

namespace codevoice::rtc {

/// What an SDP of ours announces (a=max-message-size), and most a peer may send.
inline constexpr std::size_t kMaxSctpMessage = 65'535;

class SctpLink {
 public:
  virtual ~SctpLink() = default;
  virtual SctpSent send(const SctpSendOptions& options, ByteView message) = 0;
  virtual void reset_stream(std::uint16_t stream) = 0;
};

struct SctpChannelsConfig {
  ChannelRole channels = ChannelRole::Answerer;
  DtlsRole dtls = DtlsRole::Server;  // ours: a client's channels have even stream ids
};

class SctpChannels {
 public:
  SctpChannels(SctpChannelsConfig config, SctpLink& link, SctpEvents& events) : config_(config), link_(link), events_(events) {}

  /// The association is up: an opener asks for _reliable and _lossy.
  void on_up();
  void on_fragment(SctpFragment fragment);
  void on_reset(std::uint16_t stream);
  /// Waits until the channel is open and there is room.
  void send(const std::string& label, Bytes message);
  /// Sends what waits, as far as there is room.
  void flush();

 private:
  struct Channel {
    std::string label;
    DcepReliability reliability = DcepReliability::Reliable;
    std::uint32_t limit = 0;
    bool unordered = false;
    bool acknowledged = false;  // until then an opener sends in order (RFC 8832 §6)
    Bytes partial[2];           // a message on its way, ordered and unordered
    bool too_big[2] = {false, false};
  };
  struct Control {
    std::uint16_t stream = 0;
    Bytes message;
  };

  void open(std::uint16_t stream, const DcepOpen& open);
  void on_dcep(std::uint16_t stream, ByteView message);
  void on_open(std::uint16_t stream, ByteView message);
  void on_message(std::uint16_t stream, std::uint32_t ppid, Bytes message);
  bool join(Channel& channel, SctpFragment& fragment);
  bool flush_control();
  void flush_label(const std::string& label, std::deque<Bytes>& waiting);
  SctpSent send_message(std::uint16_t stream, const Channel& channel, const Bytes& message);
  std::map<std::uint16_t, Channel>::iterator channel_named(const std::string& label);

  SctpChannelsConfig config_;
  SctpLink& link_;
  SctpEvents& events_;
  std::map<std::uint16_t, Channel> channels_;
  std::map<std::string, std::deque<Bytes>> waiting_;
  std::deque<Control> control_;
};

}  // namespace codevoice::rtc
