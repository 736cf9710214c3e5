// Users in the database.
// Thread: that of the Database. Errors: Conflict when the username or email is taken, NotFound; else as Database says.
#pragma once

#include "store/account_records.hpp"
#include "store/database.hpp"

namespace codevoice::store {

class UserRepository {
 public:
  explicit UserRepository(Database& database) : database_(database) {}

  Result<void> add(const User& user);
  /// All but id and date_joined.
  Result<void> update(const User& user);
  /// With what hangs on it (sessions of browsers, tokens).
  Result<void> remove(std::string_view id);
  Result<std::optional<User>> find(std::string_view id);
  /// By username or email, whatever the case of its letters.
  Result<std::optional<User>> find_by_login(std::string_view login);
  /// Newest first.
  Result<std::vector<User>> list(const PageOf& page);
  Result<int> count();
  /// How many active ones have this role.
  Result<int> count_of(Role role);
  /// One more wrong password; from the `limit`th on the account is locked until `until`.
  Result<void> note_failure(std::string_view id, int limit, std::int64_t until);
  Result<void> note_login(std::string_view id, std::int64_t at);

 private:
  Result<std::vector<User>> select(const std::string& where, const std::string& value, const PageOf& page);
  Database& database_;
};

}  // namespace codevoice::store
