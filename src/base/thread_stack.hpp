// Where another thread of this process is just now, for the log: the functions it is in, innermost first.
// The thread is interrupted by a signal of its own (SIGRTMIN + 7) and goes on at once; system calls it waits in are restarted.
// Thread: any, one at a time (others wait). Errors: Timeout when the thread does not answer (it waits inside the kernel, or has ended).
#pragma once

#include <pthread.h>

#include <string>

#include "base/result.hpp"

namespace codevoice {

/// "function+0x12 (module+0xabc) < function…". What has no name is its module and offset, for addr2line.
Result<std::string> stack_of(pthread_t thread);

}  // namespace codevoice
