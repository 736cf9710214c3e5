#include "net/http_message.hpp"

#include <algorithm>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/url/parse.hpp>

#include "base/ascii.hpp"

namespace codevoice::net {
namespace {

std::optional<std::string_view> find(const std::vector<std::pair<std::string, std::string>>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
  if (found == fields.end()) return std::nullopt;
  return found->second;
}

/// Browsers write spaces of a query as '+'.
std::string decode_query_part(boost::urls::pct_string_view part) {
  boost::urls::encoding_opts options;
  options.space_as_plus = true;
  return part.decode(options);
}

}  // namespace

std::optional<std::string_view> Request::query_value(std::string_view name) const { return find(query, name); }
std::optional<std::string_view> Request::header(std::string_view name_lower_case) const { return find(headers, name_lower_case); }

Result<Request> from_beast(const BeastRequest& message, std::string peer) {
  const auto raw = message.target();
  const auto target = boost::urls::parse_origin_form(boost::core::string_view(raw.data(), raw.size()));
  if (!target) return fail(ErrorKind::Invalid, "the request target is malformed");
  Request request;
  request.method = std::string(message.method_string());
  request.path = target->path();
  for (const auto& parameter : target->encoded_params()) {
    request.query.emplace_back(decode_query_part(parameter.key), decode_query_part(parameter.value));
  }
  for (const auto& field : message) {
    request.headers.emplace_back(ascii_lower({field.name_string().data(), field.name_string().size()}), std::string(field.value()));
  }
  request.body = message.body();
  request.peer = std::move(peer);
  request.wants_websocket = beast::websocket::is_upgrade(message);
  return request;
}

beast::http::response<beast::http::empty_body> to_beast_head(const Response& response, const BeastRequest& question) {
  beast::http::response<beast::http::empty_body> message;
  message.result(response.status);
  message.version(question.version());
  message.keep_alive(question.keep_alive());
  if (!response.content_type.empty()) message.set(beast::http::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  return message;
}

BeastResponse to_beast(Response response, const BeastRequest& question) {
  BeastResponse message;
  message.result(response.status);
  message.version(question.version());
  message.keep_alive(question.keep_alive());
  if (!response.content_type.empty()) message.set(beast::http::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  const auto length = response.body.size();
  // HEAD gets the length of what GET would have sent
  if (question.method() != beast::http::verb::head) message.body() = std::move(response.body);
  const bool may_have_body = response.status >= 200 && response.status != 204 && response.status != 304;
  if (may_have_body) message.content_length(length);
  return message;
}

Response from_beast(const BeastResponse& message) {
  Response response;
  response.status = message.result_int();
  response.content_type = std::string(message[beast::http::field::content_type]);
  for (const auto& field : message) {
    response.headers.emplace_back(ascii_lower({field.name_string().data(), field.name_string().size()}), std::string(field.value()));
  }
  response.body = message.body();
  return response;
}

BeastRequest to_beast(const ClientRequest& request, const Url& url, AfterAnswer then) {
  BeastRequest message;
  message.version(11);
  message.method_string(request.method);
  message.target(url.target);
  message.set(beast::http::field::host, url.authority());
  message.set(beast::http::field::user_agent, "codevoice");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.keep_alive(then == AfterAnswer::Keep);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

}  // namespace codevoice::net
