#include "room/webhook.hpp"

#include "base/crypto.hpp"
#include "room/wire_json.hpp"

namespace codevoice::room {
namespace {

constexpr std::size_t kMostRemembered = 65'536;  // events within their life
constexpr std::size_t kLongestId = 256;

std::int64_t life_s() { return std::chrono::seconds(kWebhookLife).count(); }

std::string hash_of(std::string_view body) { return crypto::to_base64(crypto::sha256(view_of(body))); }

}  // namespace

SignedWebhook sign_webhook(const wire::WebhookEvent& event, const ApiKey& key, std::int64_t now_s) {
  SignedWebhook made;
  made.body = wire::write_json(event);
  Claims claims;
  claims.not_before = now_s - 5;
  claims.expires = now_s + life_s();
  claims.sha256 = hash_of(made.body);
  made.authorization = sign_token(claims, key);
  return made;
}

Result<wire::WebhookEvent> WebhookInbox::take(std::string_view body, std::string_view authorization, std::int64_t now_s) {
  if (authorization.starts_with("Bearer ")) authorization.remove_prefix(7);
  const auto claims = verify_token(authorization, key_, now_s);
  if (!claims) return tl::unexpected(claims.error());
  if (claims->sha256.empty() || !crypto::equal_in_constant_time(view_of(claims->sha256), view_of(hash_of(body)))) {
    return fail(ErrorKind::Denied, "the body is not the one that was signed");
  }
  auto event = wire::read_webhook_event(body);
  if (!event) return event;
  if (event->event().empty() || event->id().empty() || event->id().size() > kLongestId)
    return fail(ErrorKind::Invalid, "the event has no name or id");
  const auto leeway = kTokenLeeway.count();
  // the event's numbers are foreign: nothing is added to them
  if (event->created_at() < now_s - life_s() - leeway || event->created_at() > now_s + leeway) {
    return fail(ErrorKind::Denied, "the event is not of now");
  }
  while (!order_.empty() && order_.front().first < now_s - 2 * (life_s() + leeway)) {
    seen_.erase(order_.front().second);
    order_.pop_front();
  }
  if (seen_.contains(event->id())) return fail(ErrorKind::Conflict, "this event is known");
  if (order_.size() >= kMostRemembered) return fail(ErrorKind::Unavailable, "too many events at once");
  seen_.insert(event->id());
  order_.emplace_back(now_s, event->id());
  return event;
}

}  // namespace codevoice::room
