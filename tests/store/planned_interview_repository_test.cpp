#include "store/planned_interview_repository.hpp"

#include "store/interview_repository.hpp"
#include "store/template_repository.hpp"
#include "support/store_engine.hpp"

namespace codevoice::store {
namespace {

class PlannedInterviewRepositoryTest : public testing::TestWithParam<Engine> {
 protected:
  static PlannedInterview planned(std::int64_t created = 1'795'386'404'456'798, std::string owner = "ada") {
    PlannedInterview made;
    made.id = new_uuid();
    made.owner_id = std::move(owner);
    made.candidate_name = "Grace";
    made.room = "iv-" + new_uuid();
    made.settings = "{}";
    made.plan = "{\"questions\":[]}";
    made.created_at = created;
    return made;
  }
  PlannedInterview added(PlannedInterview made = planned()) {
    EXPECT_TRUE(interviews_.add(made));
    return made;
  }
  void begin(const PlannedInterview& interview) {
    SessionRecord session;
    session.id = interview.id;
    session.room = interview.room;
    session.plan = interview.plan;
    session.started_at = 77;
    EXPECT_TRUE(InterviewRepository(*database_).save_session(session));
  }
  Invitation invited(const PlannedInterview& interview, std::string hash, std::int64_t expires = 100) {
    Invitation made{new_uuid(), interview.id, std::move(hash), "", 1, expires};
    EXPECT_TRUE(interviews_.add_invitation(made));
    return made;
  }
  test::EmptyDatabase empty_{GetParam()};
  std::unique_ptr<Database> database_ = empty_.open_migrated();
  PlannedInterviewRepository interviews_{*database_};
};
INSTANTIATE_TEST_SUITE_P(On, PlannedInterviewRepositoryTest, test::kEngines, test::engine_name);

TEST_P(PlannedInterviewRepositoryTest, AnInterviewIsScheduledThenWhatItsSessionIs) {
  const auto one = added();
  EXPECT_EQ((*interviews_.find(one.id))->status(), "scheduled");
  EXPECT_EQ((*interviews_.open_in(one.room))->id, one.id);

  begin(one);
  EXPECT_EQ((*interviews_.find(one.id))->status(), "Started");
  EXPECT_EQ((*interviews_.find(one.id))->session->started_at, 77);
  EXPECT_TRUE(*interviews_.open_in(one.room));  // it may be come back to
  ASSERT_TRUE(InterviewRepository(*database_).end_session(one.id, SessionStatus::Completed, "completed", 99));
  EXPECT_EQ((*interviews_.find(one.id))->status(), "Completed");
  EXPECT_EQ((*interviews_.find(one.id))->session->reason, "completed");
  EXPECT_FALSE(*interviews_.open_in(one.room));
}

TEST_P(PlannedInterviewRepositoryTest, OnlyWhatHasNotBegunIsCancelled) {
  const auto one = added(), two = added();
  begin(two);

  EXPECT_TRUE(*interviews_.cancel(one.id, 5));
  EXPECT_FALSE(*interviews_.cancel(one.id, 6));
  EXPECT_FALSE(*interviews_.cancel(two.id, 5));
  EXPECT_EQ((*interviews_.find(one.id))->status(), "cancelled");
  EXPECT_FALSE(*interviews_.open_in(one.room));
}

TEST_P(PlannedInterviewRepositoryTest, ListsByOwnerAndStatusInPages) {
  const auto one = added(planned(1)), two = added(planned(2)), other = added(planned(3, "eve"));
  begin(one);
  const auto ids = [&](const InterviewFilter& filter, const PageOf& page = {}) {
    std::vector<std::string> all;
    const auto found = interviews_.list(filter, page);
    EXPECT_TRUE(found) << found.error().message;
    for (const auto& interview : *found) all.push_back(interview.id);
    return all;
  };

  EXPECT_EQ(ids({}), (std::vector<std::string>{other.id, two.id, one.id}));
  EXPECT_EQ(ids({"ada"}), (std::vector<std::string>{two.id, one.id}));
  EXPECT_EQ(ids({"ada", "", "Started"}), (std::vector<std::string>{one.id}));
  EXPECT_EQ(ids({"", "", "scheduled"}), (std::vector<std::string>{other.id, two.id}));
  EXPECT_EQ(ids({}, PageOf{1, Place{3, other.id}}), (std::vector<std::string>{two.id}));
}

TEST_P(PlannedInterviewRepositoryTest, AnInvitationIsForTheFirstDeviceThatOpensIt) {
  const auto one = added();
  invited(one, "s1");

  EXPECT_FALSE(*interviews_.open_invitation("guess", "phone", 5));
  EXPECT_EQ((*interviews_.open_invitation("s1", "phone", 5))->interview_id, one.id);
  EXPECT_FALSE(*interviews_.open_invitation("s1", "laptop", 6));
  EXPECT_EQ((*interviews_.open_invitation("s1", "phone", 7))->opened_at, 5);
  EXPECT_FALSE(*interviews_.open_invitation("s1", "phone", 100));  // expired
}

TEST_P(PlannedInterviewRepositoryTest, ARevokedInvitationIsNoneAnyMore) {
  const auto one = added(), two = added();
  const auto invitation = invited(one, "s1");

  EXPECT_FALSE(*interviews_.revoke_invitation(invitation.id, two.id, 5));
  EXPECT_TRUE(*interviews_.revoke_invitation(invitation.id, one.id, 5));
  EXPECT_FALSE(*interviews_.revoke_invitation(invitation.id, one.id, 6));
  EXPECT_FALSE(*interviews_.open_invitation("s1", "phone", 7));
  EXPECT_EQ(interviews_.invitations_of(one.id)->front().revoked_at, 5);
}

TEST_P(PlannedInterviewRepositoryTest, ATemplateIsMadeChangedListedAndDeleted) {
  TemplateRepository templates(*database_);
  InterviewTemplate made{new_uuid(), "ada", "Backend", "{\"minutes\":20}", 1, 1};
  ASSERT_TRUE(templates.add(made));
  made.name = "Backend, senior";
  made.updated_at = 2;
  ASSERT_TRUE(templates.update(made));

  EXPECT_EQ((*templates.find(made.id))->name, "Backend, senior");
  EXPECT_EQ((*templates.find(made.id))->updated_at, 2);
  EXPECT_EQ(templates.list({})->size(), 1U);
  EXPECT_TRUE(*templates.remove(made.id));
  EXPECT_FALSE(*templates.remove(made.id));
  EXPECT_FALSE(*templates.find(made.id));
}

}  // namespace
}  // namespace codevoice::store
