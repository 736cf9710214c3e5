#include "base/result.hpp"

namespace codevoice {

std::string_view name_of(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::Invalid: return "invalid";
    case ErrorKind::NotFound: return "not_found";
    case ErrorKind::Conflict: return "conflict";
    case ErrorKind::Denied: return "denied";
    case ErrorKind::Timeout: return "timeout";
    case ErrorKind::Unavailable: return "unavailable";
    case ErrorKind::Cancelled: return "cancelled";
    case ErrorKind::Protocol: return "protocol";
    case ErrorKind::Internal: return "internal";
  }
  return "internal";
}

}  // namespace codevoice
