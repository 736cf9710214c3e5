#include "rtc/sctp_table.hpp"

#include <atomic>

namespace codevoice::rtc {

SctpTable& SctpTable::of_this_thread() {
  static thread_local SctpTable table;
  return table;
}

std::uintptr_t SctpTable::new_id() {
  static std::atomic<std::uintptr_t> last{0};
  return ++last;
}

}  // namespace codevoice::rtc
