// untested: one line of output
#include <cstdio>

#include "cli/commands.hpp"

namespace codevoice::cli {

int report(const Error& error) {
  std::fprintf(stderr, "codevoice: %s\n", error.message.c_str());
  return 1;
}

}  // namespace codevoice::cli
