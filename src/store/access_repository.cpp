#include "store/access_repository.hpp"

#include <soci/soci.h>

#include <limits>

namespace codevoice::store {
namespace {

/// Columns of api_tokens bound to one record.
struct TokenRow {
  ApiToken record;
  std::string scopes;
  long long created = 0;
  long long expires = 0;
  long long used = 0;
  soci::indicator has_expiry = soci::i_null;
  soci::indicator has_use = soci::i_null;

  ApiToken take() const {
    ApiToken made = record;
    made.scopes = split_words(scopes);
    made.created_at = created;
    made.expires_at = has_expiry == soci::i_ok ? std::optional<std::int64_t>(expires) : std::nullopt;
    made.last_used_at = has_use == soci::i_ok ? std::optional<std::int64_t>(used) : std::nullopt;
    return made;
  }
};

}  // namespace

std::string join_words(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Result<void> AccessRepository::add_session(const BrowserSession& session) {
  const long long created = session.created_at, seen = session.seen_at, expires = session.expires_at;
  return database_.transact("adding the browser's session", [&](soci::session& sql) {
    sql << "INSERT INTO browser_sessions (id_hash, user_id, csrf, user_agent, created_at, seen_at, expires_at) "
           "VALUES (:id, :user, :csrf, :agent, :created, :seen, :expires)",
        soci::use(session.id_hash), soci::use(session.user_id), soci::use(session.csrf), soci::use(session.user_agent), soci::use(created),
        soci::use(seen), soci::use(expires);
  });
}

Result<std::optional<BrowserSession>> AccessRepository::find_session(std::string_view id_hash, std::int64_t now) {
  const std::string key(id_hash);
  std::optional<BrowserSession> found;
  const auto done = database_.read("reading the browser's session", [&](soci::session& sql) {
    BrowserSession session;
    long long created = 0, seen = 0, expires = 0;
    const long long when = now;
    sql << "SELECT id_hash, user_id, csrf, user_agent, created_at, seen_at, expires_at FROM browser_sessions "
           "WHERE id_hash = :id AND expires_at > :now",
        soci::use(key), soci::use(when), soci::into(session.id_hash), soci::into(session.user_id), soci::into(session.csrf),
        soci::into(session.user_agent), soci::into(created), soci::into(seen), soci::into(expires);
    if (!sql.got_data()) return;
    session.created_at = created;
    session.seen_at = seen;
    session.expires_at = expires;
    found = std::move(session);
  });
  if (!done) return tl::unexpected(done.error());
  return found;
}

Result<void> AccessRepository::prolong_session(std::string_view id_hash, std::int64_t now, std::int64_t expires_at) {
  const std::string key(id_hash);
  const long long seen = now, expires = expires_at;
  return database_.transact("prolonging the browser's session", [&](soci::session& sql) {
    sql << "UPDATE browser_sessions SET seen_at = :seen, expires_at = :expires WHERE id_hash = :id", soci::use(seen), soci::use(expires),
        soci::use(key);
  });
}

Result<void> AccessRepository::remove_session(std::string_view id_hash) {
  const std::string key(id_hash);
  return database_.transact("ending the browser's session",
                            [&](soci::session& sql) { sql << "DELETE FROM browser_sessions WHERE id_hash = :id", soci::use(key); });
}

Result<void> AccessRepository::remove_sessions_of(std::string_view user_id, std::string_view but_id_hash) {
  const std::string user(user_id), but(but_id_hash);
  return database_.transact("ending the user's sessions", [&](soci::session& sql) {
    sql << "DELETE FROM browser_sessions WHERE user_id = :user AND id_hash <> :but", soci::use(user), soci::use(but);
  });
}

Result<void> AccessRepository::add_token(const ApiToken& token) {
  const auto scopes = join_words(token.scopes);
  const long long created = token.created_at;
  long long expires = token.expires_at.value_or(0);
  auto has_expiry = token.expires_at ? soci::i_ok : soci::i_null;
  return database_.transact("adding the token", [&](soci::session& sql) {
    sql << "INSERT INTO api_tokens (id, user_id, name, secret_hash, scopes, created_at, expires_at) "
           "VALUES (:id, :user, :name, :hash, :scopes, :created, :expires)",
        soci::use(token.id), soci::use(token.user_id), soci::use(token.name), soci::use(token.secret_hash), soci::use(scopes), soci::use(created),
        soci::use(expires, has_expiry);
  });
}

Result<std::vector<ApiToken>> AccessRepository::select_tokens(const std::string& where, const std::string& value, std::int64_t now,
                                                              const PageOf& page) {
  std::vector<ApiToken> tokens;
  const long long when = now;
  const long long before = page.after ? page.after->at : std::numeric_limits<long long>::max();
  const std::string before_id = page.after ? page.after->id : std::string();
  const auto done = database_.read("reading tokens", [&](soci::session& sql) {
    tokens.clear();
    TokenRow row;
    soci::statement query =
        (sql.prepare << "SELECT id, user_id, name, secret_hash, scopes, created_at, expires_at, last_used_at FROM api_tokens WHERE " + where +
                            " AND (expires_at IS NULL OR expires_at > :now) "
                            "AND (created_at < :at OR (created_at = :at2 AND id < :after)) ORDER BY created_at DESC, id DESC LIMIT :limit",
         soci::use(value), soci::use(when), soci::use(before), soci::use(before), soci::use(before_id), soci::use(page.limit),
         soci::into(row.record.id), soci::into(row.record.user_id), soci::into(row.record.name), soci::into(row.record.secret_hash),
         soci::into(row.scopes), soci::into(row.created), soci::into(row.expires, row.has_expiry), soci::into(row.used, row.has_use));
    query.execute();
    while (query.fetch()) tokens.push_back(row.take());
  });
  if (!done) return tl::unexpected(done.error());
  return tokens;
}

Result<std::optional<ApiToken>> AccessRepository::find_token(std::string_view secret_hash, std::int64_t now) {
  auto found = select_tokens("secret_hash = :value", std::string(secret_hash), now, PageOf{1});
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<ApiToken>> AccessRepository::tokens_of(std::string_view user_id, const PageOf& page) {
  return select_tokens("user_id = :value", std::string(user_id), 0, page);
}

Result<void> AccessRepository::note_token_use(std::string_view id, std::int64_t now) {
  const std::string key(id);
  const long long when = now;
  return database_.transact("noting the token's use", [&](soci::session& sql) {
    sql << "UPDATE api_tokens SET last_used_at = :now WHERE id = :id", soci::use(when), soci::use(key);
  });
}

Result<bool> AccessRepository::remove_token(std::string_view id, std::string_view user_id) {
  const std::string key(id), user(user_id);
  bool removed = false;
  const auto done = database_.transact("revoking the token", [&](soci::session& sql) {
    soci::statement remove = (sql.prepare << "DELETE FROM api_tokens WHERE id = :id AND user_id = :user", soci::use(key), soci::use(user));
    remove.execute(true);
    removed = remove.get_affected_rows() == 1;
  });
  if (!done) return tl::unexpected(done.error());
  return removed;
}

Result<void> AccessRepository::add_reset(std::string_view secret_hash, std::string_view user_id, std::int64_t expires_at) {
  const std::string hash(secret_hash), user(user_id);
  const long long expires = expires_at;
  return database_.transact("adding the reset link", [&](soci::session& sql) {
    sql << "DELETE FROM password_resets WHERE user_id = :user", soci::use(user);
    sql << "INSERT INTO password_resets (secret_hash, user_id, expires_at) VALUES (:hash, :user, :expires)", soci::use(hash), soci::use(user),
        soci::use(expires);
  });
}

Result<std::optional<std::string>> AccessRepository::take_reset(std::string_view secret_hash, std::int64_t now) {
  const std::string hash(secret_hash);
  const long long when = now;
  std::optional<std::string> user;
  const auto done = database_.transact("using the reset link", [&](soci::session& sql) {
    std::string found;
    sql << "SELECT user_id FROM password_resets WHERE secret_hash = :hash AND expires_at > :now", soci::use(hash), soci::use(when), soci::into(found);
    if (!sql.got_data()) return;
    soci::statement remove = (sql.prepare << "DELETE FROM password_resets WHERE secret_hash = :hash", soci::use(hash));
    remove.execute(true);
    if (remove.get_affected_rows() == 1) user = found;  // who comes at the same moment gets nothing
  });
  if (!done) return tl::unexpected(done.error());
  return user;
}

Result<void> AccessRepository::clear_up(std::int64_t now) {
  const long long when = now;
  return database_.transact("clearing up what has expired", [&](soci::session& sql) {
    for (const auto* table : {"browser_sessions", "password_resets"}) {
      sql << "DELETE FROM " + std::string(table) + " WHERE expires_at <= :now", soci::use(when);
    }
    sql << "DELETE FROM api_tokens WHERE expires_at <= :now", soci::use(when);
  });
}

}  // namespace codevoice::store
