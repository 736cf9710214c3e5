// One's own account: register, log in and out, password, tokens.
// untested: through api_account_test.cpp
#include <boost/json.hpp>

#include "base/crypto_password.hpp"
#include "http/api.hpp"
#include "http/api_values.hpp"
#include "http/sign_in.hpp"
#include "http/user_json.hpp"
#include "store/access_repository.hpp"
#include "store/user_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;
using std::chrono::microseconds;

Problem wrong_login() { return {401, "wrong_login", "username or password is wrong", {}, {{"WWW-Authenticate", "Bearer"}}}; }

/// Costs what a check costs, so that the time tells nobody which names exist.
void check_nothing(const std::string& password) {
  static const auto hash = crypto::hash_password("nobody has this password").value_or("");
  static_cast<void>(crypto::password_fits(password, hash));
}

Outcome signed_in(const ApiRequest& call, const store::User& user, unsigned status) {
  const auto session = begin_session(call, user);
  if (!session) return refuse(session.error());
  auto body = user_to_json(user);
  body["csrf_token"] = session->csrf;
  return Answer{status, std::move(body), {{"Set-Cookie", session->cookie}}};
}

Outcome register_account(ApiRequest& call) {
  if (!call.config.open_registration) return refuse(Problem{403, "registration_closed", "accounts are made by an administrator here"});
  auto user = user_from_json(call.object(), call.now);
  if (!user) return refuse(user.error());
  user->id = call.new_id;
  store::UserRepository users(call.database);
  if (const auto added = users.add(*user); !added) return refuse(taken_or(added.error()));
  if (const auto noted = audit(call, "user.registered", "user", user->id, user->username); !noted) return refuse(noted.error());
  return signed_in(call, *user, 201);
}

Outcome log_in(ApiRequest& call) {
  const auto login = text_in(call.object(), "username"), password = text_in(call.object(), "password");
  store::UserRepository users(call.database);
  const auto found = users.find_by_login(login);
  if (!found) return refuse(found.error());
  if (!*found || !(*found)->is_active || (*found)->password_hash.empty()) {
    check_nothing(password);
    return refuse(wrong_login());
  }
  auto user = **found;
  if (user.locked_until > call.now) {
    check_nothing(password);
    const auto left = (user.locked_until - call.now) / 1'000'000 + 1;
    return refuse(Problem{429, "locked", "too many wrong passwords; wait, or ask for a reset link", {}, {{"Retry-After", std::to_string(left)}}});
  }
  if (!crypto::password_fits(password, user.password_hash)) {
    const auto until = call.now + microseconds(call.config.lock).count();
    if (const auto noted = users.note_failure(user.id, call.config.failures_until_lock, until); !noted) return refuse(noted.error());
    return refuse(wrong_login());
  }
  if (crypto::is_old_hash(user.password_hash)) {
    if (auto hash = crypto::hash_password(password)) user.password_hash = std::move(*hash);
    if (const auto saved = users.update(user); !saved) return refuse(saved.error());
  }
  if (const auto noted = users.note_login(user.id, call.now); !noted) return refuse(noted.error());
  user.last_login = call.now;
  return signed_in(call, user, 200);
}

Outcome log_out(ApiRequest& call) {
  if (const auto ended = store::AccessRepository(call.database).remove_session(call.caller->session_hash); !ended) return refuse(ended.error());
  return Answer{204, nullptr, {{"Set-Cookie", ended_cookie(call)}}};
}

Outcome me(ApiRequest& call) {
  auto body = user_to_json(call.caller->user);
  body["csrf_token"] = nullptr;
  if (!call.caller->csrf.empty()) body["csrf_token"] = json::string(call.caller->csrf);
  return Answer{200, std::move(body)};
}

/// And all other browsers of the user are signed out.
tl::expected<void, Problem> set_password(const ApiRequest& call, store::User user, const std::string& password) {
  auto hash = crypto::hash_password(password);
  if (!hash) return tl::unexpected(problem_of(hash.error()));
  user.password_hash = std::move(*hash);
  user.failed_logins = 0;
  user.locked_until = 0;
  if (const auto saved = store::UserRepository(call.database).update(user); !saved) return tl::unexpected(problem_of(saved.error()));
  const auto but = call.caller ? call.caller->session_hash : std::string();
  if (const auto ended = store::AccessRepository(call.database).remove_sessions_of(user.id, but); !ended)
    return tl::unexpected(problem_of(ended.error()));
  if (const auto noted = audit(call, "user.password_changed", "user", user.id); !noted) return tl::unexpected(problem_of(noted.error()));
  return {};
}

Outcome change_password(ApiRequest& call) {
  const auto& user = call.caller->user;
  if (!crypto::password_fits(text_in(call.object(), "old_password"), user.password_hash)) {
    const auto until = call.now + microseconds(call.config.lock).count();
    if (const auto noted = store::UserRepository(call.database).note_failure(user.id, call.config.failures_until_lock, until); !noted) {
      return refuse(noted.error());
    }
    return refuse(Problem{403, "wrong_password", "the old password is wrong"});
  }
  if (const auto set = set_password(call, user, text_in(call.object(), "new_password")); !set) return refuse(set.error());
  return Answer{204};
}

Outcome reset_password(ApiRequest& call) {
  const auto user_id = store::AccessRepository(call.database).take_reset(hash_of_secret(text_in(call.object(), "token")), call.now);
  if (!user_id) return refuse(user_id.error());
  if (!*user_id) return refuse(Problem{403, "bad_reset_link", "this link was used, replaced or has expired"});
  const auto user = store::UserRepository(call.database).find(**user_id);
  if (!user) return refuse(user.error());
  if (!*user) return refuse(Problem{403, "bad_reset_link", "this link was used, replaced or has expired"});
  if (const auto set = set_password(call, **user, text_in(call.object(), "new_password")); !set) return refuse(set.error());
  return Answer{204};
}

json::object token_to_json(const store::ApiToken& token) {
  json::array scopes;
  for (const auto& scope : token.scopes) scopes.emplace_back(scope);
  return {{"id", token.id},
          {"name", token.name},
          {"scopes", std::move(scopes)},
          {"created_at", time_text(token.created_at)},
          {"expires_at", time_or_null(token.expires_at)},
          {"last_used_at", time_or_null(token.last_used_at)}};
}

Outcome list_tokens(ApiRequest& call) {
  const auto read = [&](const store::PageOf& page) { return store::AccessRepository(call.database).tokens_of(call.caller->user.id, page); };
  return answer_page(call, read, token_to_json, [](const auto& one) { return store::Place{one.created_at, one.id}; });
}

Outcome create_token(ApiRequest& call) {
  const auto& body = call.object();
  const auto secret = "cv_" + new_secret();
  store::ApiToken token;
  token.id = call.new_id;
  token.user_id = call.caller->user.id;
  token.name = text_in(body, "name");
  token.secret_hash = hash_of_secret(secret);
  token.scopes = texts_in(body, "scopes");
  token.created_at = call.now;
  if (const auto* days = body.if_contains("expires_in_days"); days != nullptr && days->is_int64()) {
    token.expires_at = call.now + microseconds(std::chrono::hours(24 * days->get_int64())).count();
  }
  if (const auto added = store::AccessRepository(call.database).add_token(token); !added) return refuse(added.error());
  if (const auto noted = audit(call, "token.created", "token", token.id, token.name); !noted) return refuse(noted.error());
  auto made = token_to_json(token);
  made["token"] = secret;
  return Answer{201, std::move(made)};
}

Outcome revoke_token(ApiRequest& call) {
  const auto removed = store::AccessRepository(call.database).remove_token(call.path.at("id"), call.caller->user.id);
  if (!removed) return refuse(removed.error());
  if (!*removed) return refuse(not_found());
  if (const auto noted = audit(call, "token.revoked", "token", call.path.at("id")); !noted) return refuse(noted.error());
  return Answer{204};
}

}  // namespace

std::vector<Route> account_routes() {
  return {
      {"POST",
       "/auth/register",
       "register",
       "auth",
       "Make a candidate's account, where that is open",
       Access::Public,
       "",
       "Registration",
       "Account",
       201,
       {},
       &register_account},
      {"POST", "/auth/login", "logIn", "auth", "Sign this browser in", Access::Public, "", "Login", "Account", 200, {}, &log_in},
      {"POST", "/auth/logout", "logOut", "auth", "Sign this browser out", Access::SignedIn, "", "", "", 204, {}, &log_out},
      {"GET", "/auth/me", "getMe", "auth", "Who is signed in, and the CSRF token", Access::SignedIn, "users:read", "", "Account", 200, {}, &me},
      {"POST",
       "/auth/password",
       "changePassword",
       "auth",
       "Change one's own password",
       Access::SignedIn,
       "",
       "PasswordChange",
       "",
       204,
       {},
       &change_password},
      {"POST",
       "/auth/reset",
       "resetPassword",
       "auth",
       "Set a new password with a reset link's token",
       Access::Public,
       "",
       "PasswordReset",
       "",
       204,
       {},
       &reset_password},
      {"GET", "/auth/tokens", "listTokens", "auth", "One's own API tokens", Access::SignedIn, "", "", "TokenPage", 200, page_query(), &list_tokens},
      {"POST",
       "/auth/tokens",
       "createToken",
       "auth",
       "Make an API token; it is shown this once",
       Access::SignedIn,
       "",
       "NewToken",
       "CreatedToken",
       201,
       {},
       &create_token,
       "",
       Repeat::Refused},
      {"DELETE", "/auth/tokens/{id}", "revokeToken", "auth", "Revoke an API token", Access::SignedIn, "", "", "", 204, {}, &revoke_token},
  };
}

}  // namespace codevoice::http
