// LiveKit access tokens: JWT signed with HS256.
// Thread: pure. Errors: Denied, with a reason that may be shown to the client and never holds any part of the token.
// Source: RFC 7519, RFC 7515; LiveKit access token grants.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::room {

struct Grants {
  std::string room;
  bool room_join = false;
  bool room_create = false;
  bool room_list = false;
  bool room_admin = false;
  bool can_publish = true;  // these three default to true when absent
  bool can_subscribe = true;
  bool can_publish_data = true;
  std::vector<std::string> can_publish_sources;  // empty: any
  bool can_update_own_metadata = false;
  bool hidden = false;
};

struct Claims {
  std::string key;       // iss: which API key signed it
  std::string identity;  // sub
  std::string name;
  std::string metadata;
  std::map<std::string, std::string> attributes;
  std::string kind;    // "", "standard", "agent"
  std::string sha256;  // webhooks
  Grants video;
  std::int64_t not_before = 0;  // seconds since 1970
  std::int64_t expires = 0;
};

struct ApiKey {
  std::string key;
  std::string secret;
};

inline constexpr std::chrono::seconds kTokenLeeway{60};  // clocks of two machines may differ so much

/// Fills `key`; `not_before` and `expires` are written as given.
std::string sign_token(const Claims& claims, const ApiKey& key);
Result<Claims> verify_token(std::string_view token, const ApiKey& key, std::int64_t now_s);
/// Reads the claims without checking the signature: for a client that looks at its own token.
std::optional<Claims> read_unverified(std::string_view token);

/// A token for one identity in one room, valid from now for `ttl`.
std::string make_join_token(const ApiKey& key, std::string_view room, std::string_view identity, std::chrono::seconds ttl, bool agent = false,
                            std::map<std::string, std::string> attributes = {});

}  // namespace codevoice::room
