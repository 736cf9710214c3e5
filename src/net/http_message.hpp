// Between Beast's messages and ours: targets taken apart, header names lowered, answers written.
// Errors: a target that cannot be decoded gives Invalid; nothing throws.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "net/url.hpp"
#include "net/web_client.hpp"
#include "net/web_server.hpp"

namespace codevoice::net {

namespace beast = boost::beast;
using BeastRequest = beast::http::request<beast::http::string_body>;
using BeastResponse = beast::http::response<beast::http::string_body>;

Result<Request> from_beast(const BeastRequest& message, std::string peer);
/// The head of an answer whose body comes in pieces.
beast::http::response<beast::http::empty_body> to_beast_head(const Response& response, const BeastRequest& question);
BeastResponse to_beast(Response response, const BeastRequest& question);
Response from_beast(const BeastResponse& message);
enum class AfterAnswer : std::uint8_t { Close, Keep };  // the connection
BeastRequest to_beast(const ClientRequest& request, const Url& url, AfterAnswer then);

}  // namespace codevoice::net
