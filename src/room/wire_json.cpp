// Messages to JSON.
#include "room/wire_json.hpp"

#include <boost/json.hpp>

#include "room/wire_json_names.hpp"

namespace codevoice::room::wire {
namespace {

namespace json = boost::json;

template <std::size_t N>
json::value spelt(int number, const std::array<EnumName, N>& names) {
  for (const auto& [known, name] : names) {
    if (known == number) return json::value(name);
  }
  return json::value(number);
}

/// Builds one object in a style: names are given in snake_case, unset fields are left out in Camel.
class Object {
 public:
  explicit Object(JsonStyle style) : style_(style) {}

  Object& text(std::string_view name, const std::string& value) { return put(name, json::value(value), value.empty()); }
  Object& flag(std::string_view name, bool value) { return put(name, json::value(value), !value); }
  Object& number(std::string_view name, std::uint32_t value) { return put(name, json::value(value), value == 0); }
  Object& big(std::string_view name, std::int64_t value) { return put(name, json::value(std::to_string(value)), value == 0); }
  template <std::size_t N>
  Object& named(std::string_view name, int value, const std::array<EnumName, N>& names) {
    return put(name, spelt(value, names), value == 0);
  }
  template <std::size_t N, class Numbers>
  Object& named_all(std::string_view name, const Numbers& values, const std::array<EnumName, N>& names) {
    json::array list;
    for (const int value : values) list.push_back(spelt(value, names));
    return put(name, std::move(list), values.empty());
  }
  Object& put(std::string_view name, json::value value, bool is_unset) {
    if (style_ == JsonStyle::Camel && is_unset) return *this;
    members_[style_ == JsonStyle::Camel ? camel_of(name) : std::string(name)] = std::move(value);
    return *this;
  }
  json::object take() { return std::move(members_); }
  JsonStyle style() const { return style_; }

 private:
  JsonStyle style_;
  json::object members_;
};

json::object of(const Room& room, JsonStyle style) {
  Object to(style);
  to.text("sid", room.sid()).text("name", room.name()).number("empty_timeout", room.empty_timeout());
  to.number("departure_timeout", room.departure_timeout()).number("max_participants", room.max_participants());
  to.big("creation_time", room.creation_time()).big("creation_time_ms", room.creation_time_ms()).text("metadata", room.metadata());
  to.number("num_participants", room.num_participants()).number("num_publishers", room.num_publishers());
  to.flag("active_recording", room.active_recording());
  return to.take();
}

json::object of(const TrackInfo& track, JsonStyle style) {
  Object to(style);
  to.text("sid", track.sid()).named("type", track.type(), kTrackTypeNames).text("name", track.name()).flag("muted", track.muted());
  to.named("source", track.source(), kSourceNames).text("mime_type", track.mime_type()).text("mid", track.mid());
  json::array codecs;
  for (const auto& codec : track.codecs()) {
    Object one(style);
    codecs.push_back(one.text("mime_type", codec.mime_type()).text("mid", codec.mid()).text("cid", codec.cid()).take());
  }
  to.put("codecs", std::move(codecs), track.codecs().empty()).flag("disable_red", track.disable_red());
  to.named("encryption", track.encryption(), kEncryptionNames).text("stream", track.stream());
  to.named_all("audio_features", track.audio_features(), kAudioFeatureNames);
  return to.take();
}

json::object of(const ParticipantPermission& permission, JsonStyle style) {
  Object to(style);
  to.flag("can_subscribe", permission.can_subscribe()).flag("can_publish", permission.can_publish());
  to.flag("can_publish_data", permission.can_publish_data()).flag("hidden", permission.hidden());
  to.named_all("can_publish_sources", permission.can_publish_sources(), kSourceNames);
  to.flag("can_update_metadata", permission.can_update_metadata());
  return to.take();
}

json::object of(const ParticipantInfo& who, JsonStyle style) {
  Object to(style);
  to.text("sid", who.sid()).text("identity", who.identity()).named("state", who.state(), kStateNames);
  json::array tracks;
  for (const auto& track : who.tracks()) tracks.push_back(of(track, style));
  to.put("tracks", std::move(tracks), who.tracks().empty()).text("metadata", who.metadata());
  to.big("joined_at", who.joined_at()).big("joined_at_ms", who.joined_at_ms()).text("name", who.name()).number("version", who.version());
  to.put("permission", of(who.permission(), style), !who.has_permission()).flag("is_publisher", who.is_publisher());
  to.named("kind", who.kind(), kKindNames);
  json::object attributes;
  for (const auto& [key, value] : who.attributes()) attributes[key] = value;
  to.put("attributes", std::move(attributes), who.attributes().empty());
  to.named("disconnect_reason", who.disconnect_reason(), kDisconnectNames);
  return to.take();
}

}  // namespace

std::string write_json(const Room& room, JsonStyle style) { return json::serialize(of(room, style)); }

std::string write_json(const ListRoomsResponse& rooms) {
  json::array list;
  for (const auto& room : rooms.rooms()) list.push_back(of(room, JsonStyle::Proto));
  return json::serialize(json::object{{"rooms", std::move(list)}});
}

std::string write_json(const ParticipantInfo& who, JsonStyle style) { return json::serialize(of(who, style)); }

std::string write_json(const ListParticipantsResponse& participants) {
  json::array list;
  for (const auto& who : participants.participants()) list.push_back(of(who, JsonStyle::Proto));
  return json::serialize(json::object{{"participants", std::move(list)}});
}

std::string write_json(const MuteRoomTrackResponse& muted) { return json::serialize(json::object{{"track", of(muted.track(), JsonStyle::Proto)}}); }

std::string write_json(const EmptyResponse&) { return "{}"; }

std::string write_json(const WebhookEvent& event) {
  constexpr auto kStyle = JsonStyle::Camel;
  Object to(kStyle);
  to.text("event", event.event()).put("room", of(event.room(), kStyle), !event.has_room());
  to.put("participant", of(event.participant(), kStyle), !event.has_participant()).put("track", of(event.track(), kStyle), !event.has_track());
  to.text("id", event.id()).big("created_at", event.created_at()).number("num_dropped", static_cast<std::uint32_t>(event.num_dropped()));
  return json::serialize(to.take());
}

}  // namespace codevoice::room::wire
