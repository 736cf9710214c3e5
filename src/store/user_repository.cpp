#include "store/user_repository.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <limits>

#include "base/ascii.hpp"

namespace codevoice::store {
namespace {

/// Columns of users bound to one record.
struct UserRow {
  explicit UserRow(const User& user)
      : record(user),
        role(name_of(user.role)),
        active(user.is_active ? 1 : 0),
        staff(user.is_staff ? 1 : 0),
        locked(user.locked_until),
        joined(user.date_joined),
        login(user.last_login.value_or(0)),
        has_login(user.last_login ? soci::i_ok : soci::i_null) {}
  UserRow() : UserRow(User{}) {}

  User take() const {
    User made = record;
    made.role = role_of(role).value_or(Role::Candidate);
    made.is_active = active != 0;
    made.is_staff = staff != 0;
    made.locked_until = locked;
    made.date_joined = joined;
    made.last_login = has_login == soci::i_ok ? std::optional<std::int64_t>(login) : std::nullopt;
    return made;
  }

  User record;
  std::string role;
  int active;
  int staff;
  long long locked;
  long long joined;
  long long login;
  soci::indicator has_login;
};

/// What one logs in with means one person: no name is another's, nor another's email, whatever the case of its letters.
void refuse_taken(soci::session& sql, const User& user) {
  int taken = 0;
  const auto name = ascii_lower(user.username);
  const auto email = user.email.empty() ? name : user.email;
  sql << "SELECT COUNT(*) FROM users WHERE id <> :id AND (login IN (:name, :email) OR (email <> '' AND email IN (:name2, :email2)))",
      soci::use(user.id), soci::use(name), soci::use(email), soci::use(name), soci::use(email), soci::into(taken);
  if (taken > 0) throw soci::soci_error("UNIQUE constraint failed: the username or email is taken");
}

}  // namespace

std::string_view name_of(Role role) noexcept {
  switch (role) {
    case Role::Admin: return "admin";
    case Role::Interviewer: return "interviewer";
    case Role::Candidate: return "candidate";
  }
  return "candidate";
}

Result<Role> role_of(std::string_view name) {
  for (const auto role : {Role::Admin, Role::Interviewer, Role::Candidate}) {
    if (name == name_of(role)) return role;
  }
  return fail(ErrorKind::Invalid, "'" + std::string(name) + "' is no role: admin, interviewer or candidate is wanted");
}

Result<void> UserRepository::add(const User& user) {
  UserRow row(user);
  row.record.email = ascii_lower(user.email);
  const auto small = ascii_lower(user.username);
  return database_.transact("adding the user", [&](soci::session& sql) {
    refuse_taken(sql, row.record);
    sql << "INSERT INTO users (id, username, login, email, first_name, last_name, is_active, is_staff, date_joined, last_login, password_hash, role) "
           "VALUES (:id, :name, :small, :email, :first, :last, :active, :staff, :joined, :login, :hash, :role)",
        soci::use(row.record.id), soci::use(row.record.username), soci::use(small), soci::use(row.record.email), soci::use(row.record.first_name),
        soci::use(row.record.last_name), soci::use(row.active), soci::use(row.staff), soci::use(row.joined), soci::use(row.login, row.has_login),
        soci::use(row.record.password_hash), soci::use(row.role);
  });
}

Result<void> UserRepository::update(const User& user) {
  UserRow row(user);
  row.record.email = ascii_lower(user.email);
  const auto small = ascii_lower(user.username);
  return database_.transact("saving the user", [&](soci::session& sql) {
    refuse_taken(sql, row.record);
    sql << "UPDATE users SET username = :name, login = :small, email = :email, first_name = :first, last_name = :last, is_active = :active, is_staff "
           "= :staff, "
           "password_hash = :hash, role = :role, failed_logins = :failed, locked_until = :locked WHERE id = :id",
        soci::use(row.record.username), soci::use(small), soci::use(row.record.email), soci::use(row.record.first_name),
        soci::use(row.record.last_name), soci::use(row.active), soci::use(row.staff), soci::use(row.record.password_hash), soci::use(row.role),
        soci::use(row.record.failed_logins), soci::use(row.locked), soci::use(row.record.id);
  });
}

Result<void> UserRepository::remove(std::string_view id) {
  const std::string key(id);
  return database_.transact("deleting the user", [&](soci::session& sql) {
    sql << "UPDATE interview_sessions SET user_id = NULL WHERE user_id = :id", soci::use(key);
    sql << "DELETE FROM users WHERE id = :id", soci::use(key);
  });
}

Result<std::vector<User>> UserRepository::select(const std::string& where, const std::string& value, const PageOf& page) {
  std::vector<User> users;
  const long long before = page.after ? page.after->at : std::numeric_limits<long long>::max();
  const std::string before_id = page.after ? page.after->id : std::string();
  const auto done = database_.read("reading users", [&](soci::session& sql) {
    users.clear();
    UserRow row;
    soci::statement query =
        (sql.prepare << "SELECT id, username, email, first_name, last_name, is_active, is_staff, date_joined, last_login, password_hash, role, "
                        "failed_logins, locked_until FROM users WHERE " +
                            where +
                            " AND (date_joined < :at OR (date_joined = :at2 AND id < :after)) ORDER BY date_joined DESC, id DESC LIMIT :limit",
         soci::use(value), soci::use(before), soci::use(before), soci::use(before_id), soci::use(page.limit), soci::into(row.record.id),
         soci::into(row.record.username), soci::into(row.record.email), soci::into(row.record.first_name), soci::into(row.record.last_name),
         soci::into(row.active), soci::into(row.staff), soci::into(row.joined), soci::into(row.login, row.has_login),
         soci::into(row.record.password_hash), soci::into(row.role), soci::into(row.record.failed_logins), soci::into(row.locked));
    query.execute();
    while (query.fetch()) users.push_back(row.take());
  });
  if (!done) return tl::unexpected(done.error());
  return users;
}

Result<std::optional<User>> UserRepository::find(std::string_view id) {
  auto found = select("id = :value", std::string(id), PageOf{1});
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::optional<User>> UserRepository::find_by_login(std::string_view login) {
  if (login.empty()) return std::optional<User>();
  auto found = select("(:value IN (login, email))", ascii_lower(login), PageOf{1});
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<User>> UserRepository::list(const PageOf& page) { return select("id <> :value", "", page); }

Result<int> UserRepository::count() {
  int count = 0;
  const auto done = database_.read("counting users", [&](soci::session& sql) { sql << "SELECT COUNT(*) FROM users", soci::into(count); });
  if (!done) return tl::unexpected(done.error());
  return count;
}

Result<int> UserRepository::count_of(Role role) {
  int count = 0;
  const std::string name(name_of(role));
  const auto done = database_.read("counting users", [&](soci::session& sql) {
    sql << "SELECT COUNT(*) FROM users WHERE role = :role AND is_active = 1", soci::use(name), soci::into(count);
  });
  if (!done) return tl::unexpected(done.error());
  return count;
}

Result<void> UserRepository::note_failure(std::string_view id, int limit, std::int64_t until) {
  const std::string key(id);
  const long long when = until;
  return database_.transact("noting a wrong password", [&](soci::session& sql) {
    sql << "UPDATE users SET failed_logins = failed_logins + 1, "
           "locked_until = CASE WHEN failed_logins + 1 >= :limit THEN :until ELSE locked_until END WHERE id = :id",
        soci::use(limit), soci::use(when), soci::use(key);
  });
}

Result<void> UserRepository::note_login(std::string_view id, std::int64_t at) {
  const std::string key(id);
  const long long when = at;
  return database_.transact("noting the login", [&](soci::session& sql) {
    sql << "UPDATE users SET failed_logins = 0, locked_until = 0, last_login = :at WHERE id = :id", soci::use(when), soci::use(key);
  });
}

}  // namespace codevoice::store
