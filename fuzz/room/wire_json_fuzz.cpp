// Parsers: room/wire_json_reader.cpp room/webhook.cpp room/twirp.cpp
// Twirp bodies, webhooks and foreign servers' errors: what is read can be written and read again, and nothing unsigned passes.
#include "room/wire_json.hpp"

#include "fuzz.hpp"
#include "room/twirp.hpp"
#include "room/webhook.hpp"

namespace {

using namespace codevoice;
namespace wire = room::wire;
using fuzz::require;

const room::ApiKey kKey{"devkey", "a-secret-of-at-least-32-characters"};
constexpr std::int64_t kNow = 1'800'000'000;

void check_event(std::string_view text) {
  const auto event = wire::read_webhook_event(text);
  if (!event) {
    require(event.error().kind == ErrorKind::Invalid, "a refusal is a refusal");
    return;
  }
  const auto written = wire::write_json(*event);
  const auto again = wire::read_webhook_event(written);
  require(again && again->event() == event->event() && again->id() == event->id() && again->room().name() == event->room().name(),
          "an event is the same after being written");
  require(again->participant().attributes().size() == event->participant().attributes().size(), "attributes too");
}

void check_inbox(std::string_view body) {
  room::WebhookInbox inbox(kKey);
  require(!inbox.take(body, "", kNow), "unsigned does not pass");
  require(!inbox.take(body, body, kNow), "nor signed by itself");
  // by somebody who knows the key: any body may be signed
  room::Claims claims;
  claims.expires = kNow + 60;
  wire::WebhookEvent other;
  other.set_event("x");
  const auto signed_other = room::sign_webhook(other, kKey, kNow);
  require(signed_other.body == body || !inbox.take(body, signed_other.authorization, kNow), "another body's signature does not pass");
}

void check_requests(std::string_view text) {
  if (const auto made = wire::read_create_room(text)) require(made->name().size() <= text.size(), "a name comes from the text");
  if (const auto listed = wire::read_list_rooms(text)) require(static_cast<std::size_t>(listed->names_size()) <= text.size(), "so do all names");
  static_cast<void>(wire::read_delete_room(text));
  static_cast<void>(wire::read_list_participants(text));
  static_cast<void>(wire::read_participant_identity(text));
  static_cast<void>(wire::read_mute_track(text));
  static_cast<void>(wire::read_update_participant(text));
  if (const auto data = wire::read_send_data(text)) require(data->data().size() <= text.size(), "data too");
  static_cast<void>(wire::read_update_room_metadata(text));
}

void check_protobuf(std::string_view bytes) {
  wire::UpdateParticipantRequest update;
  static_cast<void>(update.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  wire::ParticipantInfo who;
  if (!who.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  for (const auto style : {wire::JsonStyle::Proto, wire::JsonStyle::Camel}) {
    wire::WebhookEvent event;
    event.set_event("participant_joined");
    *event.mutable_participant() = who;
    require(!wire::write_json(who, style).empty() && !wire::write_json(event).empty(), "any message can be written");
  }
}

void check_error(std::string_view text) {
  net::Response answer;
  answer.status = 500;
  answer.body = text;
  const auto error = room::twirp::error_of(answer);
  require(error.message.find('\n') == std::string::npos && error.message.size() < 1000, "foreign words are one short line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [kind, rest] = fuzz::choice_of(data, size);
  const auto text = text_of(rest);
  switch (kind) {
    case 'W': check_event(text); break;
    case 'I': check_inbox(text); break;
    case 'P': check_protobuf(text); break;
    case 'E': check_error(text); break;
    default: check_requests(text);
  }
  return 0;
}
