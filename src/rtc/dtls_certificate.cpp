#include "rtc/dtls_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>

#include "base/crypto.hpp"

namespace codevoice::rtc {
namespace {

constexpr long kBackdateSeconds = 24L * 3600;  // peers' clocks may be behind
constexpr long kLifetimeSeconds = 365L * 24 * 3600;
constexpr std::size_t kDigestSize = 32;

std::string to_fingerprint(ByteView digest) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text;
  for (const auto octet : digest) {
    if (!text.empty()) text += ':';
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15];
  }
  return text;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool fill(X509* certificate, EVP_PKEY* key) {
  const auto serial = static_cast<long>(crypto::random_u32() >> 1);
  const auto name = crypto::random_text(16);  // RFC 8827 §6.5: the name tells nothing about the user
  auto* subject = X509_get_subject_name(certificate);
  return X509_set_version(certificate, X509_VERSION_3) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), -kBackdateSeconds) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), kLifetimeSeconds) != nullptr &&
         X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, view_of(name).data(), static_cast<int>(name.size()), -1, 0) == 1 &&
         X509_set_issuer_name(certificate, subject) == 1 && X509_set_pubkey(certificate, key) == 1 && X509_sign(certificate, key, EVP_sha256()) > 0;
}

}  // namespace

void DtlsFree::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }
void DtlsFree::operator()(x509_st* certificate) const { X509_free(certificate); }

std::string dtls_fingerprint_of(const x509_st* certificate) {
  std::array<std::uint8_t, kDigestSize> digest{};
  unsigned size = kDigestSize;
  if (certificate == nullptr || X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
  return to_fingerprint(digest);
}

Bytes parse_fingerprint(std::string_view text) {
  constexpr std::string_view kHash = "sha-256 ";
  if (text.starts_with(kHash)) text.remove_prefix(kHash.size());
  if (text.size() != kDigestSize * 3 - 1) return {};
  Bytes digest;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const int high = digit_of(text[at]);
    const int low = digit_of(text[at + 1]);
    const bool separated = at + 2 == text.size() || text[at + 2] == ':';
    if (high < 0 || low < 0 || !separated) return {};
    digest.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return digest;
}

DtlsCertificate::DtlsCertificate(Key key, Certificate certificate, std::string fingerprint)
    : key_(std::move(key)), certificate_(std::move(certificate)), fingerprint_(std::move(fingerprint)) {}

Result<DtlsCertificate> DtlsCertificate::create() {
  Key key(EVP_EC_gen("P-256"));
  Certificate certificate(X509_new());
  if (!key || !certificate || !fill(certificate.get(), key.get())) {
    return fail(ErrorKind::Internal, "OpenSSL cannot make a DTLS certificate");
  }
  auto fingerprint = dtls_fingerprint_of(certificate.get());
  return DtlsCertificate(std::move(key), std::move(certificate), std::move(fingerprint));
}

}  // namespace codevoice::rtc
