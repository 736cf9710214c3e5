// Parsers: rtc/sctp_dcep.cpp
// Foreign bytes as data channel messages: what parses must write back to the same bytes' meaning.
#include "rtc/sctp_dcep.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace codevoice;
  const ByteView bytes(data, size);
  (void)rtc::is_dcep_ack(bytes);
  const auto open = rtc::parse_dcep_open(bytes);
  if (!open) return 0;
  const auto again = rtc::make_dcep_open(*open);
  if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) std::abort();
  return 0;
}
