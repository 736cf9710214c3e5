#include "room/twirp.hpp"

#include <array>
#include <boost/json.hpp>

namespace codevoice::room::twirp {
namespace {

namespace json = boost::json;

struct Row {
  Code code;
  std::string_view name;
  unsigned status;
};
constexpr std::array<Row, 11> kRows{{{Code::InvalidArgument, "invalid_argument", 400},
                                     {Code::Malformed, "malformed", 400},
                                     {Code::BadRoute, "bad_route", 404},
                                     {Code::NotFound, "not_found", 404},
                                     {Code::PermissionDenied, "permission_denied", 403},
                                     {Code::Unauthenticated, "unauthenticated", 401},
                                     {Code::ResourceExhausted, "resource_exhausted", 429},
                                     {Code::FailedPrecondition, "failed_precondition", 412},
                                     {Code::Unimplemented, "unimplemented", 501},
                                     {Code::Unavailable, "unavailable", 503},
                                     {Code::Internal, "internal", 500}}};
constexpr std::size_t kMostWords = 200;  // of a foreign server's text in our error

/// By the names of every code there is, ours and those only others send.
ErrorKind kind_of(std::string_view name, unsigned status) {
  constexpr std::array<std::pair<std::string_view, ErrorKind>, 14> kKinds{{{"invalid_argument", ErrorKind::Invalid},
                                                                           {"malformed", ErrorKind::Invalid},
                                                                           {"out_of_range", ErrorKind::Invalid},
                                                                           {"not_found", ErrorKind::NotFound},
                                                                           {"already_exists", ErrorKind::Conflict},
                                                                           {"failed_precondition", ErrorKind::Conflict},
                                                                           {"aborted", ErrorKind::Conflict},
                                                                           {"permission_denied", ErrorKind::Denied},
                                                                           {"unauthenticated", ErrorKind::Denied},
                                                                           {"deadline_exceeded", ErrorKind::Timeout},
                                                                           {"resource_exhausted", ErrorKind::Unavailable},
                                                                           {"unavailable", ErrorKind::Unavailable},
                                                                           {"internal", ErrorKind::Unavailable},
                                                                           {"canceled", ErrorKind::Cancelled}}};
  for (const auto& [known, kind] : kKinds) {
    if (name == known) return kind;
  }
  if (status == 401 || status == 403) return ErrorKind::Denied;
  if (status == 429 || status >= 500) return ErrorKind::Unavailable;
  return ErrorKind::Protocol;
}

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// One line that may stand in a log.
std::string plain(std::string_view words) {
  std::string line(words.substr(0, std::min(words.find_first_of("\r\n"), kMostWords)));
  for (auto& letter : line) {
    if (static_cast<unsigned char>(letter) < ' ') letter = ' ';
  }
  return line;
}

}  // namespace

net::Response error(Code code, std::string_view words) {
  net::Response response;
  for (const auto& row : kRows) {
    if (row.code != code) continue;
    response.status = row.status;
    response.body = json::serialize(json::object{{"code", row.name}, {"msg", words}});
  }
  response.content_type = kJson;
  return response;
}

Error error_of(const net::Response& answer) {
  json::error_code bad;
  const auto value = json::parse(answer.body, bad);
  const auto* object = bad ? nullptr : value.if_object();
  const auto code = object == nullptr ? std::string() : text_at(*object, "code");
  if (code.empty()) return {kind_of("", answer.status), "the server answered " + std::to_string(answer.status)};
  const auto words = plain(text_at(*object, "msg"));
  return {kind_of(code, answer.status), (words.empty() ? std::string("refused") : words) + " (" + plain(code) + ")"};
}

}  // namespace codevoice::room::twirp
