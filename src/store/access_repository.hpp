// What lets a request in: sessions of browsers, API tokens, reset links; each found by the hash of its secret.
// Thread: that of the Database. Errors: as Database says; what is unknown, expired or revoked is an empty optional.
#pragma once

#include "store/account_records.hpp"
#include "store/database.hpp"

namespace codevoice::store {

class AccessRepository {
 public:
  explicit AccessRepository(Database& database) : database_(database) {}

  Result<void> add_session(const BrowserSession& session);
  Result<std::optional<BrowserSession>> find_session(std::string_view id_hash, std::int64_t now);
  /// Seen now, and good until then.
  Result<void> prolong_session(std::string_view id_hash, std::int64_t now, std::int64_t expires_at);
  Result<void> remove_session(std::string_view id_hash);
  /// All of a user but one.
  Result<void> remove_sessions_of(std::string_view user_id, std::string_view but_id_hash);

  Result<void> add_token(const ApiToken& token);
  Result<std::optional<ApiToken>> find_token(std::string_view secret_hash, std::int64_t now);
  /// Newest first.
  Result<std::vector<ApiToken>> tokens_of(std::string_view user_id, const PageOf& page);
  Result<void> note_token_use(std::string_view id, std::int64_t now);
  /// False when that user has no such token.
  Result<bool> remove_token(std::string_view id, std::string_view user_id);

  /// Replaces earlier links of the user.
  Result<void> add_reset(std::string_view secret_hash, std::string_view user_id, std::int64_t expires_at);
  /// Gives whose link it is and uses it up.
  Result<std::optional<std::string>> take_reset(std::string_view secret_hash, std::int64_t now);

  /// What has expired goes.
  Result<void> clear_up(std::int64_t now);

 private:
  Result<std::vector<ApiToken>> select_tokens(const std::string& where, const std::string& value, std::int64_t now, const PageOf& page);
  Database& database_;
};

/// Scopes as one text: "questions:read questions:write".
std::string join_words(const std::vector<std::string>& words);
std::vector<std::string> split_words(std::string_view text);

}  // namespace codevoice::store
