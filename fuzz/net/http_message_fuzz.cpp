// Parsers: net/http_message.cpp
// Requests as Beast takes them off the wire: ours say the same, header names are lower case, and no target throws.
#include "net/http_message.hpp"

#include <boost/beast/http/parser.hpp>

#include "fuzz.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

void check_request(ByteView bytes) {
  net::beast::http::request_parser<net::beast::http::string_body> parser;
  parser.header_limit(64 * 1024);
  parser.body_limit(64 * 1024);
  parser.eager(true);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (!parser.is_header_done()) return;
  const auto request = net::from_beast(parser.get(), "peer");
  if (!request) return require(request.error().kind == ErrorKind::Invalid, "a refusal says why");
  require(request->path.starts_with('/'), "a path is absolute");
  for (const auto& [name, value] : request->headers) {
    require(std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; }), "header names are lower case");
    require(value.find_first_of("\r\n") == std::string::npos, "a header is one line");
    require(request->header(name).has_value(), "a header is found");
  }
  for (const auto& [name, value] : request->query) require(request->query_value(name).has_value(), "a parameter is found");

  net::Response response;
  response.status = 200;
  response.body = request->body;
  const auto answer = net::to_beast(response, parser.get());
  const auto wanted = request->method == "HEAD" ? std::string() : request->body;
  require(net::from_beast(answer).body == wanted, "an answer is the same after being written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_request(ByteView(data, size));
  return 0;
}
