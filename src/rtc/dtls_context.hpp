// The OpenSSL settings all of a hub's DTLS sessions share: DTLS 1.2 only, our certificate, forward-secret AEAD suites,
// the SRTP profiles we offer.
// Thread:    immutable after create(); its sessions are used on one shard.
// Errors:    Internal when OpenSSL refuses a setting.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rtc/dtls_certificate.hpp"
#include "rtc/srtp_keys.hpp"

struct ssl_ctx_st;

namespace codevoice::rtc {

struct DtlsContextConfig {
  /// In order of preference. Empty: no use_srtp extension is sent, so a session with such a peer fails.
  std::vector<SrtpProfile> profiles{SrtpProfile::AeadAes128Gcm, SrtpProfile::AeadAes256Gcm, SrtpProfile::Aes128CmSha1_80};
};

class DtlsContext {
 public:
  static Result<DtlsContext> create(const DtlsCertificate& certificate, const DtlsContextConfig& config = {});

  const std::string& fingerprint() const { return fingerprint_; }
  ssl_ctx_st* get() const { return context_.get(); }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  using Handle = std::unique_ptr<ssl_ctx_st, Free>;
  DtlsContext(Handle context, std::string fingerprint);

  Handle context_;
  std::string fingerprint_;
};

}  // namespace codevoice::rtc
