#include "cli/accounts.hpp"

#include "base/crypto_password.hpp"
#include "base/ids.hpp"
#include "http/json_schema.hpp"
#include "store/audit_repository.hpp"
#include "store/user_repository.hpp"

namespace codevoice::cli {
namespace {
constexpr std::size_t kShortestPassword = 10;
}

Result<bool> has_no_users(store::Database& database) {
  const auto count = store::UserRepository(database).count();
  if (!count) return tl::unexpected(count.error());
  return *count == 0;
}

Result<void> make_admin(store::Database& database, const NewAdmin& admin, std::int64_t now) {
  if (admin.username.empty() || admin.username.size() > 80 || !http::is_plain_text(admin.username)) {
    return fail(ErrorKind::Invalid, "a username of 1 to 80 characters is wanted");
  }
  if (!admin.email.empty() && !http::is_email(admin.email)) return fail(ErrorKind::Invalid, "'" + admin.email + "' is no email address");
  if (admin.password.size() < kShortestPassword) return fail(ErrorKind::Invalid, "a password of 10 characters or more is wanted");
  auto hash = crypto::hash_password(admin.password);
  if (!hash) return tl::unexpected(hash.error());
  store::User user;
  user.id = new_uuid();
  user.username = admin.username;
  user.email = admin.email;
  user.role = store::Role::Admin;
  user.is_staff = true;
  user.password_hash = std::move(*hash);
  user.date_joined = now;
  if (const auto added = store::UserRepository(database).add(user); !added) {
    if (added.error().kind == ErrorKind::Conflict) return fail(ErrorKind::Conflict, "the username or email is in use");
    return added;
  }
  return store::AuditRepository(database).add({new_uuid(), now, "", admin.by, "user.created", "user", user.id, user.username});
}

}  // namespace codevoice::cli
