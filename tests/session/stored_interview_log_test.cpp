#include "session/stored_interview_log.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>

#include "base/ids.hpp"
#include "support/run_awaitable.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::session {
namespace {

struct Fixture : testing::Test {
  asio::io_context loop;
  test::TempDir folder;
  SystemClock clock;
  std::unique_ptr<store::Database> database = open();
  WorkerPool pool{{.name = "store", .threads = 1}};

  std::unique_ptr<store::Database> open() {
    auto opened = store::Database::open(folder.file("codevoice.db"));
    EXPECT_TRUE((*opened)->migrate());
    return std::move(*opened);
  }
  static store::SessionRecord session(std::string room = "r") {
    store::SessionRecord record;
    record.id = new_uuid();
    record.room = std::move(room);
    record.candidate_identity = "c";
    record.plan = "{}";
    record.started_at = 5;
    return record;
  }
  Result<store::SessionDetail> shown(const std::string& id) { return store::InterviewRepository(*database).show(id); }
};
using StoredInterviewLogTest = Fixture;

TEST_F(StoredInterviewLogTest, WritesInOrderWhatIsSaid) {
  const auto record = session();
  {
    StoredInterviewLog log(loop.get_executor(), *database, pool, clock);
    log.started(record);
    for (int i = 0; i < 20; ++i) log.utterance({i, store::Speaker::Candidate, "line " + std::to_string(i), false, i, i + 1});
    log.snapshot("{\"a\":1}");
    log.ended(store::SessionStatus::Completed, "completed", 99);
    test::run(loop, log.flush());
  }

  const auto detail = shown(record.id);

  ASSERT_TRUE(detail) << detail.error().message;
  ASSERT_EQ(detail->utterances.size(), 20U);
  EXPECT_EQ(detail->utterances[19].text, "line 19");
  EXPECT_EQ(detail->session.snapshot, "{\"a\":1}");
  EXPECT_EQ(detail->session.reason, "completed");
}

TEST_F(StoredInterviewLogTest, AWriteThatFailsIsTriedAgainAndNothingIsLost) {
  auto other = store::Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(other);
  const auto record = session();
  StoredInterviewLog log(loop.get_executor(), *database, pool, clock);
  // the schema is missing for a moment: every write fails until it is back
  ASSERT_TRUE((*other)->transact("test", [](auto& sql) { sql << "ALTER TABLE interview_sessions RENAME TO gone"; }));
  log.started(record);
  loop.run_for(std::chrono::milliseconds(300));
  ASSERT_GE(log.waiting(), 1U);
  ASSERT_TRUE((*other)->transact("test", [](auto& sql) { sql << "ALTER TABLE gone RENAME TO interview_sessions"; }));

  test::run(loop, log.flush());

  EXPECT_TRUE(shown(record.id));
}

TEST_F(StoredInterviewLogTest, ASessionLeftOpenByAKilledProcessEndsWithAReason) {
  const auto left = session();
  ASSERT_TRUE(store::InterviewRepository(*database).save_session(left));
  const auto next = session();
  StoredInterviewLog log(loop.get_executor(), *database, pool, clock);
  log.started(next);
  test::run(loop, log.flush());

  EXPECT_EQ(shown(left.id)->session.status, store::SessionStatus::Failed);
  EXPECT_EQ(shown(left.id)->session.reason, "the interviewer stopped unexpectedly");
  EXPECT_EQ(shown(next.id)->session.status, store::SessionStatus::Started);
}

}  // namespace
}  // namespace codevoice::session
