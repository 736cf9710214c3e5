#include "base/crypto_gcm.hpp"

#include <openssl/evp.h>

namespace codevoice::crypto {
namespace {

const EVP_CIPHER* gcm_for(std::size_t key_size) {
  if (key_size == 16) return EVP_aes_128_gcm();
  return key_size == 32 ? EVP_aes_256_gcm() : nullptr;
}

const EVP_CIPHER* counter_for(std::size_t key_size) {
  if (key_size == 16) return EVP_aes_128_ctr();
  return key_size == 32 ? EVP_aes_256_ctr() : nullptr;
}

}  // namespace

void GcmKey::Free::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }

GcmKey::GcmKey(ByteView key, Use use) {
  const auto* const cipher = gcm_for(key.size());
  if (cipher == nullptr) return;
  context_.reset(EVP_CIPHER_CTX_new());
  if (EVP_CipherInit_ex(context_.get(), cipher, nullptr, key.data(), nullptr, use == Use::Seal ? 1 : 0) != 1) context_.reset();
}

bool GcmKey::seal(const Nonce& nonce, ByteView beside, std::span<std::uint8_t> message, std::span<std::uint8_t, kTag> tag) {
  auto* const context = context_.get();
  int size = 0;
  return context != nullptr && EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1 &&
         EVP_EncryptUpdate(context, nullptr, &size, beside.data(), static_cast<int>(beside.size())) == 1 &&
         EVP_EncryptUpdate(context, message.data(), &size, message.data(), static_cast<int>(message.size())) == 1 &&
         EVP_EncryptFinal_ex(context, message.data() + message.size(), &size) == 1 &&
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTag, tag.data()) == 1;
}

bool GcmKey::open(const Nonce& nonce, ByteView beside, std::span<std::uint8_t> message, std::span<std::uint8_t, kTag> tag) {
  auto* const context = context_.get();
  int size = 0;
  return context != nullptr && EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1 &&
         EVP_DecryptUpdate(context, nullptr, &size, beside.data(), static_cast<int>(beside.size())) == 1 &&
         EVP_DecryptUpdate(context, message.data(), &size, message.data(), static_cast<int>(message.size())) == 1 &&
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTag, tag.data()) == 1 &&
         EVP_DecryptFinal_ex(context, message.data() + message.size(), &size) == 1;
}

Bytes aes_counter_stream(ByteView key, const std::array<std::uint8_t, 16>& counter, std::size_t size) {
  const auto* const cipher = counter_for(key.size());
  if (cipher == nullptr) return {};
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  Bytes stream(size);
  int written = 0;
  const bool done = EVP_EncryptInit_ex(context.get(), cipher, nullptr, key.data(), counter.data()) == 1 &&
                    EVP_EncryptUpdate(context.get(), stream.data(), &written, stream.data(), static_cast<int>(size)) == 1;
  return done ? stream : Bytes();
}

}  // namespace codevoice::crypto
