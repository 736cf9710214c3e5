#include "base/crypto.hpp"

#include <gtest/gtest.h>

namespace codevoice::crypto {
namespace {

TEST(Crypto, Base64RoundTripsEveryLength) {
  for (std::size_t length = 0; length < 70; ++length) {
    Bytes bytes(length);
    random_bytes(bytes);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    EXPECT_EQ(from_base64(to_base64(bytes, Base64::Url)), bytes);
  }
}

TEST(Crypto, Base64FollowsRfc4648Vectors) {
  EXPECT_EQ(to_base64(view_of("foobar")), "Zm9vYmFy");
  EXPECT_EQ(to_base64(view_of("fooba")), "Zm9vYmE=");
  EXPECT_EQ(to_base64(view_of("foob"), Base64::Url), "Zm9vYg");
}

TEST(Crypto, Base64RefusesForeignLetters) {
  EXPECT_FALSE(from_base64("Zm9v!").has_value());
  EXPECT_FALSE(from_base64("Zm9vY").has_value());
  EXPECT_FALSE(from_base64("Zm=v").has_value());
}

TEST(Crypto, HmacFollowsRfc4231Case2) {
  const auto mac = hmac_sha256(view_of("Jefe"), view_of("what do ya want for nothing?"));
  EXPECT_EQ(to_hex(mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Crypto, HmacSha1FollowsRfc2202Case2) {
  const auto mac = hmac_sha1(view_of("Jefe"), view_of("what do ya want for nothing?"));
  EXPECT_EQ(to_hex(mac), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Crypto, RandomTextHasTheLengthAskedFor) {
  EXPECT_EQ(random_text(24).size(), 24U);
  EXPECT_NE(random_text(24), random_text(24));
}

TEST(Crypto, ComparesInConstantTimeByContent) {
  EXPECT_TRUE(equal_in_constant_time(view_of("abc"), view_of("abc")));
  EXPECT_FALSE(equal_in_constant_time(view_of("abc"), view_of("abd")));
  EXPECT_FALSE(equal_in_constant_time(view_of("abc"), view_of("ab")));
}

}  // namespace
}  // namespace codevoice::crypto
