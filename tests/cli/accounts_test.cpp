#include "cli/accounts.hpp"

#include <gtest/gtest.h>

#include "base/crypto_password.hpp"
#include "store/audit_repository.hpp"
#include "store/user_repository.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::cli {
namespace {

class AccountsTest : public testing::Test {
 protected:
  AccountsTest() {
    auto opened = store::Database::open(folder_.file("codevoice.db"));
    EXPECT_TRUE(opened);
    database_ = std::move(*opened);
    EXPECT_TRUE(database_->migrate());
  }
  test::TempDir folder_;
  std::unique_ptr<store::Database> database_;
};

TEST_F(AccountsTest, AnAdministratorCanLogInAndIsOnRecord) {
  EXPECT_EQ(has_no_users(*database_), true);

  ASSERT_TRUE(make_admin(*database_, {"ada", "ada@example.org", "a long password", "test"}, 5));

  EXPECT_EQ(has_no_users(*database_), false);
  const auto ada = store::UserRepository(*database_).find_by_login("ada@example.org");
  ASSERT_TRUE(ada && *ada);
  EXPECT_EQ((*ada)->role, store::Role::Admin);
  EXPECT_TRUE((*ada)->is_staff);
  EXPECT_TRUE(crypto::password_fits("a long password", (*ada)->password_hash));
  EXPECT_EQ(store::AuditRepository(*database_).list({})->front().actor, "test");
}

TEST_F(AccountsTest, WhatWillNotDoIsRefusedInOneLine) {
  EXPECT_EQ(make_admin(*database_, {"", "", "a long password", "t"}, 5).error().kind, ErrorKind::Invalid);
  EXPECT_EQ(make_admin(*database_, {"ada", "nonsense", "a long password", "t"}, 5).error().kind, ErrorKind::Invalid);
  EXPECT_EQ(make_admin(*database_, {"ada", "", "short", "t"}, 5).error().kind, ErrorKind::Invalid);
  ASSERT_TRUE(make_admin(*database_, {"ada", "", "a long password", "t"}, 5));
  EXPECT_EQ(make_admin(*database_, {"ADA", "", "a long password", "t"}, 5).error().kind, ErrorKind::Conflict);
}

}  // namespace
}  // namespace codevoice::cli
