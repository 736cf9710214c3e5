// The database behind the repositories: opened, checked, migrated. SQLite in one file, through SOCI.
// Thread: one Database is used by one thread at a time (the store thread; run_bot and serve may each have one on the same file).
// Errors: Unavailable (cannot open, locked, disk full), Conflict (the schema is older or newer than this program), Internal.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace soci {
class session;
}

namespace codevoice::store {

class Database {
 public:
  /// Opens (and creates) the file. Folders above it must exist.
  static Result<std::unique_ptr<Database>> open(const std::string& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Brings the schema up to this program's version; gives how many migrations ran.
  Result<int> migrate();
  /// Conflict with what to do when the schema is not this program's.
  Result<void> check_schema();
  static int newest_version();

  /// Runs `work` in one transaction (BEGIN IMMEDIATE); what it throws rolls back and becomes an Error.
  Result<void> transact(std::string_view what, const std::function<void(soci::session&)>& work);
  /// Runs `work` outside a transaction, for reading.
  Result<void> read(std::string_view what, const std::function<void(soci::session&)>& work);

 private:
  explicit Database(std::unique_ptr<soci::session> session);
  Result<int> version();
  Result<void> apply(std::size_t number);
  std::unique_ptr<soci::session> session_;
};

}  // namespace codevoice::store
