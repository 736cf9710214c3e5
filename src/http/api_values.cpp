// untested: through the api_*_test.cpp
#include "http/api_values.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>
#include <cstring>
#include <ctime>

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "store/audit_repository.hpp"

namespace codevoice::http {
namespace json = boost::json;

namespace {

std::string from_base64_text(std::string_view text) {
  const auto bytes = crypto::from_base64(text);
  return bytes ? std::string(text_of(*bytes)) : std::string();
}

}  // namespace

std::string time_text(std::int64_t at_us) {
  constexpr std::int64_t second = 1'000'000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(static_cast<std::time_t>(at_us / second)), at_us % second);
}

std::optional<std::int64_t> time_of(std::string_view text) {
  std::tm parts{};
  const std::string copy(text);
  const char* rest = strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr || parts.tm_year < 70) return std::nullopt;
  std::int64_t micros = 0;
  if (*rest == '.') {
    std::int64_t unit = 100'000;
    for (++rest; *rest >= '0' && *rest <= '9'; ++rest, unit /= 10) micros += unit * (*rest - '0');
  }
  std::int64_t offset_s = 0;
  int hours = 0, minutes = 0;
  if (*rest != 'Z' && *rest != 'z') {
    const char sign = *rest;
    if ((sign != '+' && sign != '-') || std::sscanf(rest + 1, "%2d:%2d", &hours, &minutes) != 2 || std::strlen(rest) != 6) return std::nullopt;
    offset_s = (sign == '+' ? 1 : -1) * (hours * 3600LL + minutes * 60LL);
  } else if (rest[1] != '\0') {
    return std::nullopt;
  }
  return (static_cast<std::int64_t>(timegm(&parts)) - offset_s) * 1'000'000 + micros;
}

json::value time_or_null(const std::optional<std::int64_t>& at_us) {
  if (!at_us) return nullptr;
  return json::value(json::string(time_text(*at_us)));
}

tl::expected<store::PageOf, Problem> page_of(const ApiRequest& call) {
  store::PageOf page;
  if (const auto limit = call.http.query_value("limit")) std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);  // checked
  const auto cursor = call.http.query_value("cursor");
  if (!cursor) return page;
  const auto bytes = from_base64_text(*cursor);
  const auto bar = bytes.find('|');
  store::Place place;
  const auto [end, code] = std::from_chars(bytes.data(), bytes.data() + std::min(bar, bytes.size()), place.at);
  if (bar == std::string::npos || code != std::errc() || end != bytes.data() + bar)
    return tl::unexpected(Problem{404, "bad_cursor", "there is no such page: give a next_cursor of this list"});
  place.id = bytes.substr(bar + 1);
  if (!is_uuid(place.id)) return tl::unexpected(Problem{404, "bad_cursor", "there is no such page: give a next_cursor of this list"});
  page.after = std::move(place);
  return page;
}

json::object page_to_json(json::array items, const store::PageOf& page, const std::optional<store::Place>& last) {
  json::object made;
  const bool may_go_on = last && items.size() == static_cast<std::size_t>(page.limit);
  made["items"] = std::move(items);
  made["next_cursor"] = nullptr;
  if (may_go_on) made["next_cursor"] = json::string(crypto::to_base64(view_of(std::to_string(last->at) + "|" + last->id), crypto::Base64::Url));
  return made;
}

const std::vector<QueryParameter>& page_query() {
  static const std::vector<QueryParameter> query{{"limit", R"({"type":"integer","minimum":1,"maximum":200,"default":50})", "How many at most."},
                                                 {"cursor", R"({"type":"string","minLength":1,"maxLength":200})", "next_cursor of the page before."}};
  return query;
}

Result<void> audit(const ApiRequest& call, std::string action, std::string object_type, std::string object_id, std::string detail) {
  store::AuditEntry entry;
  entry.id = new_uuid();
  entry.at = call.now;
  if (call.caller) {
    entry.actor_id = call.caller->user.id;
    entry.actor = call.caller->user.username;
  }
  entry.action = std::move(action);
  entry.object_type = std::move(object_type);
  entry.object_id = std::move(object_id);
  entry.detail = std::move(detail);
  return store::AuditRepository(call.database).add(entry);
}

}  // namespace codevoice::http
