#include "session/left_interviews.hpp"

#include <gtest/gtest.h>

#include "base/ids.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::session {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kKilled = 1'795'386'404 * kSecond;  // the last sign of life

struct LeftInterviewsTest : testing::Test {
  test::TempDir folder;
  std::unique_ptr<store::Database> database = open();
  store::InterviewRepository interviews{*database};
  std::unique_ptr<store::Holder> us = std::move(*store::Holder::create(folder.file("holders")));
  std::unique_ptr<store::Holder> living = std::move(*store::Holder::create(folder.file("holders")));
  LeftInterviews left{*database, *us, std::chrono::seconds(90)};

  std::unique_ptr<store::Database> open() const {
    auto opened = store::Database::open(folder.file("codevoice.db"));
    EXPECT_TRUE((*opened)->migrate());
    return std::move(*opened);
  }
  /// Of a process that was killed, unless it is told whose.
  std::string session_of(std::string holder = new_uuid(), std::string identity = "c") {
    store::SessionRecord record;
    record.id = new_uuid();
    record.room = "r";
    record.candidate_identity = std::move(identity);
    record.plan = "{}";
    record.started_at = kKilled - 300 * kSecond;
    record.holder = std::move(holder);
    record.alive_at = kKilled;
    EXPECT_TRUE(interviews.save_session(record));
    return record.id;
  }
  store::SessionRecord shown(const std::string& id) { return interviews.show(id)->session; }
};

TEST_F(LeftInterviewsTest, R21ItIsTakenUpByWhoeverInterviewsThereNextUntilTheWindowEnds) {
  const auto id = session_of();
  ASSERT_TRUE(interviews.save_utterance(id, {0, store::Speaker::Candidate, "an answer", false, 1, 2}));

  const auto taken = left.take_up("r", "c", kKilled + 90 * kSecond);

  ASSERT_TRUE(taken && taken->has_value());
  EXPECT_EQ((*taken)->session.id, id);
  EXPECT_EQ((*taken)->utterances.size(), 1U);
  EXPECT_EQ(shown(id).holder, us->id());
  EXPECT_FALSE(left.take_up("r", "c", kKilled + 90 * kSecond)->has_value());  // it is held now
}

TEST_F(LeftInterviewsTest, AfterTheWindowItIsNobodysAndFails) {
  const auto id = session_of();
  EXPECT_FALSE(left.take_up("r", "c", kKilled + 91 * kSecond)->has_value());
  EXPECT_EQ(left.end_late(kKilled + 90 * kSecond)->ended, 0);

  EXPECT_EQ(left.end_late(kKilled + 91 * kSecond)->ended, 1);

  EXPECT_EQ(shown(id).status, store::SessionStatus::Failed);
  EXPECT_EQ(shown(id).reason, "the process was stopped and the candidate did not come back");
  EXPECT_EQ(shown(id).completed_at, kKilled + 91 * kSecond);
}

TEST_F(LeftInterviewsTest, R20WhatALivingProcessHoldsIsLeftToIt) {
  const auto theirs = session_of(living->id());
  const auto ours = session_of(us->id());

  EXPECT_FALSE(left.take_up("r", "c", kKilled + kSecond)->has_value());
  EXPECT_EQ(left.end_late(kKilled + 3600 * kSecond)->ended, 0);  // it may hang; its own watchdogs end it

  EXPECT_EQ(shown(theirs).status, store::SessionStatus::Started);
  EXPECT_EQ(shown(ours).status, store::SessionStatus::Started);
  living.reset();
  EXPECT_TRUE(left.take_up("r", "c", kKilled + kSecond)->has_value());
}

TEST_F(LeftInterviewsTest, ItIsTheSameCandidatesInTheSameRoomOnly) {
  const auto id = session_of();

  EXPECT_FALSE(left.take_up("r", "somebody-else", kKilled + kSecond)->has_value());
  EXPECT_FALSE(left.take_up("another", "c", kKilled + kSecond)->has_value());
  EXPECT_EQ(shown(id).status, store::SessionStatus::Started);
}

TEST_F(LeftInterviewsTest, OnlyThoseOfKilledProcessesWaitForTheirCandidate) {
  session_of();
  session_of(living->id());
  session_of(us->id());

  EXPECT_EQ(left.end_late(kKilled + 9 * kSecond)->waiting, 0);  // no longer silent than a process that lives
  EXPECT_EQ(left.end_late(kKilled + 11 * kSecond)->waiting, 1);
  EXPECT_EQ(left.end_late(kKilled + 90 * kSecond)->waiting, 1);
  const auto last = left.end_late(kKilled + 91 * kSecond);
  EXPECT_EQ(last->ended, 1);
  EXPECT_EQ(last->waiting, 0);
}

TEST(NextLook, IsSoonWhileSomebodyIsWaitedForAndElseSeldomWhereAServerIsAsked) {
  using namespace std::chrono_literals;
  EXPECT_EQ(next_look({0, 1}, store::Engine::Postgres, 0.9), 2s);
  EXPECT_EQ(next_look({3, 0}, store::Engine::Postgres, 0.0), 8s);
  EXPECT_EQ(next_look({}, store::Engine::Postgres, 0.5), 10s);
  EXPECT_EQ(next_look({}, store::Engine::Postgres, 1.0), 12s);
  EXPECT_EQ(next_look({}, store::Engine::Sqlite, 0.5), 2s);
}

TEST_F(LeftInterviewsTest, OfADatabaseThatKnewNoHoldersAllThatIsOpenEnds) {
  const auto id = session_of("");
  ASSERT_TRUE(interviews.save_alive(id, 0, 0));

  EXPECT_EQ(left.end_late(kKilled)->ended, 1);
  EXPECT_EQ(shown(id).status, store::SessionStatus::Failed);
}

}  // namespace
}  // namespace codevoice::session
