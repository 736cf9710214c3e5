#include "rtc/dtls_context.hpp"

#include <openssl/ssl.h>

namespace codevoice::rtc {
namespace {

constexpr const char* kCiphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305";

std::string_view openssl_name_of(SrtpProfile profile) {
  switch (profile) {
    case SrtpProfile::Aes128CmSha1_80: return "SRTP_AES128_CM_SHA1_80";
    case SrtpProfile::AeadAes128Gcm: return "SRTP_AEAD_AES_128_GCM";
    case SrtpProfile::AeadAes256Gcm: return "SRTP_AEAD_AES_256_GCM";
  }
  return {};
}

std::string names_of(const std::vector<SrtpProfile>& profiles) {
  std::string names;
  for (const auto profile : profiles) {
    if (!names.empty()) names += ':';
    names += openssl_name_of(profile);
  }
  return names;
}

bool configure(SSL_CTX* context, const DtlsCertificate& certificate, const DtlsContextConfig& config) {
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  const auto names = names_of(config.profiles);
  return SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1 && SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION) == 1 &&
         SSL_CTX_use_certificate(context, certificate.certificate()) == 1 && SSL_CTX_use_PrivateKey(context, certificate.key()) == 1 &&
         SSL_CTX_set_cipher_list(context, kCiphers) == 1 && SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1 &&
         (names.empty() || SSL_CTX_set_tlsext_use_srtp(context, names.c_str()) == 0);  // 0 is success here
}

}  // namespace

void DtlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

DtlsContext::DtlsContext(Handle context, std::string fingerprint) : context_(std::move(context)), fingerprint_(std::move(fingerprint)) {}

Result<DtlsContext> DtlsContext::create(const DtlsCertificate& certificate, const DtlsContextConfig& config) {
  Handle context(SSL_CTX_new(DTLS_method()));
  if (!context || !configure(context.get(), certificate, config)) {
    return fail(ErrorKind::Internal, "OpenSSL refuses the DTLS settings");
  }
  return DtlsContext(std::move(context), certificate.fingerprint());
}

}  // namespace codevoice::rtc
