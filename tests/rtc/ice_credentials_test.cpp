#include "rtc/ice_credentials.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

namespace codevoice::rtc {
namespace {

TEST(IceCredentials, AreLongEnoughFreshAndMadeOfIceCharacters) {
  const auto one = make_ice_credentials();
  const auto other = make_ice_credentials();

  EXPECT_GE(one.ufrag.size(), 4U);  // RFC 8445 §5.3
  EXPECT_GE(one.pwd.size(), 22U);
  EXPECT_NE(one.ufrag, other.ufrag);
  EXPECT_NE(one.pwd, other.pwd);
  const auto ice_char = [](unsigned char c) { return std::isalnum(c) != 0 || c == '+' || c == '/'; };
  EXPECT_TRUE(std::all_of(one.ufrag.begin(), one.ufrag.end(), ice_char));
  EXPECT_TRUE(std::all_of(one.pwd.begin(), one.pwd.end(), ice_char));
}

TEST(IceCredentials, UfragBeginsWithThePrefix) { EXPECT_TRUE(make_ice_credentials("03").ufrag.starts_with("03")); }

TEST(IceCredentials, TheUfragOfAShardNamesIt) {
  for (const unsigned shard : {0U, 1U, 15U, 16U, kMostShards - 1}) {
    EXPECT_EQ(shard_of_ufrag(make_ice_credentials(ufrag_prefix_of(shard)).ufrag), shard);
  }
}

TEST(IceCredentials, AForeignUfragNamesNoShard) {
  for (const auto* foreign : {"", "0", "01", "zz3456", "0x3456", "-13456", "0A3456", "+13456"}) EXPECT_FALSE(shard_of_ufrag(foreign)) << foreign;
}

}  // namespace
}  // namespace codevoice::rtc
