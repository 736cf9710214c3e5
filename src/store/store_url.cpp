#include "store/store_url.hpp"

#include <algorithm>
#include <array>

namespace codevoice::store {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Without "user:password@" and without the parameters, one of which may be a password.
std::string without_secrets(std::string_view rest) {
  const auto end_of_host = std::min(rest.find('/'), rest.size());
  const auto at = rest.substr(0, end_of_host).rfind('@');
  if (at != std::string_view::npos) rest.remove_prefix(at + 1);
  return "postgresql://" + std::string(rest.substr(0, rest.find('?')));
}

/// Adds what the user's URL does not say: no wait for a dead server without an end, and a name for the server's own lists.
std::string with_defaults(std::string url) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> defaults = {{
      {"connect_timeout", "5"},
      {"application_name", "codevoice"},
      {"keepalives_idle", "10"},
      {"keepalives_interval", "3"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "10000"},
  }};
  for (const auto& [name, value] : defaults) {
    if (url.find(std::string(name) + "=") != std::string::npos) continue;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += std::string(name) + "=" + std::string(value);
  }
  return url;
}

}  // namespace

Result<StoreUrl> parse_store_url(std::string_view text) {
  StoreUrl made;
  auto rest = text;
  if (take_prefix(rest, "postgres://") || take_prefix(rest, "postgresql://")) {
    made.engine = Engine::Postgres;
    made.target = with_defaults("postgresql://" + std::string(rest));
    made.shown = without_secrets(rest);
    return made;
  }
  if (take_prefix(rest, "sqlite:")) {
    if (!take_prefix(rest, "///")) return fail(ErrorKind::Invalid, "a file as sqlite:///PATH is wanted");
  } else if (rest.find("://") != std::string_view::npos) {
    return fail(ErrorKind::Invalid,
                "'" + std::string(rest.substr(0, rest.find("://"))) + "' is no database engine of ours: postgres or sqlite is wanted");
  }
  if (rest.empty() || rest.find('"') != std::string_view::npos) return fail(ErrorKind::Invalid, "the database's file has no usable name");
  made.target = made.shown = std::string(rest);
  return made;
}

}  // namespace codevoice::store
