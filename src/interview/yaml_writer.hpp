// JSON as YAML that people like to read and edit.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace codevoice::interview {

std::string to_yaml(const boost::json::value& value);

}  // namespace codevoice::interview
