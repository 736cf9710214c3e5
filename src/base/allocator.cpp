// untested: bench/run density and ./test --long memory show what it does
#include "base/allocator.hpp"

#include <malloc.h>

namespace codevoice {

void configure_allocator() {
  mallopt(M_ARENA_MAX, 2);               // a few threads share the arenas: memory stays where sessions free it
  mallopt(M_MMAP_THRESHOLD, 128 << 10);  // what a clause of speech takes for a moment goes back to the system
  mallopt(M_TRIM_THRESHOLD, 256 << 10);
}

}  // namespace codevoice
