// LiveKit's webhooks: an event as JSON, signed by a token that holds the body's hash; written for others, and taken from a server.
// Thread: one at a time. Errors: Denied (signature, hash, age), Invalid (no event), Conflict (seen before); words may be shown.
// Source: LiveKit webhooks; RFC 7519.
#pragma once

#include <deque>
#include <set>

#include "room/token.hpp"
#include "room/wire_livekit.hpp"

namespace codevoice::room {

inline constexpr std::string_view kWebhookType = "application/webhook+json";
inline constexpr std::chrono::minutes kWebhookLife{5};  // a signature's, and how old an event may be

struct SignedWebhook {
  std::string body;           // JSON
  std::string authorization;  // a bare token, no "Bearer"
};
/// `now_s`: seconds since 1970; signed anew for each attempt to deliver.
SignedWebhook sign_webhook(const wire::WebhookEvent& event, const ApiKey& key, std::int64_t now_s);

/// Takes webhooks of a server that signs with our key. Each event once: a server that tries again, and anybody who plays one
/// back, is told that it is known.
class WebhookInbox {
 public:
  explicit WebhookInbox(ApiKey key) : key_(std::move(key)) {}
  Result<wire::WebhookEvent> take(std::string_view body, std::string_view authorization, std::int64_t now_s);

 private:
  ApiKey key_;
  std::set<std::string, std::less<>> seen_;
  std::deque<std::pair<std::int64_t, std::string>> order_;  // when taken, id
};

}  // namespace codevoice::room
