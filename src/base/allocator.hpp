// How the C library's allocator is set up, once, first thing in main(): many sessions come and go, and each leaves no holes.
// Thread: before any other. Errors: none; where a setting is not taken, memory is only less tight.
#pragma once

namespace codevoice {

void configure_allocator();

}  // namespace codevoice
