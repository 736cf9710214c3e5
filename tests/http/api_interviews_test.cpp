#include "api_rig.hpp"
#include "room/token.hpp"
#include "store/interview_repository.hpp"
#include "store/question_repository.hpp"

namespace codevoice::http {
namespace {

using namespace test_api;
using namespace std::chrono_literals;
using store::Engine;
using store::Role;

class FakeControl final : public InterviewControl {
 public:
  Result<void> stop(const std::string& room, const std::string& reason) override {
    if (room != running) return fail(ErrorKind::NotFound, "it does not run here");
    stopped_for = reason;
    return {};
  }
  std::string running;
  std::string stopped_for;
};

class ApiInterviewsTest : public testing::TestWithParam<Engine> {
 protected:
  ApiInterviewsTest() {
    for (int i = 0; i < 6; ++i) {
      const auto* level = i < 3 ? "EASY" : i < 5 ? "MEDIUM" : "HARD";
      const auto seen = rig_.ask(recruiter_, "POST", "/questions",
                                 json::object{{"text", "What is thing number " + std::to_string(i) + "?"},
                                              {"difficulty", level},
                                              {"topic", "memory"},
                                              {"expected_key_points", {"Copies go stale."}}});
      EXPECT_EQ(seen.status, 201U) << seen.text;
      questions_.push_back(std::string(seen.at("id").as_string()));
    }
  }
  static ApiConfig config(FakeControl& control) {
    ApiConfig made;
    made.control = &control;
    made.room_key = {"devkey", "secret"};
    made.public_url = "https://interviews.example";
    made.logins_per_minute = 1'000;
    return made;
  }
  Seen created(json::object body = {}) {
    body.emplace("settings", json::object{{"question_count", 2}});
    auto seen = rig_.ask(recruiter_, "POST", "/interviews", body);
    EXPECT_EQ(seen.status, 201U) << seen.text;
    return seen;
  }
  static std::string path_of(const Seen& seen) { return "/interviews/" + std::string(seen.at("id").as_string()); }
  /// As the host does when the candidate comes.
  void begin(const Seen& interview) {
    store::SessionRecord session;
    session.id = std::string(interview.at("id").as_string());
    session.room = std::string(interview.at("room").as_string());
    session.started_at = rig_.clock().wall_us();
    EXPECT_TRUE(store::InterviewRepository(rig_.database()).save_session(session));
  }
  void end(const Seen& interview) {
    EXPECT_TRUE(store::InterviewRepository(rig_.database())
                    .end_session(std::string(interview.at("id").as_string()), store::SessionStatus::Completed, "completed", 1'000'000));
  }
  Seen open(const json::value& token, const Visitor& device = {}) {
    return rig_.ask(device, "POST", "/invitations/open", json::object{{"token", token}});
  }

  FakeControl control_;
  ApiRig rig_{GetParam(), config(control_)};
  Visitor recruiter_ = rig_.with_role(Role::Interviewer);
  std::vector<std::string> questions_;
};
INSTANTIATE_TEST_SUITE_P(On, ApiInterviewsTest, test::kEngines, test::engine_name);

TEST_P(ApiInterviewsTest, AnInterviewIsCreatedByATemplateAndItsOwnSettings) {
  const auto made = rig_.ask(recruiter_, "POST", "/templates",
                             json::object{{"name", "Backend"}, {"settings", json::object{{"minutes", 30}, {"question_count", 3}}}});
  ASSERT_EQ(made.status, 201U) << made.text;

  const auto seen = created({{"template_id", made.at("id")},
                             {"candidate_name", "Grace"},
                             {"scheduled_at", "2026-12-01T09:30:00+01:00"},
                             {"settings", json::object{{"question_count", 2}}}});

  EXPECT_EQ(seen.at("status"), "scheduled");
  EXPECT_EQ(seen.at("settings").as_object().at("minutes"), 30);
  EXPECT_EQ(seen.at("settings").as_object().at("question_count"), 2);
  EXPECT_EQ(seen.at("scheduled_at"), "2026-12-01T08:30:00.000000Z");
  EXPECT_TRUE(seen.at("room").as_string().starts_with("iv-"));
  EXPECT_EQ(rig_.ask(recruiter_, "GET", path_of(seen)).body, seen.body);
  EXPECT_EQ(rig_.ask(recruiter_, "GET", "/interviews?status=scheduled").at("items").as_array().size(), 1U);
}

TEST_P(ApiInterviewsTest, WhatTheBankCannotGiveIsToldAtOnce) {
  const auto ask = [&](json::object settings) {
    return rig_.ask(recruiter_, "POST", "/interviews", json::object{{"settings", std::move(settings)}});
  };

  EXPECT_EQ(ask({{"question_count", 50}}).status, 422U);
  EXPECT_EQ(ask({{"topics", {"cooking"}}}).status, 422U);
  EXPECT_EQ(ask({{"question_ids", {new_uuid()}}}).status, 422U);
  EXPECT_EQ(ask({{"difficulty_mix", json::object{{"HARD", 2}}}}).status, 422U);
  EXPECT_EQ(ask({{"difficulty_mix", json::object{}}}).status, 422U);
  EXPECT_EQ(ask({{"minutes", 0}}).status, 400U);
  EXPECT_EQ(ask({{"difficulty_mix", json::object{{"EASY", 1}, {"HARD", 1}}}}).status, 201U);
  EXPECT_EQ(ask({{"question_ids", {json::string(questions_[5]), json::string(questions_[0])}}}).status, 201U);
  EXPECT_EQ(rig_.ask(recruiter_, "POST", "/interviews", json::object{{"template_id", new_uuid()}}).status, 422U);
  EXPECT_EQ(rig_.ask(recruiter_, "POST", "/interviews", json::object{{"candidate_id", new_uuid()}}).status, 422U);
  EXPECT_EQ(rig_.ask(recruiter_, "POST", "/interviews", json::object{{"scheduled_at", "soon"}}).status, 422U);
}

TEST_P(ApiInterviewsTest, OnlyWhatHasNotBegunIsCancelled) {
  const auto one = created(), two = created();
  begin(two);

  EXPECT_EQ(rig_.ask(recruiter_, "POST", path_of(one) + "/cancel").at("status"), "cancelled");
  EXPECT_EQ(rig_.ask(recruiter_, "POST", path_of(one) + "/cancel").code(), "not_scheduled");
  EXPECT_EQ(rig_.ask(recruiter_, "POST", path_of(two) + "/cancel").code(), "not_scheduled");
}

TEST_P(ApiInterviewsTest, OnlyWhatRunsIsStopped) {
  const auto one = created();
  EXPECT_EQ(rig_.ask(recruiter_, "POST", path_of(one) + "/stop").code(), "not_running");
  begin(one);
  EXPECT_EQ(rig_.ask(recruiter_, "POST", path_of(one) + "/stop").code(), "not_running_here");

  control_.running = std::string(one.at("room").as_string());
  EXPECT_EQ(rig_.ask(recruiter_, "POST", path_of(one) + "/stop").status, 202U);
  EXPECT_TRUE(control_.stopped_for.starts_with("stopped by interviewer-")) << control_.stopped_for;
}

TEST_P(ApiInterviewsTest, NobodySeesAnothersInterview) {
  const auto one = created();
  const auto other = rig_.with_role(Role::Interviewer), candidate = rig_.with_role(Role::Candidate), admin = rig_.with_role(Role::Admin);
  for (const auto* tail : {"", "/turns", "/transcript", "/invitations"}) {
    EXPECT_EQ(rig_.ask(other, "GET", path_of(one) + tail).status, 404U) << tail;
    EXPECT_GE(rig_.ask(candidate, "GET", path_of(one) + tail).status, 403U) << tail;
    EXPECT_EQ(rig_.ask(admin, "GET", path_of(one) + tail).status, 200U) << tail;
  }
  for (const auto* tail : {"/cancel", "/stop", "/join"}) EXPECT_EQ(rig_.ask(other, "POST", path_of(one) + tail).status, 404U) << tail;
  EXPECT_EQ(rig_.ask(other, "POST", path_of(one) + "/invitations", json::object{}).status, 404U);
  EXPECT_TRUE(rig_.ask(other, "GET", "/interviews").at("items").as_array().empty());
  EXPECT_TRUE(rig_.ask(candidate, "GET", "/interviews").at("items").as_array().empty());
}

TEST_P(ApiInterviewsTest, AnInvitationLetsOneDeviceIn) {
  const auto one = created();
  const auto invitation = rig_.ask(recruiter_, "POST", path_of(one) + "/invitations", json::object{{"expires_in_days", 3}});
  ASSERT_EQ(invitation.status, 201U) << invitation.text;
  EXPECT_EQ(invitation.at("url").as_string(), "https://interviews.example/join#" + std::string(invitation.at("token").as_string()));

  const auto first = open(invitation.at("token"));
  ASSERT_EQ(first.status, 200U) << first.text;
  Visitor device;
  device.cookie = first.header("Set-Cookie").substr(0, first.header("Set-Cookie").find(';'));
  EXPECT_EQ(open(invitation.at("token"), device).status, 200U);      // a reload
  EXPECT_EQ(open(invitation.at("token")).code(), "bad_invitation");  // another device
  const auto claims = room::verify_token(std::string(first.at("token").as_string()), {"devkey", "secret"}, SystemClock().wall_us() / 1'000'000);
  ASSERT_TRUE(claims) << claims.error().message;
  EXPECT_EQ(claims->video.room, one.at("room").as_string());
  EXPECT_TRUE(claims->video.room_join);
  EXPECT_FALSE(claims->video.room_admin);
  EXPECT_EQ(claims->identity, first.at("identity").as_string());
  const auto list = rig_.ask(recruiter_, "GET", path_of(one) + "/invitations");
  EXPECT_FALSE(list.at("items").as_array().at(0).as_object().at("opened_at").is_null());
  EXPECT_EQ(list.text.find(std::string(invitation.at("token").as_string())), std::string::npos);
}

TEST_P(ApiInterviewsTest, AnInvitationEndsByTimeByHandAndWithTheInterview) {
  const auto one = created();
  const auto invite = [&] { return rig_.ask(recruiter_, "POST", path_of(one) + "/invitations", json::object{{"expires_in_days", 1}}); };
  const auto revoked = invite(), expired = invite();
  EXPECT_EQ(rig_.ask(recruiter_, "DELETE", path_of(one) + "/invitations/" + std::string(revoked.at("id").as_string())).status, 204U);
  EXPECT_EQ(open(revoked.at("token")).status, 403U);
  while (rig_.clock().move_to(rig_.clock().now() + 25h)) {
  }
  EXPECT_EQ(open(expired.at("token")).status, 403U);

  const auto late = invite();
  begin(one);
  EXPECT_EQ(open(late.at("token")).status, 200U);
  end(one);
  EXPECT_EQ(open(late.at("token")).status, 403U);  // of another device
  EXPECT_EQ(invite().code(), "over");
}

TEST_P(ApiInterviewsTest, ASignedInCandidateJoinsTheirOwn) {
  const auto ada = rig_.add_user("ada", Role::Candidate);
  const auto as_ada = rig_.sign_in("ada");
  const auto mine = created({{"candidate_id", json::string(ada.id)}}), other = created();

  EXPECT_EQ(rig_.ask(as_ada, "POST", path_of(mine) + "/join").at("room"), mine.at("room"));
  EXPECT_EQ(rig_.ask(as_ada, "POST", path_of(other) + "/join").status, 404U);
  const auto seen = rig_.ask(as_ada, "GET", path_of(mine));
  EXPECT_EQ(seen.status, 200U);
  EXPECT_TRUE(seen.at("settings").as_object().empty());
  EXPECT_EQ(rig_.ask(as_ada, "GET", path_of(mine) + "/turns").status, 403U);
  begin(mine);
  end(mine);
  EXPECT_EQ(rig_.ask(as_ada, "POST", path_of(mine) + "/join").code(), "over");
}

TEST_P(ApiInterviewsTest, WhatWasSaidIsThereForItsReviewer) {
  const auto one = created();
  EXPECT_TRUE(rig_.ask(recruiter_, "GET", path_of(one) + "/turns").at("items").as_array().empty());
  begin(one);
  const auto id = std::string(one.at("id").as_string());
  store::InterviewRepository records(rig_.database());
  store::TurnRow turn;
  turn.turn.question_id = "cache";
  turn.turn.ai_message = "What is a cache?";
  turn.turn.user_transcript = "It keeps copies.";
  turn.turn.points.push_back({"copies", true, "keeps copies"});
  ASSERT_TRUE(records.save_turn(id, turn));
  ASSERT_TRUE(records.save_utterance(id, {0, store::Speaker::Candidate, "It keeps copies.", false, 5, 6}));

  const auto turns = rig_.ask(recruiter_, "GET", path_of(one) + "/turns");
  const auto& shown = turns.at("items").as_array().at(0).as_object();
  EXPECT_EQ(shown.at("user_transcript"), "It keeps copies.");
  EXPECT_EQ(shown.at("key_points").as_array().at(0).as_object().at("quote"), "keeps copies");
  EXPECT_TRUE(shown.at("score").is_null());
  for (const auto* format : {"txt", "md", "json", "vtt", "srt"}) {
    const auto file = rig_.ask(recruiter_, "GET", path_of(one) + "/transcript/export?format=" + std::string(format));
    EXPECT_EQ(file.status, 200U) << file.text;
    EXPECT_NE(file.text.find("It keeps copies."), std::string::npos) << format;
    EXPECT_NE(file.header("Content-Disposition").find("transcript." + std::string(format)), std::string::npos);
  }
  EXPECT_EQ(rig_.ask(recruiter_, "GET", path_of(one) + "/transcript").at("items").as_array().at(0).as_object().at("speaker"), "candidate");
}

}  // namespace
}  // namespace codevoice::http
