// untested: through api_account_test.cpp
#include "http/user_json.hpp"

#include <boost/json.hpp>

#include "base/crypto_password.hpp"
#include "http/api_values.hpp"

namespace codevoice::http {

boost::json::object user_to_json(const store::User& user) {
  return {{"id", user.id},
          {"username", user.username},
          {"email", user.email},
          {"first_name", user.first_name},
          {"last_name", user.last_name},
          {"role", store::name_of(user.role)},
          {"is_active", user.is_active},
          {"is_staff", user.is_staff},
          {"date_joined", time_text(user.date_joined)},
          {"last_login", time_or_null(user.last_login)}};
}

Result<store::User> user_from_json(const boost::json::object& body, std::int64_t now) {
  store::User user;
  user.username = text_in(body, "username");
  user.email = text_in(body, "email");
  user.first_name = text_in(body, "first_name");
  user.last_name = text_in(body, "last_name");
  user.date_joined = now;
  const auto password = text_in(body, "password");
  if (password.empty()) return user;
  auto hash = crypto::hash_password(password);
  if (!hash) return tl::unexpected(hash.error());
  user.password_hash = std::move(*hash);
  return user;
}

Problem taken_or(const Error& error) {
  if (error.kind != ErrorKind::Conflict) return problem_of(error);
  return {409, "taken", "that username or email is in use"};
}

}  // namespace codevoice::http
