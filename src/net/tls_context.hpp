// TLS settings for our servers and for outgoing connections. TLS 1.2 is the oldest version spoken.
// Thread: the client's context is made once and only read afterwards.
// Errors: Invalid when a certificate or key file cannot be used; the message names the file.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl.hpp>
#include <memory>
#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace codevoice::net {

using PlainStream = boost::beast::tcp_stream;
using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

Result<std::shared_ptr<asio::ssl::context>> make_server_tls(const std::string& certificate_file, const std::string& key_file);

/// The machine's trusted authorities (SSL_CERT_FILE and SSL_CERT_DIR are honoured).
asio::ssl::context& client_tls();
/// Asks for the host's certificate (SNI) and checks that what comes is its own.
Result<void> expect_host(TlsStream& stream, const std::string& host);

}  // namespace codevoice::net
