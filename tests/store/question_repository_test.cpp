#include "store/question_repository.hpp"

#include <boost/json.hpp>

#include "interview/question_json.hpp"
#include "support/store_engine.hpp"

namespace codevoice::store {
namespace {

class QuestionRepositoryTest : public testing::TestWithParam<Engine> {
 protected:
  static interview::Question question(const std::string& id, const std::string& text = "What is it?") {
    auto made = interview::question_from_json(
        {{"text", text}, {"difficulty", "EASY"}, {"topic", "memory"}, {"expected_key_points", {"Copies go stale."}}}, id);
    EXPECT_TRUE(made) << made.error().message;
    return *made;
  }
  static StoredQuestion added(const std::string& id, const std::string& text = "What is it?", std::int64_t at = 1'795'386'404'456'798) {
    return {question_uuid(id), question(id, text), true, false, at, at};
  }
  std::vector<std::string> active_ids(const std::vector<interview::Question>& packaged) {
    std::vector<std::string> ids;
    const auto active = questions_.active(packaged);
    EXPECT_TRUE(active) << active.error().message;
    for (const auto& one : *active) ids.push_back(one.id);
    return ids;
  }
  test::EmptyDatabase empty_{GetParam()};
  std::unique_ptr<Database> database_ = empty_.open_migrated();
  QuestionRepository questions_{*database_};
};
INSTANTIATE_TEST_SUITE_P(On, QuestionRepositoryTest, test::kEngines, test::engine_name);

TEST_P(QuestionRepositoryTest, SavingTheBankTwiceKeepsOneOfEach) {
  ASSERT_TRUE(questions_.save({question("a"), question("b")}));
  ASSERT_TRUE(questions_.save({question("a"), question("b")}));

  EXPECT_EQ(questions_.count(), 2);
  EXPECT_EQ(active_ids({question("a"), question("b")}), (std::vector<std::string>{"a", "b"}));
}

TEST_P(QuestionRepositoryTest, ANewerBankReplacesTheOlderButNotWhatAPersonChanged) {
  ASSERT_TRUE(questions_.save({question("a"), question("b"), question("c")}));
  auto changed = **questions_.find(question_uuid("b"));
  changed.question.text = "What is it, really?";
  ASSERT_TRUE(questions_.update(changed));
  ASSERT_TRUE(*questions_.remove(question_uuid("c")));

  ASSERT_TRUE(questions_.save({question("a", "What is new?"), question("b", "What is new?"), question("c", "What is new?")}));

  EXPECT_EQ((*questions_.find(question_uuid("a")))->question.text, "What is new?");
  EXPECT_TRUE((*questions_.find(question_uuid("a")))->is_packaged);
  EXPECT_EQ((*questions_.find(question_uuid("b")))->question.text, "What is it, really?");
  EXPECT_FALSE((*questions_.find(question_uuid("b")))->is_packaged);
  EXPECT_FALSE(*questions_.find(question_uuid("c")));
}

TEST_P(QuestionRepositoryTest, WhatIsAskedIsTheBankWithWhatPeopleDidToIt) {
  const std::vector<interview::Question> packaged{question("a"), question("b"), question("c")};
  ASSERT_TRUE(questions_.save(packaged));
  ASSERT_TRUE(questions_.add(added("d")));
  auto off = **questions_.find(question_uuid("b"));
  off.is_active = false;
  ASSERT_TRUE(questions_.update(off));
  ASSERT_TRUE(*questions_.remove(question_uuid("c")));

  EXPECT_EQ(active_ids(packaged), (std::vector<std::string>{"a", "d"}));
  EXPECT_EQ(active_ids({question("x")}), (std::vector<std::string>{"d"}));  // another folder of questions: the old bank's are not asked
}

TEST_P(QuestionRepositoryTest, GivesBackAllOfIt) {
  const auto one = added("cache", "What is a cache?");
  ASSERT_TRUE(questions_.add(one));

  const auto found = questions_.find(one.uuid);

  ASSERT_TRUE(found && *found);
  EXPECT_EQ(interview::to_json((*found)->question), interview::to_json(one.question));
  EXPECT_EQ((*found)->created_at, one.created_at);
  const auto again = questions_.add(one);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::Conflict);
  EXPECT_TRUE(*questions_.remove(one.uuid));
  EXPECT_FALSE(*questions_.remove(one.uuid));
}

TEST_P(QuestionRepositoryTest, ImportAddsAndReplaces) {
  ASSERT_TRUE(questions_.save({question("a")}));
  ASSERT_TRUE(*questions_.remove(question_uuid("a")));

  EXPECT_EQ(questions_.save_all({question("a", "What is a?"), question("b")}, 7), 2);
  EXPECT_EQ(questions_.save_all({question("b", "What is b?"), question("c")}, 8), 1);

  EXPECT_EQ((*questions_.find(question_uuid("b")))->question.text, "What is b?");
  EXPECT_EQ((*questions_.find(question_uuid("b")))->created_at, 7);
  EXPECT_EQ((*questions_.find(question_uuid("b")))->updated_at, 8);
}

TEST_P(QuestionRepositoryTest, ListsWhatTheFilterWants) {
  ASSERT_TRUE(questions_.add(added("a", "What is a Cache of 100% use?", 1)));
  ASSERT_TRUE(questions_.add(added("b", "What is a lock?", 2)));
  const auto ids = [&](const QuestionFilter& filter) {
    std::string all;
    const auto found = questions_.list(filter, PageOf{});
    EXPECT_TRUE(found) << found.error().message;
    for (const auto& one : *found) all += one.question.id;
    return all;
  };

  EXPECT_EQ(ids({}), "ba");
  EXPECT_EQ(ids({"", "", "cache"}), "a");
  EXPECT_EQ(ids({"", "", "100%"}), "a");
  EXPECT_EQ(ids({"", "", "%"}), "a");  // a sign, not a wildcard
  EXPECT_EQ(ids({"memory", "EASY"}), "ba");
  EXPECT_EQ(ids({"memory", "HARD"}), "");
  EXPECT_EQ(ids({"", "", "", false}), "");
  EXPECT_EQ(questions_.list({}, PageOf{1, Place{2, question_uuid("b")}})->front().question.id, "a");
}

}  // namespace
}  // namespace codevoice::store
