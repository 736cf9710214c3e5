// Accounts and what opens doors, as plain values.
// Units: times are microseconds since 1970 (UTC). A secret is kept as the hex of its SHA-256 only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::store {

enum class Role : std::uint8_t { Admin, Interviewer, Candidate };
std::string_view name_of(Role role) noexcept;  // "admin" …
Result<Role> role_of(std::string_view name);

struct User {
  std::string id;  // UUID
  std::string username;
  std::string email;  // small letters; may be empty
  std::string first_name;
  std::string last_name;
  Role role = Role::Candidate;
  bool is_active = true;
  bool is_staff = false;
  std::string password_hash;  // empty: nobody can log in with a password
  int failed_logins = 0;      // since the last good one
  std::int64_t locked_until = 0;
  std::int64_t date_joined = 0;
  std::optional<std::int64_t> last_login{};
};

struct BrowserSession {
  std::string id_hash;
  std::string user_id;
  std::string csrf;
  std::string user_agent;
  std::int64_t created_at = 0;
  std::int64_t seen_at = 0;
  std::int64_t expires_at = 0;
};

struct ApiToken {
  std::string id;  // UUID
  std::string user_id;
  std::string name;
  std::string secret_hash;
  std::vector<std::string> scopes;
  std::int64_t created_at = 0;
  std::optional<std::int64_t> expires_at{};
  std::optional<std::int64_t> last_used_at{};
};

struct AuditEntry {
  std::string id;  // UUID
  std::int64_t at = 0;
  std::string actor_id;  // empty: nobody is known
  std::string actor;     // the username then, or the command
  std::string action;    // "user.created"
  std::string object_type;
  std::string object_id;
  std::string detail;  // one line; no secrets, no words of candidates
};

/// The answer that a repeated request (Idempotency-Key) gets again.
struct AnsweredRequest {
  std::string owner;  // a user's id
  std::string key;
  std::string fingerprint;  // of the request
  int status = 0;
  std::string body;
  std::string location;
  std::int64_t created_at = 0;
};

/// A place in a list that goes from new to old: after the entry of that time and id.
struct Place {
  std::int64_t at = 0;
  std::string id;
};
struct PageOf {
  int limit = 50;
  std::optional<Place> after{};
};

}  // namespace codevoice::store
