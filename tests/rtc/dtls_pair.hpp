// Two DTLS sessions and the wire between them, in memory; a test decides what happens to each datagram.
// Thread: the test's.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rtc/dtls_session.hpp"

namespace codevoice::test {

struct DtlsEnd final : rtc::DtlsListener {
  void on_dtls_send(ByteView datagram) override { sent.emplace_back(datagram.begin(), datagram.end()); }
  void on_dtls_connected(rtc::SrtpKeys agreed) override { keys.emplace(std::move(agreed)); }
  void on_dtls_data(ByteView record) override { records.emplace_back(record.begin(), record.end()); }
  void on_dtls_closed() override { ++closed; }
  void on_dtls_failed(const Error& why) override { failures.push_back(why); }

  std::deque<Bytes> sent;
  std::optional<rtc::SrtpKeys> keys;
  std::vector<Bytes> records;
  std::vector<Error> failures;
  int closed = 0;
  std::unique_ptr<rtc::DtlsSession> session;
};

/// What the wire does with a datagram: nothing for lost, else how many copies arrive.
using Wire = std::function<int(const Bytes&)>;

class DtlsPair {
 public:
  struct Setup {
    rtc::DtlsContextConfig client_context{};
    rtc::DtlsContextConfig server_context{};
    std::string client_expects{};  // fingerprint; empty: the server's real one
    std::string server_expects{};
  };

  DtlsPair() : DtlsPair(Setup{}) {}
  explicit DtlsPair(const Setup& setup)
      : client_certificate_(*rtc::DtlsCertificate::create()),
        server_certificate_(*rtc::DtlsCertificate::create()),
        client_context_(*rtc::DtlsContext::create(client_certificate_, setup.client_context)),
        server_context_(*rtc::DtlsContext::create(server_certificate_, setup.server_context)) {
    const auto expect = [](const std::string& wanted, const rtc::DtlsContext& real) { return wanted.empty() ? real.fingerprint() : wanted; };
    open(client, client_context_, rtc::DtlsRole::Client, expect(setup.client_expects, server_context_));
    open(server, server_context_, rtc::DtlsRole::Server, expect(setup.server_expects, client_context_));
  }

  /// Carries datagrams both ways, and lets timers fire, until `done` or nothing more can happen.
  void run(const Wire& wire, const std::function<bool()>& done) {
    client.session->start();
    server.session->start();
    for (int idle = 0; !done() && idle < 50'000'000;) {
      const bool moved = carry(client, server, wire) | carry(server, client, wire);
      idle = moved ? 0 : idle + 1;
      if (!moved && !fire(client) && !fire(server)) return;
    }
  }
  bool connected() const { return client.session->connected() && server.session->connected(); }
  void connect() {
    run([](const Bytes&) { return 1; }, [this] { return connected() && client.sent.empty() && server.sent.empty(); });
  }
  /// Delivers what is on the wire now.
  void settle() {
    const Wire perfect = [](const Bytes&) { return 1; };
    while (carry(client, server, perfect) | carry(server, client, perfect)) {
    }
  }

  DtlsEnd client;
  DtlsEnd server;

 private:
  static void open(DtlsEnd& end, const rtc::DtlsContext& context, rtc::DtlsRole role, std::string expected) {
    rtc::DtlsSessionConfig config;
    config.role = role;
    config.peer_fingerprint = std::move(expected);
    config.first_retransmit = std::chrono::milliseconds{20};  // OpenSSL takes what is below 15 ms for expired
    config.last_retransmit = std::chrono::milliseconds{40};
    end.session = std::move(*rtc::DtlsSession::create(context, std::move(config), end));
  }
  static bool carry(DtlsEnd& from, DtlsEnd& to, const Wire& wire) {
    if (from.sent.empty()) return false;
    const Bytes datagram = std::move(from.sent.front());
    from.sent.pop_front();
    for (int copies = wire(datagram); copies > 0; --copies) to.session->on_datagram(datagram);
    return true;
  }
  /// True while the session waits for something.
  static bool fire(DtlsEnd& end) {
    const auto left = end.session->timeout();
    if (left && *left <= std::chrono::microseconds{0}) end.session->on_timeout();
    return left.has_value();
  }

  rtc::DtlsCertificate client_certificate_;
  rtc::DtlsCertificate server_certificate_;
  rtc::DtlsContext client_context_;
  rtc::DtlsContext server_context_;
};

}  // namespace codevoice::test
