#include "rtc/sctp_table.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace codevoice::rtc {
namespace {

struct Nobody final : SctpEndpoint {
  void on_sctp_output(ByteView) override {}
  void on_sctp_received(SctpReceived) override {}
};

TEST(SctpTable, FindsOnlyWhatIsThere) {
  SctpTable table;
  Nobody endpoint;
  const auto id = SctpTable::new_id();
  table.add(id, endpoint);

  EXPECT_EQ(table.find(id), &endpoint);
  table.remove(id);
  EXPECT_EQ(table.find(id), nullptr);
}

TEST(SctpTable, AnIdIsNeverGivenTwice) { EXPECT_NE(SctpTable::new_id(), SctpTable::new_id()); }

TEST(SctpTable, EveryThreadHasItsOwn) {
  SctpTable* other = nullptr;
  std::thread([&] { other = &SctpTable::of_this_thread(); }).join();

  EXPECT_NE(other, &SctpTable::of_this_thread());
}

}  // namespace
}  // namespace codevoice::rtc
