// Sessions as a person or a program reads them: text tables and JSON.
// Thread: pure.
#pragma once

#include <string>
#include <vector>

#include "store/records.hpp"

namespace codevoice::cli {

std::string list_as_text(const std::vector<store::SessionRecord>& sessions);
std::string list_as_json(const std::vector<store::SessionRecord>& sessions);
std::string detail_as_text(const store::SessionDetail& detail);
std::string detail_as_json(const store::SessionDetail& detail);

}  // namespace codevoice::cli
