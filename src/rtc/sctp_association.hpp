// A peer's data channels as its shard sees them: packets and messages go in and out, usrsctp runs elsewhere.
// Ownership: the owner is the listener and outlives it; close() or the destructor ends it, no callback follows.
// Thread:    one shard (the executor given); results are posted back to it.
// Errors:    send() says Unavailable when _reliable has 256 kB waiting or the association is over, Invalid for a message
//            that is too big. Lossy messages without room are dropped and counted.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "rtc/sctp_channels.hpp"
#include "rtc/sctp_stack.hpp"

namespace codevoice::rtc {

class SctpPeer;

class SctpListener {
 public:
  virtual ~SctpListener() = default;
  /// One packet for the peer.
  virtual void on_sctp_packet(ByteView packet) = 0;
  virtual void on_sctp_message(std::string_view label, ByteView message) = 0;
  /// The association is over; media is not concerned.
  virtual void on_sctp_lost() = 0;
  virtual void on_sctp_drop(SctpDrop drop, std::uint32_t count) = 0;
};

class SctpAssociation {
 public:
  SctpAssociation(std::shared_ptr<SctpStack> stack, asio::any_io_executor shard, SctpChannelsConfig config, SctpListener& listener);
  ~SctpAssociation();
  SctpAssociation(const SctpAssociation&) = delete;
  SctpAssociation& operator=(const SctpAssociation&) = delete;

  void on_packet(ByteView packet);
  Result<void> send(std::string_view label, ByteView message);
  void close();

 private:
  /// What both threads know of each other. The mutex keeps the SCTP thread from posting to a shard that may be gone once
  /// close() has returned; the shard takes it only there.
  struct Bridge {
    std::mutex mutex;
    bool open = true;
    asio::any_io_executor shard;
    std::weak_ptr<SctpAssociation*> owner;  // read on the shard
    std::atomic<int> packets_under_way{0};
  };
  void deliver(SctpEvents events);

  std::shared_ptr<SctpStack> stack_;
  SctpListener& listener_;
  std::shared_ptr<Bridge> bridge_;
  std::shared_ptr<SctpAssociation*> self_;  // gone: posts under way find nobody
  std::shared_ptr<SctpPeer> peer_;
  std::size_t waiting_reliable_ = 0;  // cost of the messages not yet handed to usrsctp
  std::size_t waiting_lossy_ = 0;
  bool lost_ = false;
};

}  // namespace codevoice::rtc
