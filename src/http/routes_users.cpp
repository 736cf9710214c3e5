// The users, by administrators; one's own account by anybody.
// untested: through api_users_test.cpp
#include <boost/json.hpp>

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

/// The user of the path, if the caller may see it: an administrator all, others themselves.
tl::expected<store::User, Problem> user_of(const ApiRequest& call) {
  const auto& id = call.path.at("id");
  if (!call.caller->is_admin() && call.caller->user.id != id) return tl::unexpected(not_found());
  auto found = store::UserRepository(call.database).find(id);
  if (!found) return tl::unexpected(problem_of(found.error()));
  if (!*found) return tl::unexpected(not_found());
  return std::move(**found);
}

Outcome list_users(ApiRequest& call) {
  const auto read = [&](const store::PageOf& page) { return store::UserRepository(call.database).list(page); };
  return answer_page(call, read, user_to_json, [](const auto& one) { return store::Place{one.date_joined, one.id}; });
}

Outcome create_user(ApiRequest& call) {
  auto user = user_from_json(call.object(), call.now);
  if (!user) return refuse(user.error());
  user->id = call.new_id;
  user->role = store::role_of(text_in(call.object(), "role", "candidate")).value_or(store::Role::Candidate);
  user->is_staff = user->role != store::Role::Candidate;
  user->is_active = flag_in(call.object(), "is_active", true);
  store::UserRepository users(call.database);
  if (const auto added = users.add(*user); !added) return refuse(taken_or(added.error()));
  if (const auto noted = audit(call, "user.created", "user", user->id, user->username); !noted) return refuse(noted.error());
  return Answer{201, user_to_json(*user), {{"Location", std::string(kApiPrefix) + "/users/" + user->id}}};
}

Outcome get_user(ApiRequest& call) {
  const auto user = user_of(call);
  if (!user) return refuse(user.error());
  return Answer{200, user_to_json(*user)};
}

/// The last active administrator stays one.
tl::expected<void, Problem> keeps_an_admin(const ApiRequest& call, const store::User& before) {
  if (before.role != store::Role::Admin || !before.is_active) return {};
  const auto admins = store::UserRepository(call.database).count_of(store::Role::Admin);
  if (!admins) return tl::unexpected(problem_of(admins.error()));
  if (*admins > 1) return {};
  return tl::unexpected(Problem{409, "last_admin", "this is the last administrator"});
}

tl::expected<void, Problem> change_rights(const ApiRequest& call, const json::object& body, store::User& user) {
  if (!body.contains("role") && !body.contains("is_active")) return {};
  if (!call.caller->is_admin()) return tl::unexpected(Problem{403, "forbidden", "only an administrator changes roles and closes accounts"});
  const auto before = user;
  if (body.contains("role")) user.role = store::role_of(text_in(body, "role")).value_or(user.role);
  user.is_active = flag_in(body, "is_active", user.is_active);
  user.is_staff = user.role != store::Role::Candidate;
  const bool is_less = user.role != store::Role::Admin || !user.is_active;
  if (is_less) {
    if (const auto kept = keeps_an_admin(call, before); !kept) return kept;
  }
  return {};
}

Outcome change_user(ApiRequest& call) {
  auto user = user_of(call);
  if (!user) return refuse(user.error());
  const auto& body = call.object();
  if (const auto changed = change_rights(call, body, *user); !changed) return refuse(changed.error());
  user->username = text_in(body, "username", user->username);
  user->email = text_in(body, "email", user->email);
  user->first_name = text_in(body, "first_name", user->first_name);
  user->last_name = text_in(body, "last_name", user->last_name);
  if (const auto saved = store::UserRepository(call.database).update(*user); !saved) return refuse(taken_or(saved.error()));
  if (!user->is_active) {
    if (const auto ended = store::AccessRepository(call.database).remove_sessions_of(user->id, ""); !ended) return refuse(ended.error());
  }
  if (const auto noted = audit(call, "user.changed", "user", user->id, user->username); !noted) return refuse(noted.error());
  return Answer{200, user_to_json(*user)};
}

Outcome delete_user(ApiRequest& call) {
  const auto user = user_of(call);
  if (!user) return refuse(user.error());
  if (const auto kept = keeps_an_admin(call, *user); !kept) return refuse(kept.error());
  if (const auto removed = store::UserRepository(call.database).remove(user->id); !removed) return refuse(removed.error());
  if (const auto noted = audit(call, "user.deleted", "user", user->id); !noted) return refuse(noted.error());
  return Answer{204};
}

Outcome make_reset_link(ApiRequest& call) {
  const auto user = user_of(call);
  if (!user) return refuse(user.error());
  const auto secret = new_secret();
  const auto expires = call.now + microseconds(call.config.reset_link).count();
  if (const auto added = store::AccessRepository(call.database).add_reset(hash_of_secret(secret), user->id, expires); !added) {
    return refuse(added.error());
  }
  if (const auto noted = audit(call, "user.reset_link_made", "user", user->id, user->username); !noted) return refuse(noted.error());
  return Answer{201, json::object{{"token", secret}, {"url", call.config.public_url + "/reset#" + secret}, {"expires_at", time_text(expires)}}};
}

}  // namespace

std::vector<Route> user_routes() {
  return {
      {"GET", "/users", "listUsers", "users", "All users, newest first", Access::Admin, "users:read", "", "UserPage", 200, page_query(), &list_users},
      {"POST", "/users", "createUser", "users", "Make a user", Access::Admin, "users:write", "NewUser", "User", 201, {}, &create_user},
      {"GET", "/users/{id}", "getUser", "users", "One user", Access::SignedIn, "users:read", "", "User", 200, {}, &get_user},
      {"PATCH",
       "/users/{id}",
       "changeUser",
       "users",
       "Change what is given",
       Access::SignedIn,
       "users:write",
       "UserChange",
       "User",
       200,
       {},
       &change_user},
      {"DELETE",
       "/users/{id}",
       "deleteUser",
       "users",
       "Delete a user; interviews stay, without the user",
       Access::Admin,
       "users:write",
       "",
       "",
       204,
       {},
       &delete_user},
      {"POST",
       "/users/{id}/reset-link",
       "makeResetLink",
       "users",
       "A link to set a new password, good once",
       Access::Admin,
       "",
       "",
       "ResetLink",
       201,
       {},
       &make_reset_link,
       "",
       Repeat::Refused},
  };
}

}  // namespace codevoice::http
