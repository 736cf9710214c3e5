#include "speech/model_file.hpp"

#include <fstream>

namespace codevoice::speech {
namespace {

std::string advice(const ModelFile& file) { return ": run ./run --build to fetch it, " + file.otherwise; }

std::string subject(const ModelFile& file) { return file.purpose + " " + file.path.string(); }

}  // namespace

Result<void> check(const ModelFile& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file.path, error)) {
    return fail(ErrorKind::NotFound, subject(file) + " is missing" + advice(file));
  }
  std::ifstream stream(file.path, std::ios::binary);
  if (!stream || stream.peek() == std::ifstream::traits_type::eof()) {
    return fail(ErrorKind::Invalid, subject(file) + " is empty or cannot be read" + advice(file));
  }
  return {};
}

tl::unexpected<Error> unusable(const ModelFile& file) {
  return fail(ErrorKind::Invalid, subject(file) + " is broken or of another kind" + advice(file));
}

}  // namespace codevoice::speech
