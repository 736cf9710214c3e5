#include "rtc/dtls_certificate.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

// ASVS 17.2.1: the key is ours alone
TEST(DtlsCertificate, EveryOneHasItsOwnKey) {
  const auto first = DtlsCertificate::create();
  const auto second = DtlsCertificate::create();

  ASSERT_TRUE(first && second);
  EXPECT_NE(first->fingerprint(), second->fingerprint());
}

TEST(DtlsCertificate, FingerprintIsWrittenAsSdpWantsIt) {
  const auto certificate = DtlsCertificate::create();

  ASSERT_TRUE(certificate);
  EXPECT_EQ(certificate->fingerprint().size(), 95U);
  EXPECT_EQ(certificate->fingerprint().find_first_not_of("0123456789ABCDEF:"), std::string::npos);
  EXPECT_EQ(certificate->fingerprint(), dtls_fingerprint_of(certificate->certificate()));
}

TEST(ParseFingerprint, TakesBothCasesAndTheHashName) {
  const auto certificate = DtlsCertificate::create();
  ASSERT_TRUE(certificate);
  const auto upper = certificate->fingerprint();
  std::string lower = upper;
  for (auto& c : lower) c = static_cast<char>(std::tolower(c));

  const auto digest = parse_fingerprint(upper);

  EXPECT_EQ(digest.size(), 32U);
  EXPECT_EQ(parse_fingerprint(lower), digest);
  EXPECT_EQ(parse_fingerprint("sha-256 " + upper), digest);
}

TEST(ParseFingerprint, RefusesWhatIsNotSha256) {
  const auto certificate = DtlsCertificate::create();
  ASSERT_TRUE(certificate);
  auto bad_digit = certificate->fingerprint();
  bad_digit[0] = 'G';
  auto bad_separator = certificate->fingerprint();
  bad_separator[2] = '-';

  EXPECT_TRUE(parse_fingerprint("").empty());
  EXPECT_TRUE(parse_fingerprint("AB:CD").empty());
  EXPECT_TRUE(parse_fingerprint(certificate->fingerprint() + ":00").empty());
  EXPECT_TRUE(parse_fingerprint(bad_digit).empty());
  EXPECT_TRUE(parse_fingerprint(bad_separator).empty());
}

}  // namespace
}  // namespace codevoice::rtc
