#include "rtc/dtls_session.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/crypto.hpp"

namespace codevoice::rtc {
namespace {

constexpr long kMtu = 1200;                    // fits every path WebRTC is used on
constexpr std::size_t kMaxRecord = 16 * 1024;  // RFC 6347 §4.1
constexpr std::string_view kImpostor = "the peer's certificate is not the one its description names";
constexpr std::string_view kExporterLabel = "EXTRACTOR-dtls_srtp";  // RFC 5764 §4.2

std::string openssl_reason() {
  const auto code = ERR_peek_last_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "handshake refused" : reason;
}

bool is_fatal(int ssl_error) { return ssl_error == SSL_ERROR_SSL || ssl_error == SSL_ERROR_SYSCALL; }

}  // namespace

void DtlsSession::Free::operator()(ssl_st* ssl) const { SSL_free(ssl); }

DtlsSession::~DtlsSession() = default;

Result<std::unique_ptr<DtlsSession>> DtlsSession::create(const DtlsContext& context, DtlsSessionConfig config, DtlsListener& listener) {
  if (parse_fingerprint(config.peer_fingerprint).empty()) {
    return fail(ErrorKind::Invalid, "the peer's fingerprint is not sha-256");
  }
  std::unique_ptr<DtlsSession> session(new DtlsSession(std::move(config), listener));
  if (!session->set_up(context)) return fail(ErrorKind::Internal, "OpenSSL cannot make a DTLS session");
  return session;
}

bool DtlsSession::set_up(const DtlsContext& context) {
  static BIO_METHOD* const method = [] {  // process-wide table of functions, never changed or freed
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams");
    BIO_meth_set_write(made, &DtlsSession::write_datagram);
    BIO_meth_set_read(made, &DtlsSession::read_datagram);
    BIO_meth_set_ctrl(made, &DtlsSession::control);
    return made;
  }();
  ssl_.reset(SSL_new(context.get()));
  BIO* bio = ssl_ ? BIO_new(method) : nullptr;
  if (bio == nullptr) return false;
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_app_data(ssl_.get(), this);
  SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, &DtlsSession::verify_certificate);
  DTLS_set_link_mtu(ssl_.get(), kMtu);
  DTLS_set_timer_cb(ssl_.get(), &DtlsSession::next_retransmit);
  if (config_.role == DtlsRole::Client) {
    SSL_set_connect_state(ssl_.get());
  } else {
    SSL_set_accept_state(ssl_.get());
  }
  return true;
}

void DtlsSession::start() {
  if (state_ != State::New) return;
  state_ = State::Handshaking;
  handshake();
}

void DtlsSession::on_datagram(ByteView datagram) {
  if (state_ == State::New || state_ == State::Over) return;
  incoming_ = datagram;
  if (state_ == State::Handshaking) handshake();
  if (state_ == State::Connected) read_records();
  incoming_ = {};
}

void DtlsSession::handshake() {
  ERR_clear_error();
  const int done = SSL_do_handshake(ssl_.get());
  if (done == 1) return finish_handshake();
  if (!is_fatal(SSL_get_error(ssl_.get(), done))) return;
  give_up(impostor_ ? std::string(kImpostor) : openssl_reason());
}

void DtlsSession::finish_handshake() {
  if (!is_expected(SSL_get0_peer_certificate(ssl_.get()))) return give_up(std::string(kImpostor));
  auto keys = export_keys();
  if (!keys) return give_up("no SRTP profile in common");
  state_ = State::Connected;
  listener_.on_dtls_connected(std::move(*keys));
}

void DtlsSession::read_records() {
  std::array<std::uint8_t, kMaxRecord> record;
  while (state_ == State::Connected) {
    ERR_clear_error();
    const int size = SSL_read(ssl_.get(), record.data(), static_cast<int>(record.size()));
    if (size > 0) {
      listener_.on_dtls_data(ByteView(record.data(), static_cast<std::size_t>(size)));
      continue;
    }
    const int error = SSL_get_error(ssl_.get(), size);
    if (error == SSL_ERROR_ZERO_RETURN) {
      state_ = State::Over;
      listener_.on_dtls_closed();
    } else if (is_fatal(error)) {
      give_up(openssl_reason());
    }
    return;
  }
}

Result<void> DtlsSession::send(ByteView record) {
  if (state_ != State::Connected) return fail(ErrorKind::Unavailable, "DTLS is not connected");
  ERR_clear_error();
  const int written = SSL_write(ssl_.get(), record.data(), static_cast<int>(record.size()));
  if (written == static_cast<int>(record.size())) return {};
  return fail(ErrorKind::Internal, "DTLS cannot send a record: " + openssl_reason());
}

std::optional<std::chrono::microseconds> DtlsSession::timeout() const {
  timeval left{};
  if (state_ == State::Over || DTLSv1_get_timeout(ssl_.get(), &left) != 1) return std::nullopt;
  return std::chrono::seconds{left.tv_sec} + std::chrono::microseconds{left.tv_usec};
}

void DtlsSession::on_timeout() {
  if (state_ == State::Over) return;
  ERR_clear_error();
  if (DTLSv1_handle_timeout(ssl_.get()) < 0 && state_ == State::Handshaking) give_up("the peer does not answer");
}

void DtlsSession::close() {
  const bool can_say_goodbye = state_ == State::Connected;
  state_ = State::Over;
  if (can_say_goodbye) SSL_shutdown(ssl_.get());
}

void DtlsSession::give_up(std::string why) {
  if (state_ == State::Over) return;
  state_ = State::Over;
  listener_.on_dtls_failed(Error{ErrorKind::Protocol, "DTLS: " + std::move(why)});
}

bool DtlsSession::is_expected(const x509_st* certificate) const {
  const auto expected = parse_fingerprint(config_.peer_fingerprint);
  const auto actual = parse_fingerprint(dtls_fingerprint_of(certificate));
  return !actual.empty() && crypto::equal_in_constant_time(expected, actual);
}

// Certificates are self-signed: the chain says nothing, the fingerprint all. Refusing here lets the peer learn it by an alert.
int DtlsSession::verify_certificate(int /*preverified*/, x509_store_ctx_st* store) {
  if (X509_STORE_CTX_get_error_depth(store) != 0) return 1;
  const auto* ssl = static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* session = static_cast<DtlsSession*>(SSL_get_app_data(ssl));
  session->impostor_ = !session->is_expected(X509_STORE_CTX_get_current_cert(store));
  return session->impostor_ ? 0 : 1;
}

std::optional<SrtpKeys> DtlsSession::export_keys() const {
  const auto* selected = SSL_get_selected_srtp_profile(ssl_.get());
  if (selected == nullptr) return std::nullopt;
  SrtpKeys keys;
  keys.profile = static_cast<SrtpProfile>(selected->id);
  const auto key_size = key_size_of(keys.profile);
  const auto salt_size = salt_size_of(keys.profile);
  Bytes material(2 * (key_size + salt_size));
  if (SSL_export_keying_material(ssl_.get(), material.data(), material.size(), kExporterLabel.data(), kExporterLabel.size(), nullptr, 0, 0) != 1) {
    return std::nullopt;
  }
  // order: client key, server key, client salt, server salt
  const auto side = [&](std::size_t index) {
    const auto key = material.begin() + static_cast<std::ptrdiff_t>(index * key_size);
    const auto salt = material.begin() + static_cast<std::ptrdiff_t>(2 * key_size + index * salt_size);
    Bytes joined(key, key + static_cast<std::ptrdiff_t>(key_size));
    joined.insert(joined.end(), salt, salt + static_cast<std::ptrdiff_t>(salt_size));
    return joined;
  };
  const bool client = config_.role == DtlsRole::Client;
  keys.local = side(client ? 0 : 1);
  keys.remote = side(client ? 1 : 0);
  explicit_bzero(material.data(), material.size());
  return keys;
}

int DtlsSession::write_datagram(bio_st* bio, const char* bytes, int size) {
  auto* session = static_cast<DtlsSession*>(BIO_get_data(bio));
  session->listener_.on_dtls_send(ByteView(reinterpret_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(size)));
  return size;
}

int DtlsSession::read_datagram(bio_st* bio, char* bytes, int size) {
  auto* session = static_cast<DtlsSession*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (session->incoming_.empty()) {
    BIO_set_retry_read(bio);
    return -1;
  }
  const auto count = std::min(static_cast<std::size_t>(size), session->incoming_.size());
  std::memcpy(bytes, session->incoming_.data(), count);
  session->incoming_ = {};  // what OpenSSL did not take of a datagram is lost, as on a socket
  return static_cast<int>(count);
}

long DtlsSession::control(bio_st* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  switch (command) {
    case BIO_CTRL_FLUSH:
    case BIO_CTRL_DGRAM_SET_NEXT_TIMEOUT: return 1;
    case BIO_CTRL_DGRAM_QUERY_MTU:
    case BIO_CTRL_DGRAM_GET_FALLBACK_MTU: return kMtu;
    default: return 0;
  }
}

unsigned DtlsSession::next_retransmit(ssl_st* ssl, unsigned last_us) {
  const auto* session = static_cast<const DtlsSession*>(SSL_get_app_data(ssl));
  const auto first = static_cast<unsigned>(session->config_.first_retransmit.count());
  const auto longest = static_cast<unsigned>(session->config_.last_retransmit.count());
  return last_us == 0 ? first : std::min(last_us * 2, longest);
}

}  // namespace codevoice::rtc
