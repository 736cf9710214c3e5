// untested: through question_files_test.cpp
#include "interview/yaml_writer.hpp"

#include <yaml-cpp/emitter.h>

#include <boost/json.hpp>

namespace codevoice::interview {
namespace {

namespace json = boost::json;

void write(YAML::Emitter& out, const json::value& value) {
  if (value.is_object()) {
    out << YAML::BeginMap;
    for (const auto& [name, member] : value.get_object()) {
      out << YAML::Key << std::string(name) << YAML::Value;
      write(out, member);
    }
    out << YAML::EndMap;
  } else if (value.is_array()) {
    out << YAML::BeginSeq;
    for (const auto& item : value.get_array()) write(out, item);
    out << YAML::EndSeq;
  } else if (value.is_string()) {
    out << YAML::DoubleQuoted << std::string(value.get_string());
  } else {
    out << json::serialize(value);
  }
}

}  // namespace

std::string to_yaml(const json::value& value) {
  YAML::Emitter out;
  out.SetIndent(2);
  write(out, value);
  return std::string(out.c_str()) + "\n";
}

}  // namespace codevoice::interview
