// untested: covered by http_client_test.cpp, its only caller
#include "net/http_link.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <type_traits>

#include "net/client_stream.hpp"

namespace codevoice::net {
namespace {

constexpr std::uint32_t kHeaderLimit = 64 * 1024;
constexpr std::size_t kPiece = 16 * 1024;

template <class Stream>
class StreamHttpLink final : public HttpLink {
 public:
  explicit StreamHttpLink(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}

  Awaitable<Result<void>> ask(BeastRequest request, TimePoint deadline) override {
    lowest().expires_at(deadline);
    beast::http::request_serializer<beast::http::string_body> serializer(request);
    const auto [write_error, sent] = co_await beast::http::async_write(*stream_, serializer, as_tuple_awaitable);
    if (write_error) co_return tl::unexpected(describe_client_error(write_error, "sending the request"));
    parser_.emplace();
    parser_->header_limit(kHeaderLimit);
    parser_->body_limit(boost::none);
    if (request.method() == beast::http::verb::head) parser_->skip(true);
    const auto [read_error, received] = co_await beast::http::async_read_header(*stream_, buffer_, *parser_, as_tuple_awaitable);
    if (read_error) co_return tl::unexpected(describe_client_error(read_error, "reading the answer"));
    co_return Result<void>();
  }

  unsigned status() const override { return parser_->get().result_int(); }
  std::string header(std::string_view name) const override {
    const beast::string_view key(name.data(), name.size());
    return std::string(parser_->get()[key]);
  }

  Awaitable<Result<std::optional<std::string>>> read_some(TimePoint deadline) override {
    std::string piece;
    while (piece.empty()) {
      if (parser_->is_done()) co_return std::nullopt;
      piece.resize(kPiece);
      auto& body = parser_->get().body();
      body.data = piece.data();
      body.size = piece.size();
      lowest().expires_at(deadline);
      const auto [error, received] = co_await beast::http::async_read_some(*stream_, buffer_, *parser_, as_tuple_awaitable);
      piece.resize(piece.size() - body.size);
      if (error && error != beast::http::error::need_buffer) {
        broken_ = true;
        co_return tl::unexpected(describe_client_error(error, "reading the answer"));
      }
    }
    co_return piece;
  }

  bool reusable() const override { return !broken_ && parser_ && parser_->is_done() && parser_->get().keep_alive() && buffer_.size() == 0; }

  bool stale() override {
    auto& socket = lowest().socket();
    boost::system::error_code error;
    char byte = 0;
    socket.non_blocking(true, error);
    if (error) return true;
    socket.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
    if (!error) return !std::is_same_v<Stream, TlsStream>;  // over TLS the server's session tickets may wait to be read
    return error != asio::error::would_block;
  }

 private:
  PlainStream& lowest() { return beast::get_lowest_layer(*stream_); }

  std::unique_ptr<Stream> stream_;
  beast::flat_buffer buffer_;
  std::optional<beast::http::response_parser<beast::http::buffer_body>> parser_;
  bool broken_ = false;
};

}  // namespace

Awaitable<Result<std::unique_ptr<HttpLink>>> connect_link(Url url, TimePoint deadline) {
  if (url.is_tls) {
    auto stream = co_await connect_tls(url, deadline);
    if (!stream) co_return tl::unexpected(stream.error());
    co_return std::make_unique<StreamHttpLink<TlsStream>>(std::move(*stream));
  }
  auto stream = co_await connect_plain(url, deadline);
  if (!stream) co_return tl::unexpected(stream.error());
  co_return std::make_unique<StreamHttpLink<PlainStream>>(std::move(*stream));
}

}  // namespace codevoice::net
