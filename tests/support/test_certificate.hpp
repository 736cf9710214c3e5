// A self-signed certificate for loopback servers in tests, written as PEM files.
// Ownership: the files live in the folder given.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <memory>
#include <string>

namespace codevoice::test {

struct TestCertificate {
  std::string certificate_file;
  std::string key_file;
};

/// `names` as in a subjectAltName extension: "DNS:localhost,IP:127.0.0.1".
inline TestCertificate write_test_certificate(const std::filesystem::path& folder, const std::string& stem, const std::string& names) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  auto* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("codevoice test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  X509_add_ext(certificate.get(), extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  TestCertificate files{(folder / (stem + ".crt")).string(), (folder / (stem + ".key")).string()};
  const std::unique_ptr<BIO, decltype(&BIO_free)> certificate_out(BIO_new_file(files.certificate_file.c_str(), "w"), BIO_free);
  PEM_write_bio_X509(certificate_out.get(), certificate.get());
  const std::unique_ptr<BIO, decltype(&BIO_free)> key_out(BIO_new_file(files.key_file.c_str(), "w"), BIO_free);
  PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}

}  // namespace codevoice::test
