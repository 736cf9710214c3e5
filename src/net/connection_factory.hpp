// Accepted sockets to served connections. Plain and TLS live in files of their own: each costs a minute of compiling.
// Thread: the server's executor. Errors: none here; a failed handshake ends the connection.
#pragma once

#include <memory>
#include <optional>

#include "net/http_connection.hpp"

namespace codevoice::net {

/// With `already_read` it was handed over: that begins with its one request.
std::shared_ptr<OpenConnection> make_plain_connection(asio::ip::tcp::socket socket, std::shared_ptr<const Handler> handler, std::string peer,
                                                      const std::optional<std::string>& already_read);
std::shared_ptr<OpenConnection> make_tls_connection(asio::ip::tcp::socket socket, const std::shared_ptr<asio::ssl::context>& tls,
                                                    std::shared_ptr<const Handler> handler, std::string peer);

}  // namespace codevoice::net
