#include "rtc/dtls_context.hpp"

#include <gtest/gtest.h>

#include "dtls_pair.hpp"

namespace codevoice::rtc {
namespace {

TEST(DtlsContext, CarriesTheCertificatesFingerprint) {
  const auto certificate = DtlsCertificate::create();
  ASSERT_TRUE(certificate);

  const auto context = DtlsContext::create(*certificate);

  ASSERT_TRUE(context);
  EXPECT_EQ(context->fingerprint(), certificate->fingerprint());
}

TEST(DtlsContext, PrefersGcm128WhichIsCheapest) {
  test::DtlsPair pair;

  pair.connect();

  ASSERT_TRUE(pair.server.keys);
  EXPECT_EQ(pair.server.keys->profile, SrtpProfile::AeadAes128Gcm);
}

TEST(DtlsContext, AgreesOnWhatTheOtherSideCan) {
  for (const auto only : {SrtpProfile::Aes128CmSha1_80, SrtpProfile::AeadAes256Gcm}) {
    test::DtlsPair::Setup setup;
    setup.client_context.profiles = {only};
    test::DtlsPair pair(setup);

    pair.connect();

    ASSERT_TRUE(pair.server.keys && pair.client.keys);
    EXPECT_EQ(pair.server.keys->profile, only);
    EXPECT_EQ(pair.server.keys->local.size(), key_size_of(only) + salt_size_of(only));
  }
}

}  // namespace
}  // namespace codevoice::rtc
