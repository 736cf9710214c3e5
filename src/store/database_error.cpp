// untested: through database_test.cpp, on both engines
#include "store/database_error.hpp"

#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>

namespace codevoice::store {
namespace {

/// SQLite reports by text only through SOCI.
ErrorKind kind_by_text(const std::string& text) {
  const auto has = [&](const char* part) { return text.find(part) != std::string::npos; };
  if (has("constraint failed")) return ErrorKind::Conflict;
  if (has("authentication failed")) return ErrorKind::Denied;
  if (has("Cannot establish connection")) return ErrorKind::Unavailable;  // so SOCI says of PostgreSQL, without a code
  const bool transient = has("locked") || has("full") || has("disk I/O") || has("unable to open") || has("readonly");
  return transient ? ErrorKind::Unavailable : ErrorKind::Internal;
}

/// PostgreSQL's classes (its manual, appendix A).
ErrorKind kind_by_state(const std::string& state) {
  const auto is_class = [&](const char* prefix) { return state.starts_with(prefix); };
  if (is_class("23")) return ErrorKind::Conflict;
  if (is_class("28") || is_class("42501")) return ErrorKind::Denied;
  if (is_class("57014")) return ErrorKind::Timeout;
  // no connection, no resources, an operator's doing, a deadlock, no such database, read only
  const bool transient =
      is_class("08") || is_class("53") || is_class("57") || is_class("40") || is_class("3D") || is_class("25006") || is_class("55P03");
  return transient ? ErrorKind::Unavailable : ErrorKind::Internal;
}

}  // namespace

bool is_lost_connection(const std::exception& cause) {
  const auto* const postgres = dynamic_cast<const soci::postgresql_soci_error*>(&cause);
  if (postgres == nullptr) return false;
  const auto state = postgres->sqlstate();
  return postgres->get_error_category() == soci::soci_error::connection_error || state.starts_with("08") || state.starts_with("57P");
}

Error error_from(std::string_view what, const std::exception& cause) {
  const std::string whole = cause.what();
  auto text = whole.substr(0, whole.find(" while "));  // after it come the statement and its values: what was said is no log text
  text = text.substr(0, text.find("\nDETAIL"));        // so do these
  text.erase(std::min(text.find_last_not_of(" \n") + 1, text.size()));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  const auto* const postgres = dynamic_cast<const soci::postgresql_soci_error*>(&cause);
  auto kind = postgres != nullptr ? kind_by_state(postgres->sqlstate()) : kind_by_text(text);
  if (is_lost_connection(cause)) kind = ErrorKind::Unavailable;
  return {kind, std::string(what) + ": " + text};
}

}  // namespace codevoice::store
