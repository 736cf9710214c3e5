#include "session/stored_interview_log.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "base/ids.hpp"
#include "support/fake_clock.hpp"
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
  /// Of a process that was killed ten seconds ago.
  store::SessionRecord session_left(const Clock& by) {
    auto left = session();
    left.holder = new_uuid();
    left.alive_at = by.wall_us() - 10'000'000;
    EXPECT_TRUE(store::InterviewRepository(*database).save_session(left));
    return left;
  }
  void pool_is_idle() {
    std::promise<void> idle;
    pool.post(Priority::Background, [&idle] { idle.set_value(); });
    idle.get_future().wait();
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
  const auto left = session_left(clock);
  store::InterviewRepository interviews(*database);
  ASSERT_TRUE(interviews.save_utterance(left.id, {0, store::Speaker::Candidate, "said before", false, 1, 2}));
  StoredInterviewLog log(loop.get_executor(), parts, clock);

  const auto taken = test::run(loop, log.take_up("r", "c"));
  log.utterance({1, store::Speaker::Candidate, "said after", false, 3, 4});
  test::run(loop, log.flush());

  ASSERT_TRUE(taken && taken->has_value());
  EXPECT_EQ((*taken)->session.id, left.id);
  const auto detail = shown(left.id);
  ASSERT_EQ(detail->utterances.size(), 2U);
  EXPECT_EQ(detail->utterances[1].text, "said after");
  EXPECT_EQ(detail->session.holder, us->id());
}

TEST_F(StoredInterviewLogTest, R8AHungDatabaseIsNotWaitedForAndWhatItFindsTooLateIsLeftAsItWas) {
  test::FakeClock virtual_clock;
  const auto left = session_left(virtual_clock);
  std::promise<void> goes_on;
  pool.post(Priority::Vad, [hangs = goes_on.get_future().share()] { hangs.wait(); });
  StoredInterviewLog log(loop.get_executor(), parts, virtual_clock);
  std::optional<Result<std::optional<store::SessionDetail>>> taken;
  asio::co_spawn(loop, log.take_up("r", "c"), [&taken](std::exception_ptr, auto found) { taken = std::move(found); });
  virtual_clock.advance(loop, std::chrono::milliseconds(2'900));
  EXPECT_FALSE(taken.has_value());
  virtual_clock.advance(loop, std::chrono::milliseconds(200));

  ASSERT_TRUE(taken.has_value());
  ASSERT_FALSE(*taken);
  EXPECT_EQ(taken->error().kind, ErrorKind::Timeout);
  goes_on.set_value();
  test::run(loop, log.flush());
  pool_is_idle();
  EXPECT_EQ(shown(left.id)->session.holder, left.holder);
  EXPECT_EQ(shown(left.id)->session.status, store::SessionStatus::Started);
}

TEST_F(StoredInterviewLogTest, R8WhatWasTakenUpTooLateIsEndedForThatReason) {
  test::FakeClock virtual_clock;
  const auto left = session_left(virtual_clock);
  auto other = store::Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(other);
  StoredInterviewLog log(loop.get_executor(), parts, virtual_clock);
  std::optional<Result<std::optional<store::SessionDetail>>> taken;
  const auto its_holder = folder.file("holders/" + left.holder);  // it goes when somebody has looked whether that process lives
  std::ofstream(its_holder).close();
  const auto looks_and_waits = [&](auto&) {  // the database is locked: the look itself hangs, up to its busy timeout
    asio::co_spawn(loop, log.take_up("r", "c"), [&taken](std::exception_ptr, auto found) { taken = std::move(found); });
    virtual_clock.advance(loop, std::chrono::milliseconds(20));
    while (std::filesystem::exists(its_holder)) std::this_thread::yield();
    virtual_clock.advance(loop, std::chrono::seconds(4));
  };
  ASSERT_TRUE((*other)->transact("test", looks_and_waits));
  pool_is_idle();

  ASSERT_TRUE(taken.has_value());
  EXPECT_FALSE(*taken);
  EXPECT_EQ(shown(left.id)->session.status, store::SessionStatus::Failed);
  EXPECT_EQ(shown(left.id)->session.reason, "the database answered too late, and the interview was begun anew");
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
