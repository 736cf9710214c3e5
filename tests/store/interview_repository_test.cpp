#include "store/interview_repository.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ids.hpp"
#include "support/store_engine.hpp"

namespace codevoice::store {
namespace {

struct Fixture : testing::TestWithParam<Engine> {
  test::EmptyDatabase empty{GetParam()};
  std::unique_ptr<Database> database = empty.open_migrated();
  InterviewRepository interviews{*database};

  static SessionRecord session(std::int64_t started_at = 1'795'386'404'456'798) {
    SessionRecord record;
    record.id = new_uuid();
    record.room = "interview-room-1";
    record.candidate_identity = "human-candidate";
    record.plan = "{}";
    record.started_at = started_at;
    return record;
  }
  static TurnRow turn(int position, std::string transcript) {
    TurnRow row;
    row.position = position;
    row.turn.question_id = "process-vs-thread";
    row.turn.ai_message = "What is a process?";
    row.turn.user_transcript = std::move(transcript);
    row.turn.points.push_back({"isolation", true, "its own memory"});
    return row;
  }
};
using InterviewRepositoryTest = Fixture;

TEST_P(InterviewRepositoryTest, FiguresOfTheSameNameAreReplaced) {
  const auto record = session();
  ASSERT_TRUE(interviews.save_session(record));
  ASSERT_TRUE(interviews.save_figures(record.id, {{"turns", 1}, {"reply_p50_ms", 612.25}}));
  ASSERT_TRUE(interviews.save_figures(record.id, {{"turns", 2}}));

  const auto shown = interviews.show(record.id);

  ASSERT_TRUE(shown) << shown.error().message;
  ASSERT_EQ(shown->figures.size(), 2U);
  EXPECT_EQ(shown->figures[0].name, "reply_p50_ms");
  EXPECT_DOUBLE_EQ(shown->figures[0].value, 612.25);
  EXPECT_EQ(shown->figures[1].name, "turns");
  EXPECT_DOUBLE_EQ(shown->figures[1].value, 2.0);
}

TEST_P(InterviewRepositoryTest, GivesBackWhatWasSaved) {
  const auto record = session();
  ASSERT_TRUE(interviews.save_session(record));
  ASSERT_TRUE(interviews.save_turn(record.id, turn(0, "it has its own memory")));
  ASSERT_TRUE(interviews.save_utterance(
      record.id, {0, Speaker::Candidate, "it has it's own \"memory\"; ünïcode", true, 5, 1'795'386'404'456'798, "it has its own memory"}));
  ASSERT_TRUE(interviews.end_session(record.id, SessionStatus::Completed, "completed", 1'795'386'504'456'798));

  const auto shown = interviews.show(record.id);

  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->session.started_at, 1'795'386'404'456'798);  // 64 bits survive
  EXPECT_EQ(shown->session.status, SessionStatus::Completed);
  EXPECT_EQ(shown->session.completed_at, 1'795'386'504'456'798);
  ASSERT_EQ(shown->turns.size(), 1U);
  EXPECT_EQ(shown->turns[0].turn.user_transcript, "it has its own memory");
  ASSERT_EQ(shown->turns[0].turn.points.size(), 1U);
  EXPECT_EQ(shown->turns[0].turn.points[0].quote, "its own memory");
  ASSERT_EQ(shown->utterances.size(), 1U);
  EXPECT_EQ(shown->utterances[0].text, "it has it's own \"memory\"; ünïcode");
  EXPECT_TRUE(shown->utterances[0].interrupted);
  EXPECT_EQ(shown->utterances[0].end_us, 1'795'386'404'456'798);
  EXPECT_EQ(shown->utterances[0].raw_text, "it has its own memory");
}

TEST_P(InterviewRepositoryTest, SavingATurnAgainReplacesIt) {
  const auto record = session();
  ASSERT_TRUE(interviews.save_session(record));
  ASSERT_TRUE(interviews.save_turn(record.id, turn(0, "first")));
  ASSERT_TRUE(interviews.save_turn(record.id, turn(0, "second")));

  const auto shown = interviews.show(record.id);

  ASSERT_TRUE(shown);
  ASSERT_EQ(shown->turns.size(), 1U);
  EXPECT_EQ(shown->turns[0].turn.user_transcript, "second");
}

TEST_P(InterviewRepositoryTest, ListsNewestFirst) {
  const auto older = session(1'000), newer = session(2'000);
  ASSERT_TRUE(interviews.save_session(newer));
  ASSERT_TRUE(interviews.save_session(older));

  const auto listed = interviews.list(10);

  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 2U);
  EXPECT_EQ((*listed)[0].id, newer.id);
  EXPECT_EQ(interviews.list(1)->size(), 1U);
}

TEST_P(InterviewRepositoryTest, AnIdMayBeShortenedWhileItIsUnique) {
  const auto record = session();
  ASSERT_TRUE(interviews.save_session(record));

  EXPECT_TRUE(interviews.show(record.id.substr(0, 8)));
  EXPECT_EQ(interviews.show("ffffffff-0000").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(interviews.show("%").error().kind, ErrorKind::Invalid);
}

TEST_P(InterviewRepositoryTest, AnEndedSessionKeepsItsFirstEnd) {
  const auto record = session();
  ASSERT_TRUE(interviews.save_session(record));
  ASSERT_TRUE(interviews.end_session(record.id, SessionStatus::Completed, "completed", 5));
  ASSERT_TRUE(interviews.end_session(record.id, SessionStatus::Failed, "late", 9));

  EXPECT_EQ(interviews.show(record.id)->session.reason, "completed");
  EXPECT_TRUE(interviews.running_in("interview-room-1")->empty());
}

TEST_P(InterviewRepositoryTest, FindsTheInterviewRunningInARoom) {
  const auto record = session();
  ASSERT_TRUE(interviews.save_session(record));

  const auto running = interviews.running_in("interview-room-1");

  ASSERT_TRUE(running);
  ASSERT_EQ(running->size(), 1U);
  EXPECT_EQ(running->front().id, record.id);
  EXPECT_TRUE(interviews.running_in("another-room")->empty());
}

TEST_P(InterviewRepositoryTest, HoldsWhereAnInterviewStands) {
  auto record = session();
  record.holder = "h1";
  record.alive_at = 1'000;
  ASSERT_TRUE(interviews.save_session(record));
  EXPECT_EQ(interviews.silent_since(1'001)->size(), 1U);
  EXPECT_TRUE(interviews.silent_since(1'000)->empty());

  ASSERT_TRUE(interviews.save_standing(record.id, {"{}", "and then", 5'000, 2'000}));
  ASSERT_TRUE(interviews.save_alive(record.id, 7'000, 1'795'386'404'456'798));

  const auto kept = interviews.show(record.id)->session;
  EXPECT_EQ(kept.snapshot, "{}");
  EXPECT_EQ(kept.unfinished_answer, "and then");
  EXPECT_EQ(kept.elapsed_ms, 7'000);
  EXPECT_EQ(kept.alive_at, 1'795'386'404'456'798);
  EXPECT_EQ(kept.holder, "h1");
}

TEST_P(InterviewRepositoryTest, R20ASessionPassesToOneProcessOnly) {
  auto record = session();
  record.holder = "h1";
  ASSERT_TRUE(interviews.save_session(record));

  EXPECT_TRUE(*interviews.hand_over(record, "h2", 5));
  EXPECT_FALSE(*interviews.hand_over(record, "h3", 6));  // who saw it with h1 comes too late
  EXPECT_FALSE(*interviews.end_left(record, "late", 7));
  EXPECT_EQ(interviews.show(record.id)->session.holder, "h2");
  EXPECT_EQ(interviews.show(record.id)->session.status, SessionStatus::Started);
}

TEST_P(InterviewRepositoryTest, ALeftSessionFailsForAReason) {
  auto record = session();
  record.holder = "h1";
  ASSERT_TRUE(interviews.save_session(record));

  EXPECT_TRUE(*interviews.end_left(record, "nobody came back", 7));
  EXPECT_FALSE(*interviews.hand_over(record, "h2", 8));  // it is over
  const auto ended = interviews.show(record.id)->session;
  EXPECT_EQ(ended.status, SessionStatus::Failed);
  EXPECT_EQ(ended.reason, "nobody came back");
  EXPECT_EQ(ended.completed_at, 7);
}

TEST_P(InterviewRepositoryTest, AKilledProcessLosesNothingItSaved) {
  const auto record = session();
  const pid_t child = fork();
  if (child == 0) {  // writes, then dies without closing anything
    auto other = Database::open(empty.location());
    InterviewRepository writer(**other);
    const bool saved = writer.save_session(record).has_value() && writer.save_turn(record.id, turn(0, "kept")).has_value();
    kill(getpid(), saved ? SIGKILL : SIGTERM);
    pause();
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_EQ(WTERMSIG(status), SIGKILL);

  const auto shown = interviews.show(record.id);

  ASSERT_TRUE(shown) << shown.error().message;
  ASSERT_EQ(shown->turns.size(), 1U);
  EXPECT_EQ(shown->turns[0].turn.user_transcript, "kept");
}

INSTANTIATE_TEST_SUITE_P(On, InterviewRepositoryTest, test::kEngines, test::engine_name);

TEST(PointsJson, BrokenTextGivesNoPoints) {
  EXPECT_TRUE(points_from_json("{oops").empty());
  EXPECT_TRUE(points_from_json("[1, {\"id\": 3}]").empty());
}

}  // namespace
}  // namespace codevoice::store
