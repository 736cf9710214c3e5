// untested: the tests of those who read the files show it
#include "voice/weight_files.hpp"

#include <vector>

#include "base/embedded_file.hpp"

namespace codevoice::voice {

extern const std::vector<EmbeddedFile> kWeightFiles;  // generated from weights/

std::string_view embedded_weights(std::string_view name) {
  for (const auto& file : kWeightFiles) {
    if (file.name == name) return file.text;
  }
  return {};
}

}  // namespace codevoice::voice
