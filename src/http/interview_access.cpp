// untested: through api_interviews_test.cpp
#include "http/interview_access.hpp"

#include <boost/json.hpp>

namespace codevoice::http {

tl::expected<store::PlannedInterview, Problem> interview_of(const ApiRequest& call, Needs needs) {
  auto found = store::PlannedInterviewRepository(call.database).find(call.path.at("id"));
  if (!found) return tl::unexpected(problem_of(found.error()));
  if (!*found) return tl::unexpected(not_found());
  const auto& user = call.caller->user;
  const bool is_maker = user.role == store::Role::Interviewer && (*found)->owner_id == user.id;
  const bool is_candidate = (*found)->candidate_id == user.id && needs == Needs::Seeing;
  if (!call.caller->is_admin() && !is_maker && !is_candidate) return tl::unexpected(not_found());
  return std::move(**found);
}

boost::json::object shown_to(const ApiRequest& call, boost::json::object interview) {
  if (call.caller->user.role != store::Role::Candidate) return interview;
  interview["total_score"] = nullptr;
  interview["settings"] = boost::json::object{};
  return interview;
}

}  // namespace codevoice::http
