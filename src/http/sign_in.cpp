// untested: through api_test.cpp and api_account_test.cpp
#include "http/sign_in.hpp"

#include "base/crypto.hpp"
#include "http/api.hpp"
#include "store/access_repository.hpp"
#include "store/user_repository.hpp"

namespace codevoice::http {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr std::int64_t kSeenEvery = microseconds(5min).count();  // noted no oftener: a read must not cost a write
constexpr std::string_view kBearer = "Bearer ";
constexpr std::size_t kLongestSecret = 200;

Problem unauthorized(std::string detail) {
  Problem problem{401, "unauthorized", std::move(detail)};
  problem.headers = {{"WWW-Authenticate", "Bearer"}};
  return problem;
}

bool changes_nothing(const net::Request& request) { return request.method == "GET" || request.method == "HEAD"; }

/// A page of another site can make a browser send the cookie, but cannot read the session's token (OWASP, synchronizer token).
bool is_own_page(const net::Request& request, const store::BrowserSession& session) {
  const auto given = request.header("x-csrf-token").value_or("");
  return crypto::equal_in_constant_time(view_of(given), view_of(session.csrf));
}

tl::expected<Caller, Problem> caller_of(const ApiRequest& call, const std::string& user_id) {
  auto user = store::UserRepository(call.database).find(user_id);
  if (!user) return tl::unexpected(problem_of(user.error()));
  if (!*user || !(*user)->is_active) return tl::unexpected(unauthorized("this account is closed"));
  Caller caller;
  caller.user = std::move(**user);
  return caller;
}

tl::expected<std::optional<Caller>, Problem> by_token(const ApiRequest& call, std::string_view secret) {
  if (secret.size() > kLongestSecret) return tl::unexpected(unauthorized("this token is not valid"));
  store::AccessRepository access(call.database);
  const auto token = access.find_token(hash_of_secret(secret), call.now);
  if (!token) return tl::unexpected(problem_of(token.error()));
  if (!*token) return tl::unexpected(unauthorized("this token is not valid, was revoked or has expired"));
  auto caller = caller_of(call, (*token)->user_id);
  if (!caller) return tl::unexpected(std::move(caller.error()));
  caller->scopes = (*token)->scopes;
  if (call.now - (*token)->last_used_at.value_or(0) > kSeenEvery) {
    if (const auto noted = access.note_token_use((*token)->id, call.now); !noted) return tl::unexpected(problem_of(noted.error()));
  }
  return std::optional(std::move(*caller));
}

tl::expected<std::optional<Caller>, Problem> by_cookie(const ApiRequest& call, std::string_view secret) {
  if (secret.size() > kLongestSecret) return std::optional<Caller>();
  store::AccessRepository access(call.database);
  const auto hash = hash_of_secret(secret);
  const auto session = access.find_session(hash, call.now);
  if (!session) return tl::unexpected(problem_of(session.error()));
  if (!*session) return std::optional<Caller>();  // an old cookie is nobody, not an error: the log-in page must work
  if (!changes_nothing(call.http) && !is_own_page(call.http, **session)) {
    return tl::unexpected(Problem{403, "csrf", "the X-CSRF-Token header must hold the session's csrf_token (GET /api/v1/auth/me)"});
  }
  auto caller = caller_of(call, (*session)->user_id);
  if (!caller) return tl::unexpected(std::move(caller.error()));
  caller->session_hash = hash;
  caller->csrf = (*session)->csrf;
  if (call.now - (*session)->seen_at > kSeenEvery) {
    const auto until = call.now + microseconds(call.config.session_idle).count();
    if (const auto noted = access.prolong_session(hash, call.now, until); !noted) return tl::unexpected(problem_of(noted.error()));
  }
  return std::optional(std::move(*caller));
}

std::string cookie_attributes(const ApiRequest& call, std::chrono::seconds age) {
  return "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(age.count()) + (call.config.secure_cookies ? "; Secure" : "");
}

}  // namespace

std::optional<std::string_view> cookie_of(const net::Request& request, std::string_view name) {
  auto all = request.header("cookie").value_or("");
  while (!all.empty()) {
    const auto end = std::min(all.find(';'), all.size());
    auto one = all.substr(0, end);
    all.remove_prefix(std::min(end + 1, all.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') return one.substr(name.size() + 1);
  }
  return std::nullopt;
}

std::string hash_of_secret(std::string_view secret) { return crypto::to_hex(crypto::sha256(view_of(secret))); }

std::string new_secret() {
  std::array<std::uint8_t, 32> bytes{};
  crypto::random_bytes(bytes);
  return crypto::to_base64(bytes, crypto::Base64::Url);
}

tl::expected<std::optional<Caller>, Problem> identify(const ApiRequest& call) {
  const auto header = call.http.header("authorization");
  if (header && header->starts_with(kBearer)) return by_token(call, header->substr(kBearer.size()));
  if (header) return tl::unexpected(unauthorized("an API token is given as 'Authorization: Bearer TOKEN'"));
  if (const auto cookie = cookie_of(call.http, kSessionCookie)) return by_cookie(call, *cookie);
  return std::optional<Caller>();
}

tl::expected<SignedIn, Problem> begin_session(const ApiRequest& call, const store::User& user) {
  const auto secret = new_secret();
  store::BrowserSession session;
  session.id_hash = hash_of_secret(secret);
  session.user_id = user.id;
  session.csrf = new_secret();
  session.user_agent = std::string(call.http.header("user-agent").value_or("").substr(0, 200));
  session.created_at = session.seen_at = call.now;
  session.expires_at = call.now + microseconds(call.config.session_idle).count();
  if (const auto added = store::AccessRepository(call.database).add_session(session); !added) return tl::unexpected(problem_of(added.error()));
  return SignedIn{std::string(kSessionCookie) + "=" + secret + cookie_attributes(call, call.config.session_idle), session.csrf};
}

std::string ended_cookie(const ApiRequest& call) { return std::string(kSessionCookie) + "=" + cookie_attributes(call, 0s); }

}  // namespace codevoice::http
