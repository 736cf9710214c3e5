// From what an interview is to be like to the questions it asks: chosen when it is created, so that everybody knows them before.
// Thread: a worker of the API. Errors: 422 when the bank has too few questions for it; NotFound questions are named.
#pragma once

#include <boost/json/object.hpp>

#include "http/problem.hpp"
#include "interview/interviewer.hpp"
#include "store/database.hpp"

namespace codevoice::http {

/// `settings` fits the schema InterviewSettings.
tl::expected<interview::InterviewConfig, Problem> plan_interview(store::Database& database, const boost::json::object& settings);

}  // namespace codevoice::http
