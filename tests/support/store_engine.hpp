// One empty database a test, on each engine: a file, and a schema of the PostgreSQL server that CTest starts (tests/support/postgres.sh).
// Ownership: gone with the object.
#pragma once

#include <gtest/gtest.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include "base/ids.hpp"
#include "store/database.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::store {
inline void PrintTo(Engine engine, std::ostream* out) { *out << (engine == Engine::Sqlite ? "SQLite" : "PostgreSQL"); }
}  // namespace codevoice::store

namespace codevoice::test {

class EmptyDatabase {
 public:
  explicit EmptyDatabase(store::Engine engine) {
    if (engine == store::Engine::Sqlite) {
      location_ = folder_.file("codevoice.db");
      return;
    }
    schema_ = "t" + new_uuid().substr(0, 8) + new_uuid().substr(0, 8);
    location_ = "postgresql:///postgres?host=" CODEVOICE_TEST_POSTGRES "&user=postgres&options=-csearch_path%3D" + schema_;
    tell_server("CREATE SCHEMA " + schema_);
  }
  ~EmptyDatabase() {
    if (!schema_.empty()) tell_server("DROP SCHEMA " + schema_ + " CASCADE");
  }
  EmptyDatabase(const EmptyDatabase&) = delete;
  EmptyDatabase& operator=(const EmptyDatabase&) = delete;

  const std::string& location() const { return location_; }
  std::unique_ptr<store::Database> open() const {
    auto opened = store::Database::open(location_);
    if (opened) return std::move(*opened);
    ADD_FAILURE() << opened.error().message;
    return nullptr;
  }
  std::unique_ptr<store::Database> open_migrated() const {
    auto opened = open();
    const auto migrated = opened->migrate();
    EXPECT_TRUE(migrated) << (migrated ? "" : migrated.error().message);
    return opened;
  }
  /// One statement to the server, past the Database.
  static void tell_server(const std::string& statement) {
    try {
      soci::session sql(soci::postgresql, "postgresql:///postgres?host=" CODEVOICE_TEST_POSTGRES "&user=postgres");
      sql << "SET client_min_messages TO WARNING";
      sql << statement;
    } catch (const std::exception& cause) {
      ADD_FAILURE() << "the PostgreSQL server of the tests (CTest starts it; by hand: tests/support/postgres.sh start FOLDER): " << cause.what();
    }
  }

 private:
  TempDir folder_;
  std::string location_;
  std::string schema_;
};

inline std::string engine_name(const testing::TestParamInfo<store::Engine>& engine) {
  return engine.param == store::Engine::Sqlite ? "Sqlite" : "Postgres";
}
inline const auto kEngines = testing::Values(store::Engine::Sqlite, store::Engine::Postgres);

}  // namespace codevoice::test
