#include "net/tls_context.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temp_dir.hpp"
#include "support/test_certificate.hpp"

namespace codevoice::net {
namespace {

TEST(TlsContext, TakesACertificateAndItsKey) {
  const test::TempDir folder;
  const auto files = test::write_test_certificate(folder.path(), "server", "DNS:localhost");

  EXPECT_TRUE(make_server_tls(files.certificate_file, files.key_file).has_value());
}

TEST(TlsContext, NamesTheFileThatCannotBeUsed) {
  const test::TempDir folder;
  const auto files = test::write_test_certificate(folder.path(), "server", "DNS:localhost");
  const auto junk = (folder.path() / "junk.key").string();
  std::ofstream(junk) << "no key";

  const auto no_certificate = make_server_tls("/no/such.crt", files.key_file);
  const auto bad_key = make_server_tls(files.certificate_file, junk);
  const auto half = make_server_tls(files.certificate_file, "");

  ASSERT_FALSE(no_certificate.has_value());
  EXPECT_NE(no_certificate.error().message.find("/no/such.crt"), std::string::npos);
  ASSERT_FALSE(bad_key.has_value());
  EXPECT_NE(bad_key.error().message.find("junk.key"), std::string::npos);
  ASSERT_FALSE(half.has_value());
  EXPECT_EQ(half.error().kind, ErrorKind::Invalid);
}

}  // namespace
}  // namespace codevoice::net
