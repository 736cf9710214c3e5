#include "session/told_log.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/run_awaitable.hpp"

namespace codevoice::session {
namespace {

class Inner final : public InterviewLog {
 public:
  Awaitable<Result<std::optional<store::SessionDetail>>> take_up(std::string, std::string) override { co_return left; }
  void started(const store::SessionRecord&) override { calls += "started "; }
  void utterance(const store::Utterance&) override { calls += "utterance "; }
  void turn(const store::TurnRow&) override { calls += "turn "; }
  void figures(std::vector<store::Figure> all) override { calls += "figures" + std::to_string(all.size()) + " "; }
  void standing(std::string snapshot, std::string, std::chrono::milliseconds) override { calls += snapshot + " "; }
  void alive(std::chrono::milliseconds) override { calls += "alive "; }
  void ended(store::SessionStatus, std::string reason, std::int64_t) override { calls += reason + " "; }
  Awaitable<void> flush() override {
    calls += "flush ";
    co_return;
  }
  std::string calls;
  std::optional<store::SessionDetail> left;
};

class Listener final : public LiveListener {
 public:
  void on_event(const std::string& interview, LiveEvent event) override {
    told += interview + ":" + event.type + ":" + boost::json::serialize(event.data) + "\n";
  }
  std::string told;
};

class ToldLogTest : public testing::Test {
 protected:
  Inner inner_;
  Listener listener_;
  ToldLog log_{inner_, listener_};
};

TEST_F(ToldLogTest, AllIsWrittenDownAndWhatMattersIsTold) {
  store::SessionRecord session;
  session.id = "s1";
  log_.started(session);
  log_.utterance({3, store::Speaker::Candidate, "Hello.", false, 1, 2});
  store::TurnRow turn;
  turn.turn.question_id = "cache";
  turn.turn.points.push_back({"copies", true, "copies"});
  log_.turn(turn);
  log_.figures({{"turns", 1}});
  log_.standing("snapshot", "", {});
  log_.alive({});
  log_.live({"caption", {{"text", "Hel"}}});
  log_.ended(store::SessionStatus::Completed, "completed", 5);
  test::run(log_.flush());

  EXPECT_EQ(inner_.calls, "started utterance turn figures1 snapshot alive completed flush ");
  EXPECT_EQ(listener_.told,
            "s1:started:{\"taken_up\":false}\n"
            "s1:line:{\"position\":3,\"speaker\":\"candidate\",\"text\":\"Hello.\",\"interrupted\":false}\n"
            "s1:turn:{\"position\":0,\"question_slug\":\"cache\",\"is_follow_up\":false,\"ai_message\":\"\",\"user_transcript\":\"\","
            "\"key_points\":[{\"id\":\"copies\",\"covered\":true}]}\n"
            "s1:figures:{\"turns\":1E0}\n"
            "s1:caption:{\"text\":\"Hel\"}\n"
            "s1:ended:{\"status\":\"Completed\",\"reason\":\"completed\"}\n");
}

TEST_F(ToldLogTest, ATakenUpInterviewIsToldUnderItsOwnName) {
  inner_.left.emplace();
  inner_.left->session.id = "old";
  const auto taken = test::run(log_.take_up("room", "who"));

  ASSERT_TRUE(taken && *taken);
  EXPECT_EQ(listener_.told, "old:started:{\"taken_up\":true}\n");
}

TEST_F(ToldLogTest, BeforeItHasBegunThereIsNobodyToTellItOf) {
  log_.live({"interviewer", {}});

  EXPECT_EQ(listener_.told, "");
}

}  // namespace
}  // namespace codevoice::session
