// What an engine threw, as an Error: its kind by the engine's code, its text without the statement and its values.
#pragma once

#include <exception>
#include <string_view>

#include "base/result.hpp"

namespace codevoice::store {

Error error_from(std::string_view what, const std::exception& cause);
/// The connection is gone (PostgreSQL); a new one may do.
bool is_lost_connection(const std::exception& cause);

}  // namespace codevoice::store
