#include "store/access_repository.hpp"

#include "store/user_repository.hpp"
#include "support/store_engine.hpp"

namespace codevoice::store {
namespace {

class AccessRepositoryTest : public testing::TestWithParam<Engine> {
 protected:
  AccessRepositoryTest() {
    ada_.id = new_uuid();
    ada_.username = "ada";
    EXPECT_TRUE(UserRepository(*database_).add(ada_));
  }
  BrowserSession session(std::string hash, std::int64_t expires = 100) const {
    return {std::move(hash), ada_.id, "csrf", "a browser", 1, 1, expires};
  }
  ApiToken token(std::string hash, std::optional<std::int64_t> expires = std::nullopt) const {
    return {new_uuid(), ada_.id, "ci", std::move(hash), {"questions:read", "interviews:write"}, 5, expires};
  }
  test::EmptyDatabase empty_{GetParam()};
  std::unique_ptr<Database> database_ = empty_.open_migrated();
  AccessRepository access_{*database_};
  User ada_;
};
INSTANTIATE_TEST_SUITE_P(On, AccessRepositoryTest, test::kEngines, test::engine_name);

TEST_P(AccessRepositoryTest, ASessionIsGoodUntilItExpiresOrEnds) {
  ASSERT_TRUE(access_.add_session(session("h1")));

  EXPECT_TRUE(*access_.find_session("h1", 99));
  EXPECT_FALSE(*access_.find_session("h1", 100));
  EXPECT_FALSE(*access_.find_session("h2", 99));
  ASSERT_TRUE(access_.prolong_session("h1", 90, 200));
  EXPECT_EQ((*access_.find_session("h1", 150))->seen_at, 90);
  ASSERT_TRUE(access_.remove_session("h1"));
  EXPECT_FALSE(*access_.find_session("h1", 1));
}

TEST_P(AccessRepositoryTest, AllSessionsOfAUserButOneEnd) {
  for (const auto* hash : {"h1", "h2", "h3"}) ASSERT_TRUE(access_.add_session(session(hash)));

  ASSERT_TRUE(access_.remove_sessions_of(ada_.id, "h2"));

  EXPECT_FALSE(*access_.find_session("h1", 1));
  EXPECT_TRUE(*access_.find_session("h2", 1));
}

TEST_P(AccessRepositoryTest, ATokenKeepsItsScopesAndExpires) {
  const auto forever = token("t1");
  ASSERT_TRUE(access_.add_token(forever));
  ASSERT_TRUE(access_.add_token(token("t2", 50)));

  const auto found = access_.find_token("t1", 1'000);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->scopes, forever.scopes);
  EXPECT_FALSE((*found)->expires_at);
  EXPECT_TRUE(*access_.find_token("t2", 49));
  EXPECT_FALSE(*access_.find_token("t2", 50));
  ASSERT_TRUE(access_.note_token_use(forever.id, 77));
  EXPECT_EQ((*access_.find_token("t1", 1))->last_used_at, 77);
  EXPECT_EQ(access_.tokens_of(ada_.id, PageOf{})->size(), 2U);
}

TEST_P(AccessRepositoryTest, ATokenIsRevokedByItsOwnerOnly) {
  const auto one = token("t1");
  ASSERT_TRUE(access_.add_token(one));

  EXPECT_FALSE(*access_.remove_token(one.id, new_uuid()));
  EXPECT_TRUE(*access_.remove_token(one.id, ada_.id));
  EXPECT_FALSE(*access_.remove_token(one.id, ada_.id));
  EXPECT_FALSE(*access_.find_token("t1", 1));
}

TEST_P(AccessRepositoryTest, AResetLinkWorksOnceAndOnlyTheNewest) {
  ASSERT_TRUE(access_.add_reset("r1", ada_.id, 100));
  ASSERT_TRUE(access_.add_reset("r2", ada_.id, 100));

  EXPECT_FALSE(*access_.take_reset("r1", 1));
  EXPECT_FALSE(*access_.take_reset("r2", 100));  // expired
  EXPECT_EQ(*access_.take_reset("r2", 99), ada_.id);
  EXPECT_FALSE(*access_.take_reset("r2", 99));
}

TEST_P(AccessRepositoryTest, AllGoesWithTheUserAndWithTime) {
  ASSERT_TRUE(access_.add_session(session("h1")));
  ASSERT_TRUE(access_.add_session(session("h2", 10)));
  ASSERT_TRUE(access_.add_token(token("t1")));

  ASSERT_TRUE(access_.clear_up(10));
  EXPECT_FALSE(*access_.find_session("h2", 1));
  EXPECT_TRUE(*access_.find_session("h1", 1));
  EXPECT_TRUE(*access_.find_token("t1", 1));
  ASSERT_TRUE(UserRepository(*database_).remove(ada_.id));
  EXPECT_FALSE(*access_.find_session("h1", 1));
  EXPECT_FALSE(*access_.find_token("t1", 1));
}

TEST(Words, JoinAndSplit) {
  EXPECT_EQ(join_words({"a", "b"}), "a b");
  EXPECT_EQ(split_words(" a  b "), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(split_words("").empty());
}

}  // namespace
}  // namespace codevoice::store
