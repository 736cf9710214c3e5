// untested: covered by web_server_test.cpp, its only caller's
#include "net/connection_factory.hpp"
#include "net/http_stream_connection.hpp"

namespace codevoice::net {

std::shared_ptr<OpenConnection> make_plain_connection(asio::ip::tcp::socket socket, std::shared_ptr<const Handler> handler, std::string peer,
                                                      const std::optional<std::string>& already_read) {
  auto connection = std::make_shared<HttpConnection<PlainStream>>(PlainStream(std::move(socket)), std::move(handler), std::move(peer));
  if (already_read) connection->serve_only(*already_read);
  return connection;
}

}  // namespace codevoice::net
