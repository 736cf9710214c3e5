// Where the database is: DATABASE_URL taken apart.
// Errors: Invalid, in one line and without the password, for what names no engine we have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace codevoice::store {

enum class Engine : std::uint8_t { Sqlite, Postgres };

struct StoreUrl {
  Engine engine = Engine::Sqlite;
  std::string target;  // SQLite: the file; PostgreSQL: the URL as libpq takes it
  std::string shown;   // for people and logs: without user and password
};

/// `postgres://…` and `postgresql://…`, `sqlite:///PATH` (`sqlite:////ABSOLUTE`, as Django's tools write it), or a plain path.
Result<StoreUrl> parse_store_url(std::string_view text);

}  // namespace codevoice::store
