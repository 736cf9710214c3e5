// The database behind the repositories: opened, checked, migrated. SQLite in one file, or PostgreSQL, through SOCI.
// Thread: one Database is used by one thread at a time (the store thread; run_bot and serve may each have one on the same file).
// Errors: Unavailable (cannot open, locked, disk full, server gone), Timeout (a statement of PostgreSQL over 20 s), Denied (its password),
//         Conflict (the schema is older or newer than this program, or a row breaks a constraint), Internal.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/store_url.hpp"

namespace soci {
class session;
}

namespace codevoice::store {

class Database {
 public:
  /// `location` as parse_store_url() has it. SQLite's file is created; folders above it must exist.
  static Result<std::unique_ptr<Database>> open(const std::string& location);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Brings the schema up to this program's version; gives how many migrations ran.
  Result<int> migrate();
  /// It has no tables yet.
  Result<bool> is_new();
  /// Conflict with what to do when the schema is not this program's.
  Result<void> check_schema();
  static int newest_version();

  Engine engine() const { return url_.engine; }
  /// For people: no secrets.
  const std::string& shown() const { return url_.shown; }

  /// Runs `work` in one transaction (SQLite: BEGIN IMMEDIATE); what it throws rolls back and becomes an Error. A lost connection is
  /// opened again, once, and `work` run again: it must not mind.
  Result<void> transact(std::string_view what, const std::function<void(soci::session&)>& work);
  /// Runs `work` outside a transaction, for reading.
  Result<void> read(std::string_view what, const std::function<void(soci::session&)>& work);

 private:
  explicit Database(StoreUrl url);
  Result<void> connect();
  Result<int> version();
  Result<void> apply(std::size_t number);
  Result<void> attempt(std::string_view what, const std::function<void(soci::session&)>& work);
  Result<void> attempt_again_when_lost(std::string_view what, const std::function<void(soci::session&)>& work);

  StoreUrl url_;
  std::unique_ptr<soci::session> session_;
  bool is_lost_ = false;  // the connection; the next call opens it again
};

}  // namespace codevoice::store
