// A certificate this test program's clients trust, and one they do not. The authorities are read once a process, so the trusted one is
// written before any test runs.
// Ownership: the files live as long as the program.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "support/temp_dir.hpp"
#include "support/test_certificate.hpp"

namespace codevoice::test {

class Certificates : public testing::Environment {
 public:
  void SetUp() override {
    folder_ = std::make_unique<TempDir>();
    trusted = write_test_certificate(folder_->path(), "trusted", "IP:127.0.0.1,DNS:service.invalid");
    stranger = write_test_certificate(folder_->path(), "stranger", "IP:127.0.0.1,DNS:service.invalid");
    setenv("SSL_CERT_FILE", trusted.certificate_file.c_str(), 1);
  }
  void TearDown() override { folder_.reset(); }
  TestCertificate trusted;
  TestCertificate stranger;

 private:
  std::unique_ptr<TempDir> folder_;
};
inline auto* const certificates = dynamic_cast<Certificates*>(testing::AddGlobalTestEnvironment(new Certificates));

}  // namespace codevoice::test
