// Users as the API shows and takes them.
#pragma once

#include <boost/json/object.hpp>

#include "http/problem.hpp"
#include "store/account_records.hpp"

namespace codevoice::http {

/// Without the password's hash.
boost::json::object user_to_json(const store::User& user);
/// A new one, of a body that was checked; its password hashed. The id is the caller's to give.
Result<store::User> user_from_json(const boost::json::object& body, std::int64_t now);
/// A conflict as "taken", which says which field it is about; other errors as they are.
Problem taken_or(const Error& error);

}  // namespace codevoice::http
