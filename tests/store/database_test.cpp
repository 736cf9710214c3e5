#include "store/database.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>

#include "support/temp_dir.hpp"

namespace codevoice::store {
namespace {

TEST(Database, AnEmptyFileIsMigratedOnce) {
  test::TempDir folder;
  auto database = Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(database) << database.error().message;

  EXPECT_EQ((*database)->migrate(), Database::newest_version());
  EXPECT_EQ((*database)->migrate(), 0);
  EXPECT_TRUE((*database)->check_schema());
}

TEST(Database, AnOlderSchemaSaysToMigrate) {
  test::TempDir folder;
  auto database = Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(database);

  const auto checked = (*database)->check_schema();

  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::Conflict);
  EXPECT_NE(checked.error().message.find("codevoice migrate"), std::string::npos);
}

TEST(Database, ANewerSchemaIsRefusedAndLeftAlone) {
  test::TempDir folder;
  auto database = Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(database);
  ASSERT_TRUE((*database)->migrate());
  const int newer = Database::newest_version() + 7;
  ASSERT_TRUE((*database)->transact(
      "test", [&](soci::session& sql) { sql << "INSERT INTO schema_migrations (version, name) VALUES (:v, 'future')", soci::use(newer); }));

  const auto migrated = (*database)->migrate();

  ASSERT_FALSE(migrated);
  EXPECT_NE(migrated.error().message.find("newer"), std::string::npos);
}

TEST(Database, AFolderThatIsNotThereIsOneClearError) {
  const auto database = Database::open("/no/such/folder/codevoice.db");

  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().kind, ErrorKind::Unavailable);
  EXPECT_NE(database.error().message.find("/no/such/folder/codevoice.db"), std::string::npos);
}

TEST(Database, AFailedTransactionLeavesNothingBehind) {
  test::TempDir folder;
  auto database = Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(database);
  ASSERT_TRUE((*database)->migrate());

  const auto done = (*database)->transact("test", [](soci::session& sql) {
    sql << "INSERT INTO questions (id, topic, difficulty, text, expected_key_points) VALUES ('a', 't', 'EASY', 'x', '[]')";
    sql << "INSERT INTO questions (id, topic, difficulty, text, expected_key_points) VALUES ('b', 't', 'WRONG', 'x', '[]')";
  });

  EXPECT_FALSE(done);
  int count = -1;
  ASSERT_TRUE((*database)->read("test", [&](soci::session& sql) { sql << "SELECT COUNT(*) FROM questions", soci::into(count); }));
  EXPECT_EQ(count, 0);
}

}  // namespace
}  // namespace codevoice::store
