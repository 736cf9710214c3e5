#include "net/tls_context.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

namespace codevoice::net {
namespace {

constexpr auto kOptions = asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                          asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1;

bool is_address(const std::string& host) {
  boost::system::error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

}  // namespace

Result<std::shared_ptr<asio::ssl::context>> make_server_tls(const std::string& certificate_file, const std::string& key_file) {
  if (certificate_file.empty() || key_file.empty()) {
    return fail(ErrorKind::Invalid, "TLS needs both a certificate file and a key file");
  }
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  boost::system::error_code error;
  context->set_options(kOptions, error);
  context->use_certificate_chain_file(certificate_file, error);
  if (error) return fail(ErrorKind::Invalid, "certificate " + certificate_file + ": " + error.message());
  context->use_private_key_file(key_file, asio::ssl::context::pem, error);
  if (error) return fail(ErrorKind::Invalid, "key " + key_file + ": " + error.message());
  return context;
}

asio::ssl::context& client_tls() {
  // reading the authorities takes milliseconds, so it happens once
  static asio::ssl::context context = [] {
    asio::ssl::context made(asio::ssl::context::tls_client);
    boost::system::error_code ignored;
    made.set_options(kOptions, ignored);
    made.set_default_verify_paths(ignored);
    made.set_verify_mode(asio::ssl::verify_peer, ignored);
    return made;
  }();
  return context;
}

Result<void> expect_host(TlsStream& stream, const std::string& host) {
  boost::system::error_code error;
  stream.set_verify_callback(asio::ssl::host_name_verification(host), error);
  if (error) return fail(ErrorKind::Internal, "TLS: " + error.message());
  // RFC 6066 §3: no literal addresses in SNI
  if (!is_address(host) && SSL_set_tlsext_host_name(stream.native_handle(), host.c_str()) != 1) {
    return fail(ErrorKind::Internal, "TLS: the host name cannot be announced");
  }
  return {};
}

}  // namespace codevoice::net
