// Members of JSON objects as plain values; what is not there, or of another type, is what the caller says.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace codevoice {

std::string text_in(const boost::json::object& object, std::string_view name, std::string otherwise = {});
std::vector<std::string> texts_in(const boost::json::object& object, std::string_view name);
bool flag_in(const boost::json::object& object, std::string_view name, bool otherwise);
std::int64_t number_in(const boost::json::object& object, std::string_view name, std::int64_t otherwise);
/// null for an empty text.
boost::json::value text_or_null(const std::string& text);

}  // namespace codevoice
