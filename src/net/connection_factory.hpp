// Accepted sockets to served connections. Plain and TLS live in files of their own: each costs a minute of compiling.
// Thread: the server's executor. Errors: none here; a failed handshake ends the connection.
#pragma once

#include <memory>

#include "net/http_connection.hpp"

namespace codevoice::net {

std::shared_ptr<OpenConnection> make_plain_connection(asio::ip::tcp::socket socket, std::shared_ptr<const Handler> handler, std::string peer);
std::shared_ptr<OpenConnection> make_tls_connection(asio::ip::tcp::socket socket, const std::shared_ptr<asio::ssl::context>& tls,
                                                    std::shared_ptr<const Handler> handler, std::string peer);

}  // namespace codevoice::net
