#include "store/database.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/embedded_file.hpp"
#include "store/database_error.hpp"

namespace codevoice::store {

extern const std::vector<EmbeddedFile> kMigrationFiles;

namespace {

constexpr auto kVersionTable = "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)";
constexpr auto kOneAtATime = "SELECT pg_advisory_xact_lock(4301994)";  // migrations of processes that start together

/// Statements of a migration file: split at ';' outside quotes and comments.
std::vector<std::string> statements_of(std::string_view text) {
  std::vector<std::string> statements;
  std::string current;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (!quoted && text.substr(at, 2) == "--") {
      at = std::min(text.find('\n', at), text.size());
      current += '\n';
      continue;
    }
    if (c == '\'') quoted = !quoted;
    if (c == ';' && !quoted) {
      statements.push_back(std::move(current));
      current.clear();
      continue;
    }
    current += c;
  }
  std::erase_if(statements, [](const auto& s) { return s.find_first_not_of(" \n\t\r") == std::string::npos; });
  return statements;
}

int version_in(soci::session& sql) {
  int newest = 0;
  soci::indicator present = soci::i_null;
  sql << "SELECT MAX(version) FROM schema_migrations", soci::into(newest, present);
  return present == soci::i_ok ? newest : 0;
}

}  // namespace

Database::Database(StoreUrl url) : url_(std::move(url)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::string& location) {
  auto url = parse_store_url(location);
  if (!url) return fail("DATABASE_URL", url.error());
  std::unique_ptr<Database> database(new Database(std::move(*url)));
  if (const auto connected = database->connect(); !connected) return tl::unexpected(connected.error());
  const auto tabled = database->transact("opening database " + database->url_.shown, [&](soci::session& sql) {
    if (database->url_.engine == Engine::Postgres) sql << kOneAtATime;
    sql << kVersionTable;
  });
  if (!tabled) return tl::unexpected(tabled.error());
  return database;
}

Result<void> Database::connect() {
  session_ = std::make_unique<soci::session>();
  const auto connected = attempt("opening database " + url_.shown, [this](soci::session& sql) {
    if (url_.engine == Engine::Postgres) {
      sql.open(soci::postgresql, url_.target);
      sql << "SET client_min_messages TO WARNING";
      // a server that hangs is an error, not a wait without an end
      sql << "SET statement_timeout TO '20s'";
      sql << "SET lock_timeout TO '5s'";
      sql << "SET idle_in_transaction_session_timeout TO '60s'";
      return;
    }
    sql.open(soci::sqlite3, "dbname=\"" + url_.target + "\" timeout=5");
    // readers never block the writer; a killed process loses nothing that was committed
    sql << "PRAGMA journal_mode = WAL";
    sql << "PRAGMA synchronous = NORMAL";
    sql << "PRAGMA foreign_keys = ON";
  });
  is_lost_ = !connected;
  return connected;
}

int Database::newest_version() { return static_cast<int>(kMigrationFiles.size()); }

Result<int> Database::version() {
  int newest = 0;
  const auto done = read("reading the schema version", [&](soci::session& sql) { newest = version_in(sql); });
  if (!done) return tl::unexpected(done.error());
  return newest;
}

Result<void> Database::apply(std::size_t number) {
  const auto& file = kMigrationFiles[number - 1];
  const auto name = std::string(file.name);
  return transact("migration " + name, [&](soci::session& sql) {
    if (url_.engine == Engine::Postgres) sql << kOneAtATime;
    if (version_in(sql) >= static_cast<int>(number)) return;  // another process that started with us was first
    for (const auto& statement : statements_of(file.text)) sql << statement;
    sql << "INSERT INTO schema_migrations (version, name) VALUES (:version, :name)", soci::use(static_cast<int>(number), "version"),
        soci::use(name, "name");
  });
}

Result<int> Database::migrate() {
  const auto current = version();
  if (!current) return tl::unexpected(current.error());
  if (*current > newest_version()) return tl::unexpected(check_schema().error());
  for (int next = *current + 1; next <= newest_version(); ++next) {
    const auto applied = apply(static_cast<std::size_t>(next));
    if (!applied) return tl::unexpected(applied.error());
  }
  return newest_version() - *current;
}

Result<bool> Database::is_new() {
  const auto current = version();
  if (!current) return tl::unexpected(current.error());
  return *current == 0;
}

Result<void> Database::check_schema() {
  const auto current = version();
  if (!current) return tl::unexpected(current.error());
  if (*current == newest_version()) return {};
  const auto versions = "the database is at version " + std::to_string(*current) + ", this program needs " + std::to_string(newest_version());
  if (*current < newest_version()) return fail(ErrorKind::Conflict, versions + ": run `codevoice migrate`");
  return fail(ErrorKind::Conflict, versions + ": it was written by a newer codevoice; use that one, or another --data folder");
}

Result<void> Database::attempt(std::string_view what, const std::function<void(soci::session&)>& work) {
  try {
    work(*session_);
    return {};
  } catch (const std::exception& cause) {
    is_lost_ = is_lost_ || is_lost_connection(cause);
    return tl::unexpected(error_from(what, cause));
  }
}

Result<void> Database::attempt_again_when_lost(std::string_view what, const std::function<void(soci::session&)>& work) {
  const bool was_lost = is_lost_;
  if (was_lost) {
    if (const auto connected = connect(); !connected) return connected;
  }
  const auto done = attempt(what, work);
  if (done || !is_lost_ || was_lost) return done;
  if (const auto connected = connect(); !connected) return connected;
  return attempt(what, work);
}

Result<void> Database::transact(std::string_view what, const std::function<void(soci::session&)>& work) {
  return attempt_again_when_lost(what, [&](soci::session& sql) {
    sql << (url_.engine == Engine::Postgres ? "BEGIN" : "BEGIN IMMEDIATE");
    try {
      work(sql);
      sql << "COMMIT";
    } catch (...) {
      try {
        sql << "ROLLBACK";
      } catch (const std::exception&) {
        // SQLite has rolled back by itself (disk full), or the server is gone; the first error is the one to report
      }
      throw;
    }
  });
}

Result<void> Database::read(std::string_view what, const std::function<void(soci::session&)>& work) { return attempt_again_when_lost(what, work); }

}  // namespace codevoice::store
