// One usrsctp socket toward one peer. What arrives is kept until asked for: usrsctp must not be called from its own callbacks.
// Ownership: closes the socket; the peer behind is known to usrsctp by an id that is never used again, not by a pointer.
// Thread:    the SCTP thread only, from create() to the destructor.
// Errors:    Internal when usrsctp cannot make the socket; send() tells a full buffer from a refusal.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "rtc/sctp_table.hpp"

struct socket;

namespace codevoice::rtc {

struct SctpSendOptions {
  std::uint16_t stream = 0;
  std::uint32_t ppid = 0;
  bool unordered = false;
  std::optional<std::uint32_t> max_retransmits;  // nothing: until it arrives
  std::optional<std::uint32_t> lifetime_ms;
};
enum class SctpSent : std::uint8_t { Yes, Full, Refused };

/// A message or a part of one.
struct SctpFragment {
  std::uint16_t stream = 0;
  std::uint32_t ppid = 0;
  bool unordered = false;
  bool last = true;
  Bytes bytes;
};

/// What usrsctp reported since the last take.
struct SctpArrivals {
  bool up = false;
  bool lost = false;
  std::vector<SctpFragment> fragments;
  std::vector<std::uint16_t> resets;  // streams the peer closed
  std::vector<Bytes> packets;         // to be sent to the peer
};

class SctpSocket final : private SctpEndpoint {
 public:
  /// Begins the association at once; both sides may (simultaneous open).
  static Result<std::unique_ptr<SctpSocket>> create(std::uint16_t port = 5000);
  ~SctpSocket() override;
  SctpSocket(const SctpSocket&) = delete;
  SctpSocket& operator=(const SctpSocket&) = delete;

  void on_packet(ByteView packet);
  SctpSent send(const SctpSendOptions& options, ByteView message);
  void reset_stream(std::uint16_t stream);
  SctpArrivals take_arrivals();

 private:
  explicit SctpSocket(std::uintptr_t id) : id_(id) {}
  bool set_up(std::uint16_t port);
  bool set_options();
  bool connect(std::uint16_t port);
  void on_sctp_output(ByteView packet) override;
  void on_sctp_received(SctpReceived received) override;
  void on_notification(ByteView bytes);

  std::uintptr_t id_;
  struct ::socket* socket_ = nullptr;
  SctpArrivals arrivals_;
};

}  // namespace codevoice::rtc
