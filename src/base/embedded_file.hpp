// A file of the repository that travels inside the binary (written by tools/embed_files.py).
#pragma once

#include <string_view>
#include <vector>

namespace codevoice {

struct EmbeddedFile {
  std::string_view name;  // without folder
  std::string_view text;
};

}  // namespace codevoice
