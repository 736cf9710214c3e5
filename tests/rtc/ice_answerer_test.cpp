#include "rtc/ice_answerer.hpp"

#include <gtest/gtest.h>

#include "rtc/ice_requests.hpp"
#include "rtc/stun_vectors.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;
using test::Check;

const IceCredentials kOurs{"ours", "a long enough password"};

std::uint16_t fault_of(const Bytes& packet, const IceCredentials* ours) { return IceAnswerer::fault_of(*parse_stun(packet), ours); }

TEST(IceAnswerer, FindsTheFaultTheRfcNames) {
  auto unsigned_check = Check::to(kOurs);
  unsigned_check.password.clear();
  auto nameless = Check::to(kOurs);
  nameless.username.clear();
  auto forged = Check::to(kOurs);
  forged.password = "another password";

  EXPECT_EQ(fault_of(Check::to(kOurs).bytes(), &kOurs), 0);
  EXPECT_EQ(fault_of(unsigned_check.bytes(), &kOurs), 400);
  EXPECT_EQ(fault_of(nameless.bytes(), &kOurs), 400);
  EXPECT_EQ(fault_of(forged.bytes(), &kOurs), 401);
  EXPECT_EQ(fault_of(Check::to(kOurs).bytes(), nullptr), 401);
}

TEST(IceAnswerer, AcceptsWithTheSourceAndASignature) {
  const auto packet = Check::to(kOurs).bytes();

  const auto answer = IceAnswerer::accept(*parse_stun(packet), test::at("198.51.100.7", 4000), kOurs.pwd);

  const auto message = parse_stun(answer);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, StunKind::Success);
  EXPECT_EQ(message->transaction, parse_stun(packet)->transaction);
  EXPECT_EQ(message->mapped, test::at("198.51.100.7", 4000));
  EXPECT_TRUE(message->has_fingerprint);
  EXPECT_TRUE(integrity_ok(*message, kOurs.pwd));
}

TEST(IceAnswerer, SignsOnlyRefusalsOfAuthenticatedRequests) {
  IceAnswerer answerer;
  const auto packet = Check::to(kOurs).bytes();
  const auto request = *parse_stun(packet);
  const TimePoint now{1h};

  const auto unauthorized = answerer.refuse(request, 401, &kOurs, now);
  const auto conflict = answerer.refuse(request, 487, &kOurs, now);

  EXPECT_EQ(parse_stun(unauthorized)->error_code, 401);
  EXPECT_FALSE(parse_stun(unauthorized)->has_integrity());
  EXPECT_EQ(parse_stun(conflict)->error_code, 487);
  EXPECT_TRUE(integrity_ok(*parse_stun(conflict), kOurs.pwd));
}

TEST(IceAnswerer, AFloodOfBadChecksIsAnsweredOnlySoOftenASecond) {
  IceAnswerer answerer;
  const auto packet = Check::to(kOurs).bytes();
  const auto request = *parse_stun(packet);
  const TimePoint start{1h};

  std::size_t answered = 0;
  for (int i = 0; i < 1000; ++i) answered += answerer.refuse(request, 401, nullptr, start + i * 1ms).empty() ? 0U : 1U;

  EXPECT_EQ(answered, IceAnswerer::kRefusalsPerSecond);
  EXPECT_FALSE(answerer.refuse(request, 401, nullptr, start + 2s).empty());
}

}  // namespace
}  // namespace codevoice::rtc
