#include "room/token.hpp"

#include <boost/json.hpp>

#include "base/crypto.hpp"

namespace codevoice::room {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestToken = 16 * 1024;

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}
bool flag_at(const json::object& object, std::string_view key, bool otherwise) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
}
std::int64_t number_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr) return 0;
  if (value->is_int64()) return value->get_int64();
  const bool sane = value->is_double() && value->get_double() > 0 && value->get_double() < 1e15;
  return sane ? static_cast<std::int64_t>(value->get_double()) : 0;
}

std::optional<json::object> object_of(std::string_view base64) {
  const auto bytes = crypto::from_base64(base64);
  if (!bytes) return std::nullopt;
  json::error_code error;
  auto value = json::parse(text_of(*bytes), error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

Grants grants_of(const json::object& claims) {
  Grants grants;
  const auto* video = claims.if_contains("video");
  if (video == nullptr || !video->is_object()) return grants;
  const auto& object = video->get_object();
  grants.room = text_at(object, "room");
  grants.room_join = flag_at(object, "roomJoin", false);
  grants.room_create = flag_at(object, "roomCreate", false);
  grants.room_list = flag_at(object, "roomList", false);
  grants.room_admin = flag_at(object, "roomAdmin", false);
  grants.can_publish = flag_at(object, "canPublish", true);
  grants.can_subscribe = flag_at(object, "canSubscribe", true);
  grants.can_publish_data = flag_at(object, "canPublishData", true);
  grants.can_update_own_metadata = flag_at(object, "canUpdateOwnMetadata", false);
  grants.hidden = flag_at(object, "hidden", false);
  if (const auto* sources = object.if_contains("canPublishSources"); sources != nullptr && sources->is_array()) {
    for (const auto& source : sources->get_array()) {
      if (source.is_string()) grants.can_publish_sources.emplace_back(source.get_string());
    }
  }
  return grants;
}

Claims claims_of(const json::object& object) {
  Claims claims;
  claims.key = text_at(object, "iss");
  claims.identity = text_at(object, "sub");
  claims.name = text_at(object, "name");
  claims.metadata = text_at(object, "metadata");
  claims.kind = text_at(object, "kind");
  claims.sha256 = text_at(object, "sha256");
  claims.not_before = number_at(object, "nbf");
  claims.expires = number_at(object, "exp");
  claims.video = grants_of(object);
  if (const auto* attributes = object.if_contains("attributes"); attributes != nullptr && attributes->is_object()) {
    for (const auto& [key, value] : attributes->get_object()) {
      if (value.is_string()) claims.attributes.emplace(key, value.get_string());
    }
  }
  return claims;
}

json::object grants_json(const Grants& grants) {
  json::object video{{"room", grants.room},
                     {"roomJoin", grants.room_join},
                     {"canPublish", grants.can_publish},
                     {"canSubscribe", grants.can_subscribe},
                     {"canPublishData", grants.can_publish_data}};
  if (grants.room_create) video["roomCreate"] = true;
  if (grants.room_list) video["roomList"] = true;
  if (grants.room_admin) video["roomAdmin"] = true;
  if (grants.can_update_own_metadata) video["canUpdateOwnMetadata"] = true;
  if (grants.hidden) video["hidden"] = true;
  if (!grants.can_publish_sources.empty())
    video["canPublishSources"] = json::array(grants.can_publish_sources.begin(), grants.can_publish_sources.end());
  return video;
}

struct Parts {
  std::string_view header, payload, signature, signed_text;
};
std::optional<Parts> split(std::string_view token) {
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  if (first == std::string_view::npos || first == last || token.find('.', first + 1) != last || token.size() > kLongestToken) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, last - first - 1), token.substr(last + 1), token.substr(0, last)};
}

}  // namespace

std::string sign_token(const Claims& claims, const ApiKey& key) {
  json::object payload{{"iss", key.key}, {"sub", claims.identity}, {"nbf", claims.not_before}, {"exp", claims.expires}};
  if (!claims.name.empty()) payload["name"] = claims.name;
  if (!claims.metadata.empty()) payload["metadata"] = claims.metadata;
  if (!claims.kind.empty()) payload["kind"] = claims.kind;
  if (!claims.sha256.empty()) payload["sha256"] = claims.sha256;
  if (!claims.attributes.empty()) {
    json::object attributes;
    for (const auto& [name, value] : claims.attributes) attributes[name] = value;
    payload["attributes"] = std::move(attributes);
  }
  payload["video"] = grants_json(claims.video);
  const auto encode = [](const std::string& text) { return crypto::to_base64(view_of(text), crypto::Base64::Url); };
  const auto head = encode(R"({"alg":"HS256","typ":"JWT"})") + "." + encode(json::serialize(payload));
  return head + "." + crypto::to_base64(crypto::hmac_sha256(view_of(key.secret), view_of(head)), crypto::Base64::Url);
}

Result<Claims> verify_token(std::string_view token, const ApiKey& key, std::int64_t now_s) {
  const auto parts = split(token);
  if (!parts) return fail(ErrorKind::Denied, "no valid token");
  const auto header = object_of(parts->header);
  // the algorithm is ours to fix, never the token's to choose
  if (!header || text_at(*header, "alg") != "HS256") return fail(ErrorKind::Denied, "the token is not signed with HS256");
  const auto signature = crypto::from_base64(parts->signature);
  const auto expected = crypto::hmac_sha256(view_of(key.secret), view_of(parts->signed_text));
  if (!signature || !crypto::equal_in_constant_time(*signature, expected)) return fail(ErrorKind::Denied, "the token's signature is wrong");
  const auto payload = object_of(parts->payload);
  if (!payload) return fail(ErrorKind::Denied, "the token's claims cannot be read");
  auto claims = claims_of(*payload);
  if (claims.key != key.key) return fail(ErrorKind::Denied, "the token was made with an unknown API key");
  const auto leeway = kTokenLeeway.count();
  if (claims.expires == 0) return fail(ErrorKind::Denied, "the token has no expiry");
  // the token's numbers may be as large as they get: nothing is added to them
  if (claims.expires < now_s - leeway) return fail(ErrorKind::Denied, "the token is expired");
  if (claims.not_before > now_s + leeway) return fail(ErrorKind::Denied, "the token is not valid yet");
  return claims;
}

std::optional<Claims> read_unverified(std::string_view token) {
  const auto parts = split(token);
  const auto payload = parts ? object_of(parts->payload) : std::nullopt;
  if (!payload) return std::nullopt;
  return claims_of(*payload);
}

std::string make_join_token(const ApiKey& key, std::string_view room, std::string_view identity, std::chrono::seconds ttl, bool agent,
                            std::map<std::string, std::string> attributes) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  Claims claims;
  claims.identity = identity;
  claims.name = identity;
  claims.attributes = std::move(attributes);
  claims.not_before = now - 5;
  claims.expires = now + ttl.count();
  claims.video.room = room;
  claims.video.room_join = true;
  claims.video.can_update_own_metadata = agent;  // lk.agent.state
  if (agent) claims.kind = "agent";
  return sign_token(claims, key);
}

}  // namespace codevoice::room
