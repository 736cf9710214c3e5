// Administrators made from the command line and at the first start.
// Thread: that of the Database. Errors: Conflict when the name or email is taken, Invalid for a password or email that will not do.
#pragma once

#include <string>

#include "store/database.hpp"

namespace codevoice::cli {

struct NewAdmin {
  std::string username = "admin";
  std::string email;
  std::string password;
  std::string by;  // for the audit log
};

Result<bool> has_no_users(store::Database& database);
Result<void> make_admin(store::Database& database, const NewAdmin& admin, std::int64_t now);

}  // namespace codevoice::cli
