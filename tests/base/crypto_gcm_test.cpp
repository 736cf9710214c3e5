#include "base/crypto_gcm.hpp"

#include <gtest/gtest.h>

#include "base/crypto.hpp"

namespace codevoice::crypto {
namespace {

Bytes from_hex(std::string_view hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return bytes;
}

GcmKey::Nonce nonce_of(std::string_view hex) {
  GcmKey::Nonce nonce{};
  const auto bytes = from_hex(hex);
  std::copy(bytes.begin(), bytes.end(), nonce.begin());
  return nonce;
}

using Tag = std::array<std::uint8_t, GcmKey::kTag>;

// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 4 (16 bytes of key) and 16 (32)
struct Case {
  std::string_view key, sealed, tag;
};
constexpr std::string_view kMessage =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
constexpr std::string_view kBeside = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
constexpr std::string_view kNonce = "cafebabefacedbaddecaf888";
constexpr std::array<Case, 2> kCases{
    Case{"feffe9928665731c6d6a8f9467308308",
         "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
         "5bc94fbc3221a5db94fae95ae7121a47"},
    Case{"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
         "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
         "76fc6ece0f4e1768cddf8853bb2d551b"}};

TEST(GcmKey, SealsAndOpensAsPublished) {
  for (const auto& [key, sealed, expected] : kCases) {
    GcmKey sealing(from_hex(key), GcmKey::Use::Seal), opening(from_hex(key), GcmKey::Use::Open);
    for (int twice = 0; twice < 2; ++twice) {  // the key stays set
      auto message = from_hex(kMessage);
      Tag tag{};
      ASSERT_TRUE(sealing.seal(nonce_of(kNonce), from_hex(kBeside), message, tag));
      EXPECT_EQ(to_hex(message), sealed);
      EXPECT_EQ(to_hex(tag), expected);
      ASSERT_TRUE(opening.open(nonce_of(kNonce), from_hex(kBeside), message, tag));
      EXPECT_EQ(to_hex(message), kMessage);
    }
  }
}

TEST(GcmKey, WhatWasChangedIsNotOpened) {
  GcmKey sealing(from_hex(kCases[0].key), GcmKey::Use::Seal), opening(from_hex(kCases[0].key), GcmKey::Use::Open);
  auto message = from_hex(kMessage);
  Tag tag{};
  ASSERT_TRUE(sealing.seal(nonce_of(kNonce), from_hex(kBeside), message, tag));
  const auto sealed = message;

  auto other_tag = tag;
  other_tag[15] ^= 1;
  EXPECT_FALSE(opening.open(nonce_of(kNonce), from_hex(kBeside), message, other_tag));
  message = sealed;
  message[0] ^= 1;
  EXPECT_FALSE(opening.open(nonce_of(kNonce), from_hex(kBeside), message, tag));
  message = sealed;
  EXPECT_FALSE(opening.open(nonce_of("cafebabefacedbaddecaf889"), from_hex(kBeside), message, tag));
  message = sealed;
  EXPECT_FALSE(opening.open(nonce_of(kNonce), from_hex("00"), message, tag));
  message = sealed;
  EXPECT_TRUE(opening.open(nonce_of(kNonce), from_hex(kBeside), message, tag));
}

TEST(GcmKey, AnEmptyMessageHasATag) {
  GcmKey sealing(Bytes(16), GcmKey::Use::Seal), opening(Bytes(16), GcmKey::Use::Open);
  Tag tag{};

  ASSERT_TRUE(sealing.seal({}, {}, {}, tag));

  EXPECT_EQ(to_hex(tag), "58e2fccefa7e3061367f1d57a4e7455a");  // test case 1
  EXPECT_TRUE(opening.open({}, {}, {}, tag));
}

TEST(GcmKey, AKeyOfAnotherSizeIsNone) {
  GcmKey key(Bytes(17), GcmKey::Use::Seal);
  Tag tag{};

  EXPECT_FALSE(key.is_set());
  EXPECT_FALSE(key.seal({}, {}, {}, tag));
  EXPECT_TRUE(aes_counter_stream(Bytes(17), {}, 16).empty());
}

// RFC 3711 B.2
TEST(AesCounterStream, IsAsPublished) {
  std::array<std::uint8_t, 16> counter{};
  const auto first = from_hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000");
  std::copy(first.begin(), first.end(), counter.begin());

  const auto stream = aes_counter_stream(from_hex("2B7E151628AED2A6ABF7158809CF4F3C"), counter, 48);

  EXPECT_EQ(to_hex(stream), "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0");
}

}  // namespace
}  // namespace codevoice::crypto
