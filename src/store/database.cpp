#include "store/database.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/embedded_file.hpp"

namespace codevoice::store {

extern const std::vector<EmbeddedFile> kMigrationFiles;

namespace {

/// SQLite reports a full disk, a lock and a missing folder by text only through SOCI.
Error error_from(std::string_view what, const std::exception& cause) {
  const std::string whole = cause.what();
  const auto text = whole.substr(0, whole.find(" while "));  // after it come the statement and its values: what was said is no log text
  const auto has = [&](const char* part) { return text.find(part) != std::string::npos; };
  const bool transient = has("locked") || has("full") || has("disk I/O") || has("unable to open") || has("readonly");
  return {transient ? ErrorKind::Unavailable : ErrorKind::Internal, std::string(what) + ": " + text};
}

Result<void> guarded(std::string_view what, const std::function<void()>& work) {
  try {
    work();
    return {};
  } catch (const std::exception& cause) {
    return tl::unexpected(error_from(what, cause));
  }
}

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

}  // namespace

Database::Database(std::unique_ptr<soci::session> session) : session_(std::move(session)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::string& file) {
  auto session = std::make_unique<soci::session>();
  const auto opened = guarded("opening database " + file, [&] {
    session->open(soci::sqlite3, "dbname=\"" + file + "\" timeout=5");
    // readers never block the writer; a killed process loses nothing that was committed
    *session << "PRAGMA journal_mode = WAL";
    *session << "PRAGMA synchronous = NORMAL";
    *session << "PRAGMA foreign_keys = ON";
    *session << "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)";
  });
  if (!opened) return tl::unexpected(opened.error());
  return std::unique_ptr<Database>(new Database(std::move(session)));
}

int Database::newest_version() { return static_cast<int>(kMigrationFiles.size()); }

Result<int> Database::version() {
  long long newest = 0;
  const auto done = guarded("reading the schema version", [&] {
    soci::indicator present = soci::i_null;
    *session_ << "SELECT MAX(version) FROM schema_migrations", soci::into(newest, present);
    if (present != soci::i_ok) newest = 0;
  });
  if (!done) return tl::unexpected(done.error());
  return static_cast<int>(newest);
}

Result<void> Database::apply(std::size_t number) {
  const auto& file = kMigrationFiles[number - 1];
  const auto name = std::string(file.name);
  return transact("migration " + name, [&](soci::session& sql) {
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

Result<void> Database::check_schema() {
  const auto current = version();
  if (!current) return tl::unexpected(current.error());
  if (*current == newest_version()) return {};
  const auto versions = "the database is at version " + std::to_string(*current) + ", this program needs " + std::to_string(newest_version());
  if (*current < newest_version()) return fail(ErrorKind::Conflict, versions + ": run `codevoice migrate`");
  return fail(ErrorKind::Conflict, versions + ": it was written by a newer codevoice; use that one, or another --data folder");
}

Result<void> Database::transact(std::string_view what, const std::function<void(soci::session&)>& work) {
  return guarded(what, [&] {
    *session_ << "BEGIN IMMEDIATE";
    try {
      work(*session_);
      *session_ << "COMMIT";
    } catch (...) {
      try {
        *session_ << "ROLLBACK";
      } catch (const std::exception&) {
        // SQLite has rolled back by itself (disk full); the first error is the one to report
      }
      throw;
    }
  });
}

Result<void> Database::read(std::string_view what, const std::function<void(soci::session&)>& work) {
  return guarded(what, [&] { work(*session_); });
}

}  // namespace codevoice::store
