// One DTLS 1.2 association over datagrams handed in and out, either role. It does no I/O and owns no timer.
// Ownership: the owner is the listener and outlives the session; it must not destroy the session inside a callback.
// Thread:    one shard.
// Errors:    a handshake that cannot succeed is reported once by on_dtls_failed; bad datagrams are ignored (RFC 6347 §4.1.2.7).
//            Keys leave only after the peer's certificate matched the fingerprint of its SDP (ASVS 17.2.8).
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "rtc/dtls_context.hpp"
#include "rtc/srtp_keys.hpp"
#include "rtc/transport.hpp"

struct bio_st;
struct ssl_st;
struct x509_store_ctx_st;

namespace codevoice::rtc {

class DtlsListener {
 public:
  virtual ~DtlsListener() = default;
  /// One datagram for the peer. Called from inside OpenSSL: copy or send, nothing else.
  virtual void on_dtls_send(ByteView datagram) = 0;
  /// Once, when the peer has proved to be the one of the SDP.
  virtual void on_dtls_connected(SrtpKeys keys) = 0;
  /// One decrypted record (an SCTP packet).
  virtual void on_dtls_data(ByteView record) = 0;
  /// The peer said close_notify.
  virtual void on_dtls_closed() = 0;
  virtual void on_dtls_failed(const Error& why) = 0;
};

struct DtlsSessionConfig {
  DtlsRole role = DtlsRole::Server;
  std::string peer_fingerprint;                                                // sha-256, as in the SDP
  std::chrono::microseconds first_retransmit{std::chrono::milliseconds{100}};  // doubles up to the next
  std::chrono::microseconds last_retransmit{std::chrono::seconds{2}};
};

class DtlsSession {
 public:
  static Result<std::unique_ptr<DtlsSession>> create(const DtlsContext& context, DtlsSessionConfig config, DtlsListener& listener);
  ~DtlsSession();
  DtlsSession(const DtlsSession&) = delete;
  DtlsSession& operator=(const DtlsSession&) = delete;

  /// A client sends its first flight; a server waits.
  void start();
  void on_datagram(ByteView datagram);
  /// One record. Unavailable before the handshake ends and after the association has closed.
  Result<void> send(ByteView record);
  /// When to call on_timeout(), from now. Ask again after every start, datagram, send and timeout.
  std::optional<std::chrono::microseconds> timeout() const;
  void on_timeout();
  /// Sends close_notify when the peer can read it. No callback follows but its datagram.
  void close();
  bool connected() const { return state_ == State::Connected; }

 private:
  enum class State : std::uint8_t { New, Handshaking, Connected, Over };
  DtlsSession(DtlsSessionConfig config, DtlsListener& listener) : config_(std::move(config)), listener_(listener) {}

  bool set_up(const DtlsContext& context);
  void handshake();
  void finish_handshake();
  void read_records();
  void give_up(std::string why);
  bool is_expected(const x509_st* certificate) const;
  std::optional<SrtpKeys> export_keys() const;

  static int write_datagram(bio_st* bio, const char* bytes, int size);
  static int read_datagram(bio_st* bio, char* bytes, int size);
  static long control(bio_st* bio, int command, long number, void* pointer);
  static int verify_certificate(int preverified, x509_store_ctx_st* store);
  static unsigned next_retransmit(ssl_st* ssl, unsigned last_us);

  struct Free {
    void operator()(ssl_st* ssl) const;
  };
  DtlsSessionConfig config_;
  DtlsListener& listener_;
  std::unique_ptr<ssl_st, Free> ssl_;
  ByteView incoming_;  // the datagram being handled; empty once OpenSSL has taken it
  State state_ = State::New;
  bool impostor_ = false;  // another certificate than the expected one was shown
};

}  // namespace codevoice::rtc
