// Invitations: a link that lets a candidate without an account into one interview, on one device.
// untested: through api_interviews_test.cpp
#include <boost/json.hpp>

#include "http/api.hpp"
#include "http/api_values.hpp"
#include "http/interview_access.hpp"
#include "http/sign_in.hpp"
#include "room/token.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr auto kJoinToken = 10min;
constexpr std::string_view kDeviceCookie = "codevoice_device";
constexpr auto kDeviceAge = std::chrono::seconds(24h * 60);

json::object invitation_to_json(const store::Invitation& one) {
  return {{"id", one.id},
          {"interview_id", one.interview_id},
          {"created_at", time_text(one.created_at)},
          {"expires_at", time_text(one.expires_at)},
          {"opened_at", time_or_null(one.opened_at)},
          {"revoked_at", time_or_null(one.revoked_at)}};
}

Outcome create_invitation(ApiRequest& call) {
  const auto one = interview_of(call, Needs::Running);
  if (!one) return refuse(one.error());
  if (const auto status = one->status(); status != "scheduled" && status != "Started") {
    return refuse(Problem{409, "over", "nobody can be invited any more: the interview is " + status});
  }
  const auto secret = new_secret();
  store::Invitation made;
  made.id = call.new_id;
  made.interview_id = one->id;
  made.secret_hash = hash_of_secret(secret);
  made.created_at = call.now;
  const auto* days = call.object().if_contains("expires_in_days");
  made.expires_at = call.now + microseconds(24h * (days == nullptr ? 7 : days->get_int64())).count();
  if (const auto added = store::PlannedInterviewRepository(call.database).add_invitation(made); !added) return refuse(added.error());
  if (const auto noted = audit(call, "invitation.created", "interview", one->id); !noted) return refuse(noted.error());
  auto shown = invitation_to_json(made);
  shown["token"] = secret;
  shown["url"] = call.config.public_url + "/join#" + secret;
  return Answer{201, std::move(shown)};
}

Outcome list_invitations(ApiRequest& call) {
  const auto one = interview_of(call, Needs::Running);
  if (!one) return refuse(one.error());
  const auto invitations = store::PlannedInterviewRepository(call.database).invitations_of(one->id);
  if (!invitations) return refuse(invitations.error());
  json::array items;
  for (const auto& invitation : *invitations) items.push_back(invitation_to_json(invitation));
  return Answer{200, json::object{{"items", std::move(items)}}};
}

Outcome revoke_invitation(ApiRequest& call) {
  const auto one = interview_of(call, Needs::Running);
  if (!one) return refuse(one.error());
  const auto revoked = store::PlannedInterviewRepository(call.database).revoke_invitation(call.path.at("invitation_id"), one->id, call.now);
  if (!revoked) return refuse(revoked.error());
  if (!*revoked) return refuse(not_found());
  if (const auto noted = audit(call, "invitation.revoked", "interview", one->id); !noted) return refuse(noted.error());
  return Answer{204};
}

Outcome join_answer(const ApiRequest& call, const store::PlannedInterview& one, std::string_view identity) {
  const auto token = room::make_join_token(call.config.room_key, one.room, identity, kJoinToken);
  json::object body{{"interview_id", one.id}, {"status", one.status()}, {"candidate_name", one.candidate_name},
                    {"room", one.room},       {"identity", identity},   {"token", token}};
  body["url"] = nullptr;  // the room is where the page is
  if (!call.config.room_url.empty()) body["url"] = json::string(call.config.room_url);
  body["expires_at"] = time_text(call.now + microseconds(kJoinToken).count());
  return Answer{200, std::move(body)};
}

tl::expected<store::PlannedInterview, Problem> joinable(const ApiRequest& call, const std::string& id) {
  auto found = store::PlannedInterviewRepository(call.database).find(id);
  if (!found) return tl::unexpected(problem_of(found.error()));
  if (!*found) return tl::unexpected(not_found());
  const auto status = (*found)->status();
  if (status == "scheduled" || status == "Started") return std::move(**found);
  return tl::unexpected(Problem{409, "over", status == "cancelled" ? "this interview was called off" : "this interview is over"});
}

/// The device's own secret: the cookie it has, or a new one.
std::pair<std::string, std::string> device_of(const ApiRequest& call) {
  if (const auto known = cookie_of(call.http, kDeviceCookie); known && known->size() >= 32 && known->size() <= 100) return {std::string(*known), ""};
  const auto secret = new_secret();
  const auto cookie = std::string(kDeviceCookie) + "=" + secret + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(kDeviceAge.count()) +
                      (call.config.secure_cookies ? "; Secure" : "");
  return {secret, cookie};
}

Outcome open_invitation(ApiRequest& call) {
  const auto [device, cookie] = device_of(call);
  const auto secret = hash_of_secret(text_in(call.object(), "token"));
  const auto opened = store::PlannedInterviewRepository(call.database).open_invitation(secret, hash_of_secret(device), call.now);
  if (!opened) return refuse(opened.error());
  if (!*opened) return refuse(Problem{403, "bad_invitation", "this invitation has expired, was revoked, or was opened on another device"});
  const auto one = joinable(call, (*opened)->interview_id);
  if (!one) return refuse(one.error());
  auto answer = join_answer(call, *one, "candidate-" + (*opened)->id.substr(0, 8));
  if (answer && !cookie.empty()) answer->headers.emplace_back("Set-Cookie", cookie);
  return answer;
}

Outcome join_interview(ApiRequest& call) {
  const auto& user = call.caller->user;
  const auto one = joinable(call, call.path.at("id"));
  if (!one && one.error().status != 409) return refuse(one.error());
  const auto seen = interview_of(call, Needs::Seeing);  // whose it is comes before what state it is in
  if (!seen || seen->candidate_id != user.id) return refuse(not_found());
  if (!one) return refuse(one.error());
  return join_answer(call, *one, "candidate-" + user.id.substr(0, 8));
}

}  // namespace

std::vector<Route> invitation_routes() {
  const auto who = Access::Interviewer;
  return {
      {"GET",
       "/interviews/{id}/invitations",
       "listInvitations",
       "invitations",
       "The invitations to an interview",
       who,
       "interviews:read",
       "",
       "InvitationList",
       200,
       {},
       &list_invitations},
      {"POST",
       "/interviews/{id}/invitations",
       "createInvitation",
       "invitations",
       "A link for the candidate, for one device; it is shown this once",
       who,
       "interviews:write",
       "NewInvitation",
       "CreatedInvitation",
       201,
       {},
       &create_invitation,
       "",
       Repeat::Refused},
      {"DELETE",
       "/interviews/{id}/invitations/{invitation_id}",
       "revokeInvitation",
       "invitations",
       "Revoke an invitation",
       who,
       "interviews:write",
       "",
       "",
       204,
       {},
       &revoke_invitation},
      {"POST",
       "/invitations/open",
       "openInvitation",
       "invitations",
       "Into the interview with an invitation's token: a room token for ten minutes",
       Access::Public,
       "",
       "InvitationOpening",
       "Joining",
       200,
       {},
       &open_invitation},
      {"POST",
       "/interviews/{id}/join",
       "joinInterview",
       "invitations",
       "Into one's own interview as its signed-in candidate: a room token for ten minutes",
       Access::SignedIn,
       "",
       "",
       "Joining",
       200,
       {},
       &join_interview,
       "",
       Repeat::DoneAgain},
  };
}

}  // namespace codevoice::http
