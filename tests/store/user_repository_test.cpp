#include "store/user_repository.hpp"

#include "support/store_engine.hpp"

namespace codevoice::store {
namespace {

class UserRepositoryTest : public testing::TestWithParam<Engine> {
 protected:
  static User user(std::string name, std::int64_t joined = 1'795'386'404'456'798) {
    User made;
    made.id = new_uuid();
    made.username = std::move(name);
    made.email = made.username + "@Example.org";
    made.role = Role::Interviewer;
    made.password_hash = "$argon2id$";
    made.date_joined = joined;
    return made;
  }
  test::EmptyDatabase empty_{GetParam()};
  std::unique_ptr<Database> database_ = empty_.open_migrated();
  UserRepository users_{*database_};
};
INSTANTIATE_TEST_SUITE_P(On, UserRepositoryTest, test::kEngines, test::engine_name);

TEST_P(UserRepositoryTest, GivesBackWhatWasAdded) {
  const auto added = user("Ada");
  ASSERT_TRUE(users_.add(added));

  const auto found = users_.find(added.id);

  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->username, "Ada");
  EXPECT_EQ((*found)->email, "ada@example.org");
  EXPECT_EQ((*found)->role, Role::Interviewer);
  EXPECT_EQ((*found)->date_joined, added.date_joined);
  EXPECT_TRUE((*found)->is_active);
  EXPECT_FALSE((*found)->is_staff);
  EXPECT_FALSE((*found)->last_login);
  EXPECT_FALSE(*users_.find(new_uuid()));
}

TEST_P(UserRepositoryTest, ANameOrAnEmailIsTakenOnceWhateverItsLetters) {
  ASSERT_TRUE(users_.add(user("Ada")));
  auto same_email = user("Grace");
  same_email.email = "ADA@example.org";
  auto name_of_email = user("ada@example.org");
  name_of_email.email = "";

  for (const auto& next : {user("aDA"), same_email, name_of_email}) {
    const auto added = users_.add(next);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, ErrorKind::Conflict) << added.error().message;
  }
  auto without = user("Linus");
  without.email = "";
  auto another = user("Ken");
  another.email = "";
  EXPECT_TRUE(users_.add(without));
  EXPECT_TRUE(users_.add(another));  // many may have none
}

TEST_P(UserRepositoryTest, IsFoundByNameAndByEmail) {
  const auto ada = user("Ada");
  ASSERT_TRUE(users_.add(ada));

  for (const auto* login : {"Ada", "ADA", "ada@example.org", "Ada@Example.org"}) {
    const auto found = users_.find_by_login(login);
    ASSERT_TRUE(found && *found) << login;
    EXPECT_EQ((*found)->id, ada.id);
  }
  EXPECT_FALSE(*users_.find_by_login(""));
  EXPECT_FALSE(*users_.find_by_login("' OR 1=1 --"));
}

TEST_P(UserRepositoryTest, LettersOfAllKindsLogInOnBothEngines) {
  auto user_of_all = user("Ünal ÇELİK");
  user_of_all.email = "";
  ASSERT_TRUE(users_.add(user_of_all));

  EXPECT_TRUE(*users_.find_by_login("Ünal ÇELİK"));
  EXPECT_TRUE(*users_.find_by_login("ÜNAL ÇELİK"));
  EXPECT_FALSE(*users_.find_by_login("ünal çeli̇k"));  // only ASCII's letters have two cases here
}

TEST_P(UserRepositoryTest, ListsInPagesWithoutGapOrRepeat) {
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(users_.add(user("user" + std::to_string(i), 1'000 + i / 3)));  // some joined at one time

  std::vector<std::string> seen;
  PageOf page{3};
  for (int pages = 0; pages < 4; ++pages) {
    const auto found = users_.list(page);
    ASSERT_TRUE(found);
    for (const auto& one : *found) seen.push_back(one.id);
    if (found->empty()) break;
    page.after = Place{found->back().date_joined, found->back().id};
  }

  EXPECT_EQ(seen.size(), 7U);
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
  EXPECT_EQ(*users_.count(), 7);
  EXPECT_EQ(*users_.count_of(Role::Interviewer), 7);
  EXPECT_EQ(*users_.count_of(Role::Admin), 0);
}

TEST_P(UserRepositoryTest, WrongPasswordsLockAndAGoodOneForgets) {
  const auto ada = user("Ada");
  ASSERT_TRUE(users_.add(ada));

  for (int i = 0; i < 3; ++i) ASSERT_TRUE(users_.note_failure(ada.id, 3, 999));

  EXPECT_EQ((*users_.find(ada.id))->locked_until, 999);
  ASSERT_TRUE(users_.note_login(ada.id, 1'234));
  EXPECT_EQ((*users_.find(ada.id))->locked_until, 0);
  EXPECT_EQ((*users_.find(ada.id))->failed_logins, 0);
  EXPECT_EQ((*users_.find(ada.id))->last_login, 1'234);
}

TEST_P(UserRepositoryTest, ChangesAndRemoves) {
  auto ada = user("Ada");
  ASSERT_TRUE(users_.add(ada));
  ada.role = Role::Admin;
  ada.is_active = false;
  ada.first_name = "Augusta";

  ASSERT_TRUE(users_.update(ada));

  EXPECT_EQ((*users_.find(ada.id))->role, Role::Admin);
  EXPECT_FALSE((*users_.find(ada.id))->is_active);
  EXPECT_EQ((*users_.find(ada.id))->first_name, "Augusta");
  ASSERT_TRUE(users_.remove(ada.id));
  EXPECT_FALSE(*users_.find(ada.id));
}

}  // namespace
}  // namespace codevoice::store
