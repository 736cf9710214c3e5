#include "store/database.hpp"

#include <thread>

#include "support/store_engine.hpp"

namespace codevoice::store {
namespace {

class DatabaseTest : public testing::TestWithParam<Engine> {
 protected:
  static int questions_in(Database& database) {
    int count = -1;
    EXPECT_TRUE(database.read("test", [&](soci::session& sql) { sql << "SELECT COUNT(*) FROM questions", soci::into(count); }));
    return count;
  }
  test::EmptyDatabase empty_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(On, DatabaseTest, test::kEngines, test::engine_name);

constexpr auto kGood = "INSERT INTO questions (id, topic, difficulty, text, expected_key_points) VALUES ('a', 't', 'EASY', 'x', '[]')";
constexpr auto kBad = "INSERT INTO questions (id, topic, difficulty, text, expected_key_points) VALUES ('b', 't', 'WRONG', 'secret words', '[]')";

TEST_P(DatabaseTest, AnEmptyOneIsMigratedOnce) {
  const auto database = empty_.open();

  EXPECT_EQ(database->migrate(), Database::newest_version());
  EXPECT_EQ(database->migrate(), 0);
  EXPECT_TRUE(database->check_schema());
}

TEST_P(DatabaseTest, ProcessesThatStartTogetherMigrateOnce) {
  std::vector<std::thread> starting;
  std::atomic<int> done{0};
  for (int i = 0; i < 4; ++i) {
    starting.emplace_back([&] {
      const auto database = Database::open(empty_.location());
      if (database && (*database)->migrate() && (*database)->check_schema()) ++done;
    });
  }
  for (auto& one : starting) one.join();

  EXPECT_EQ(done, 4);
}

TEST_P(DatabaseTest, AnOlderSchemaSaysToMigrate) {
  const auto checked = empty_.open()->check_schema();

  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::Conflict);
  EXPECT_NE(checked.error().message.find("codevoice migrate"), std::string::npos);
}

TEST_P(DatabaseTest, ANewerSchemaIsRefusedAndLeftAlone) {
  const auto database = empty_.open_migrated();
  const int newer = Database::newest_version() + 7;
  ASSERT_TRUE(database->transact(
      "test", [&](soci::session& sql) { sql << "INSERT INTO schema_migrations (version, name) VALUES (:v, 'future')", soci::use(newer); }));

  const auto migrated = database->migrate();

  ASSERT_FALSE(migrated);
  EXPECT_NE(migrated.error().message.find("newer"), std::string::npos);
}

TEST_P(DatabaseTest, AFailedTransactionLeavesNothingBehind) {
  const auto database = empty_.open_migrated();

  const auto done = database->transact("test", [](soci::session& sql) {
    sql << kGood;
    sql << kBad;
  });

  EXPECT_FALSE(done);
  EXPECT_EQ(questions_in(*database), 0);
}

TEST_P(DatabaseTest, ABrokenConstraintIsAConflictAndItsValuesAreNotTold) {
  const auto database = empty_.open_migrated();
  ASSERT_TRUE(database->transact("test", [](soci::session& sql) { sql << kGood; }));

  for (const auto* statement : {kGood, kBad}) {
    const auto done = database->transact("test", [&](soci::session& sql) { sql << statement; });

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::Conflict) << done.error().message;
    EXPECT_EQ(done.error().message.find("secret words"), std::string::npos) << done.error().message;
    EXPECT_EQ(done.error().message.find('\n'), std::string::npos);
  }
}

TEST_P(DatabaseTest, SixtyFourBitsAndAllLettersSurvive) {
  const auto database = empty_.open_migrated();
  const long long at = 1'795'386'404'456'798;
  const std::string name = "it's \"Ünïcode\" 漢字 🙂; :name";
  ASSERT_TRUE(database->transact("test", [&](soci::session& sql) {
    sql << "INSERT INTO users (id, username, email, first_name, last_name, is_active, is_staff, date_joined) VALUES ('u', :n, '', '', '', 1, 0, :at)",
        soci::use(name), soci::use(at);
  }));

  long long read_at = 0;
  std::string read_name;
  ASSERT_TRUE(database->read(
      "test", [&](soci::session& sql) { sql << "SELECT username, date_joined FROM users", soci::into(read_name), soci::into(read_at); }));

  EXPECT_EQ(read_at, at);
  EXPECT_EQ(read_name, name);
}

TEST(Database, AFolderThatIsNotThereIsOneClearError) {
  const auto database = Database::open("/no/such/folder/codevoice.db");

  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().kind, ErrorKind::Unavailable);
  EXPECT_NE(database.error().message.find("/no/such/folder/codevoice.db"), std::string::npos);
}

TEST(Database, AServerThatIsNotThereIsOneClearErrorWithoutThePassword) {
  const auto database = Database::open("postgres://codevoice:secret@127.0.0.1:1/codevoice");

  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().kind, ErrorKind::Unavailable) << database.error().message;
  EXPECT_NE(database.error().message.find("postgresql://127.0.0.1:1/codevoice"), std::string::npos) << database.error().message;
  EXPECT_EQ(database.error().message.find("secret"), std::string::npos);
  EXPECT_EQ(database.error().message.find('\n'), std::string::npos);
}

TEST(Database, AConnectionThatIsCutIsOpenedAgain) {
  const test::EmptyDatabase empty(Engine::Postgres);
  const auto database = empty.open_migrated();
  int backend = 0;
  ASSERT_TRUE(database->read("test", [&](soci::session& sql) { sql << "SELECT pg_backend_pid()", soci::into(backend); }));
  test::EmptyDatabase::tell_server("SELECT pg_terminate_backend(" + std::to_string(backend) + ")");

  const auto done = database->transact("test", [](soci::session& sql) { sql << kGood; });

  EXPECT_TRUE(done) << done.error().message;
  EXPECT_TRUE(database->check_schema());
}

TEST(Database, AConnectionCutInATransactionDoesAllOfItAgain) {
  const test::EmptyDatabase empty(Engine::Postgres);
  const auto database = empty.open_migrated();
  int attempts = 0;

  const auto done = database->transact("test", [&](soci::session& sql) {
    sql << kGood;
    if (++attempts > 1) return;
    int backend = 0;
    sql << "SELECT pg_backend_pid()", soci::into(backend);
    test::EmptyDatabase::tell_server("SELECT pg_terminate_backend(" + std::to_string(backend) + ")");
  });

  EXPECT_TRUE(done) << done.error().message;
  EXPECT_EQ(attempts, 2);
  int count = 0;
  ASSERT_TRUE(database->read("test", [&](soci::session& sql) { sql << "SELECT COUNT(*) FROM questions", soci::into(count); }));
  EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace codevoice::store
