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
  std::unique_ptr<store::Holder> us = std::move(*store::Holder::create(folder.file("holders")));
  StoredInterviewLog::Store parts{*database, pool, *us, std::chrono::seconds(90)};

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
    StoredInterviewLog log(loop.get_executor(), parts, clock);
    log.started(record);
    for (int i = 0; i < 20; ++i) log.utterance({i, store::Speaker::Candidate, "line " + std::to_string(i), false, i, i + 1});
    log.standing("{\"a\":1}", "and I think", std::chrono::milliseconds(61'000));
    log.ended(store::SessionStatus::Completed, "completed", 99);
    test::run(loop, log.flush());
  }

  const auto detail = shown(record.id);

  ASSERT_TRUE(detail) << detail.error().message;
  ASSERT_EQ(detail->utterances.size(), 20U);
  EXPECT_EQ(detail->utterances[19].text, "line 19");
  EXPECT_EQ(detail->session.snapshot, "{\"a\":1}");
  EXPECT_EQ(detail->session.unfinished_answer, "and I think");
  EXPECT_EQ(detail->session.elapsed_ms, 61'000);
  EXPECT_EQ(detail->session.holder, us->id());
  EXPECT_GT(detail->session.alive_at, 1'700'000'000'000'000);
  EXPECT_EQ(detail->session.reason, "completed");
}

TEST_F(StoredInterviewLogTest, AWriteThatFailsIsTriedAgainAndNothingIsLost) {
  auto other = store::Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(other);
  const auto record = session();
  StoredInterviewLog log(loop.get_executor(), parts, clock);
  // the schema is missing for a moment: every write fails until it is back
  ASSERT_TRUE((*other)->transact("test", [](auto& sql) { sql << "ALTER TABLE interview_sessions RENAME TO gone"; }));
  log.started(record);
  loop.run_for(std::chrono::milliseconds(300));
  ASSERT_GE(log.waiting(), 1U);
  ASSERT_TRUE((*other)->transact("test", [](auto& sql) { sql << "ALTER TABLE gone RENAME TO interview_sessions"; }));

  test::run(loop, log.flush());

  EXPECT_TRUE(shown(record.id));
}

TEST_F(StoredInterviewLogTest, R21WhatAKilledProcessLeftIsTakenUpAndWrittenOn) {
  auto left = session();
  left.holder = new_uuid();
  left.alive_at = clock.wall_us() - 10'000'000;
  store::InterviewRepository interviews(*database);
  ASSERT_TRUE(interviews.save_session(left));
  ASSERT_TRUE(interviews.save_utterance(left.id, {0, store::Speaker::Candidate, "said before", false, 1, 2}));
  StoredInterviewLog log(loop.get_executor(), parts, clock);

  const auto taken = test::run(loop, log.take_up("r", "c"));
  log.utterance({1, store::Speaker::Candidate, "said after", false, 3, 4});
  test::run(loop, log.flush());

  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->session.id, left.id);
  const auto detail = shown(left.id);
  ASSERT_EQ(detail->utterances.size(), 2U);
  EXPECT_EQ(detail->utterances[1].text, "said after");
  EXPECT_EQ(detail->session.holder, us->id());
}

TEST_F(StoredInterviewLogTest, AnInterviewThatBeginsLeavesOthersOfItsRoomAlone) {
  auto other = session();
  ASSERT_TRUE(store::InterviewRepository(*database).save_session(other));
  StoredInterviewLog log(loop.get_executor(), parts, clock);
  log.started(session());
  test::run(loop, log.flush());

  EXPECT_EQ(shown(other.id)->session.status, store::SessionStatus::Started);
}

}  // namespace
}  // namespace codevoice::session
