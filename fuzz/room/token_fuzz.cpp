// Parsers: room/token.cpp
// A token passes only with our signature, inside its time, and its claims survive being signed again.
#include "room/token.hpp"

#include "base/crypto.hpp"
#include "fuzz.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

const room::ApiKey kKey{"devkey", "secret"};
constexpr std::int64_t kNow = 1'800'000'000;

bool alike(const room::Grants& a, const room::Grants& b) {
  return a.room == b.room && a.room_join == b.room_join && a.room_create == b.room_create && a.room_list == b.room_list &&
         a.room_admin == b.room_admin && a.can_publish == b.can_publish && a.can_subscribe == b.can_subscribe &&
         a.can_publish_data == b.can_publish_data && a.can_publish_sources == b.can_publish_sources &&
         a.can_update_own_metadata == b.can_update_own_metadata && a.hidden == b.hidden;
}
bool alike(const room::Claims& a, const room::Claims& b) {
  return a.identity == b.identity && a.name == b.name && a.metadata == b.metadata && a.attributes == b.attributes && a.kind == b.kind &&
         a.sha256 == b.sha256 && a.not_before == b.not_before && a.expires == b.expires && alike(a.video, b.video);
}

void check(const room::Claims& claims) {
  const auto token = room::sign_token(claims, kKey);
  if (token.size() > 16 * 1024) return;
  const auto read = room::read_unverified(token);
  require(read && alike(*read, claims) && read->key == kKey.key, "claims are the same after being signed");
  const auto verified = room::verify_token(token, kKey, kNow);
  if (!verified) {
    require(verified.error().kind == ErrorKind::Denied, "a refusal is a refusal");
    return;
  }
  require(claims.expires != 0 && claims.expires >= kNow - 60 && claims.not_before <= kNow + 60, "a token is valid only inside its time");
  require(!room::verify_token(token, {kKey.key, "another secret"}, kNow), "another secret does not do");
  auto changed = token;
  changed.back() = changed.back() == 'A' ? 'Q' : 'A';  // the last digit's high bits belong to the signature
  require(!room::verify_token(changed, kKey, kNow), "a changed signature does not pass");
}

std::string signed_by_us(std::string_view header, std::string_view payload) {
  const auto encode = [](std::string_view text) { return crypto::to_base64(view_of(text), crypto::Base64::Url); };
  const auto head = encode(header) + "." + encode(payload);
  return head + "." + crypto::to_base64(crypto::hmac_sha256(view_of(kKey.secret), view_of(head)), crypto::Base64::Url);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [kind, rest] = fuzz::choice_of(data, size);
  const auto text = text_of(rest);
  std::string token(text);
  if (kind == 'P') token = signed_by_us(R"({"alg":"HS256","typ":"JWT"})", text);  // a payload by somebody who knows the secret
  if (kind == 'H') token = signed_by_us(text, R"({"iss":"devkey","exp":1900000000})");
  if (const auto claims = room::verify_token(token, kKey, kNow)) {
    require(claims->key == kKey.key, "a token is of our key");
    check(*claims);
  }
  if (const auto claims = room::read_unverified(token)) check(*claims);
  return 0;
}
