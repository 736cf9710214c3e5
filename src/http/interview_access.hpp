// Whose an interview is: its maker's and the administrators' to run and review, its candidate's to see.
// Thread: a worker of the API.
#pragma once

#include <boost/json/object.hpp>

#include "http/api_route.hpp"
#include "store/planned_interview_repository.hpp"

namespace codevoice::http {

inline constexpr std::string_view kInterviewRooms = "iv-";  // rooms of created interviews begin so

enum class Needs : std::uint8_t { Seeing, Reviewing, Running };
/// The interview of the path; 404 when there is none, or the caller may not do this with it.
tl::expected<store::PlannedInterview, Problem> interview_of(const ApiRequest& call, Needs needs);
/// Without what is not the caller's to know: candidates see neither scores nor how the interview was set up.
boost::json::object shown_to(const ApiRequest& call, boost::json::object interview);

}  // namespace codevoice::http
