// Identifiers people and peers see.
#pragma once

#include <string>
#include <string_view>

namespace codevoice {

/// RFC 9562 version 4: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff".
std::string new_uuid();
/// RFC 9562 version 8: the same for the same name, on every machine.
std::string named_uuid(std::string_view name);
bool is_uuid(std::string_view text);

}  // namespace codevoice
