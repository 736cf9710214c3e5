// A hub's DTLS identity: an ECDSA P-256 key with a self-signed certificate that nobody else has (ASVS 17.2.1).
// Ownership: keeps the OpenSSL handles; contexts made from it take their own references.
// Thread:    immutable after create(); any.
// Errors:    Internal when OpenSSL cannot make the key or certificate.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

struct evp_pkey_st;
struct x509_st;

namespace codevoice::rtc {

struct DtlsFree {
  void operator()(evp_pkey_st* key) const;
  void operator()(x509_st* certificate) const;
};

/// sha-256 of a DER certificate as SDP writes it: "AB:CD:…" (RFC 8122 §5). Empty for no certificate.
std::string dtls_fingerprint_of(const x509_st* certificate);
/// "sha-256 AB:CD…", "ab:cd:…" → the 32 octets; empty when it is not a sha-256 fingerprint.
Bytes parse_fingerprint(std::string_view text);

class DtlsCertificate {
 public:
  static Result<DtlsCertificate> create();

  const std::string& fingerprint() const { return fingerprint_; }
  evp_pkey_st* key() const { return key_.get(); }
  x509_st* certificate() const { return certificate_.get(); }

 private:
  using Key = std::unique_ptr<evp_pkey_st, DtlsFree>;
  using Certificate = std::unique_ptr<x509_st, DtlsFree>;
  DtlsCertificate(Key key, Certificate certificate, std::string fingerprint);

  Key key_;
  Certificate certificate_;
  std::string fingerprint_;
};

}  // namespace codevoice::rtc
