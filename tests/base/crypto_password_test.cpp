#include "base/crypto_password.hpp"

#include <gtest/gtest.h>

namespace codevoice::crypto {
namespace {

TEST(Password, OnlyTheSameOneFits) {
  const auto hash = hash_password("correct horse battery");

  ASSERT_TRUE(hash) << hash.error().message;
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_TRUE(password_fits("correct horse battery", *hash));
  EXPECT_FALSE(password_fits("correct horse batterz", *hash));
  EXPECT_FALSE(password_fits("", *hash));
  EXPECT_FALSE(is_old_hash(*hash));
}

TEST(Password, TheSameOneNeverGivesTheSameHash) { EXPECT_NE(*hash_password("a"), *hash_password("a")); }

TEST(Password, BytesAreBytes) {
  const std::string with_zero("a\0b", 3);
  const auto hash = hash_password(with_zero);

  EXPECT_TRUE(password_fits(with_zero, *hash));
  EXPECT_FALSE(password_fits("a", *hash));
}

TEST(Password, WhatIsNoHashFitsNothing) {
  for (const auto& text : {std::string(), std::string("x"), std::string("$argon2id$v=19$m=19456,t=2,p=1$"), std::string(4096, 'a')}) {
    EXPECT_FALSE(password_fits("", text));
    EXPECT_TRUE(is_old_hash(text));
  }
}

TEST(Password, OtherParametersAreOld) {
  EXPECT_TRUE(is_old_hash("$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$Ee8gSmGoVBdvmJRyGmBJiNpEdjxBNR+oJ3sKtPWN4bU"));
}

}  // namespace
}  // namespace codevoice::crypto
