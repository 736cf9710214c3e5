#include "store/audit_repository.hpp"

#include "support/store_engine.hpp"

namespace codevoice::store {
namespace {

class AuditRepositoryTest : public testing::TestWithParam<Engine> {
 protected:
  test::EmptyDatabase empty_{GetParam()};
  std::unique_ptr<Database> database_ = empty_.open_migrated();
  AuditRepository audit_{*database_};
};
INSTANTIATE_TEST_SUITE_P(On, AuditRepositoryTest, test::kEngines, test::engine_name);

TEST_P(AuditRepositoryTest, ListsNewestFirstInPages) {
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(audit_.add({new_uuid(), 10 + i, "", "codevoice migrate", "user.created", "user", "u" + std::to_string(i), ""}));

  const auto first = audit_.list(PageOf{2});
  ASSERT_TRUE(first);
  ASSERT_EQ(first->size(), 2U);
  EXPECT_EQ(first->front().object_id, "u2");
  const auto rest = audit_.list(PageOf{2, Place{first->back().at, first->back().id}});
  ASSERT_EQ(rest->size(), 1U);
  EXPECT_EQ(rest->front().object_id, "u0");
  EXPECT_EQ(rest->front().actor, "codevoice migrate");
}

TEST_P(AuditRepositoryTest, TheFirstAnswerToAKeyStays) {
  ASSERT_TRUE(audit_.save_answer({"owner", "key", "f1", 201, "{\"id\":1}", "/x/1", 5}));
  ASSERT_TRUE(audit_.save_answer({"owner", "key", "f2", 500, "", "", 6}));

  const auto found = audit_.find_answer("owner", "key");

  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->status, 201);
  EXPECT_EQ((*found)->fingerprint, "f1");
  EXPECT_EQ((*found)->location, "/x/1");
  EXPECT_FALSE(*audit_.find_answer("other", "key"));
  ASSERT_TRUE(audit_.forget_answers(6));
  EXPECT_FALSE(*audit_.find_answer("owner", "key"));
}

}  // namespace
}  // namespace codevoice::store
