// An HTTP connection on its way to the server of another thread.
// Ownership: it owns the connection; dropped, the connection closes. Thread: one at a time. Errors: none.
#pragma once

#include "net/loose_socket.hpp"

namespace codevoice::net {

struct LooseConnection {
  LooseSocket socket;  // already_read() begins with the whole request
  std::string peer;
};

}  // namespace codevoice::net
