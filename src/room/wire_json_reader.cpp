// Foreign JSON to messages.
// untested: through wire_json_test.cpp, with the writer
#include <boost/json.hpp>
#include <charconv>
#include <limits>

#include "base/crypto.hpp"
#include "room/wire_json.hpp"
#include "room/wire_json_names.hpp"

namespace codevoice::room::wire {
namespace {

namespace json = boost::json;

/// The fields of one object; remembers the first of a wrong type.
class Fields {
 public:
  Fields(const json::object& object, std::string& wrong) : object_(object), wrong_(wrong) {}

  const json::value* find(std::string_view name) const {
    const auto* value = object_.if_contains(name);
    if (value == nullptr) value = object_.if_contains(camel_of(name));
    return value == nullptr || value->is_null() ? nullptr : value;
  }
  std::string text(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string()) return complain(name), std::string();
    return std::string(value->get_string());
  }
  bool flag(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return false;
    if (!value->is_bool()) return complain(name), false;
    return value->get_bool();
  }
  std::int64_t number(std::string_view name, std::int64_t most = std::numeric_limits<std::int64_t>::max()) const {
    const auto* value = find(name);
    if (value == nullptr) return 0;
    const auto read = integer(*value);
    if (!read || *read < 0 || *read > most) return complain(name), 0;
    return *read;
  }
  std::uint32_t small(std::string_view name) const { return static_cast<std::uint32_t>(number(name, std::numeric_limits<std::uint32_t>::max())); }
  template <std::size_t N>
  int named(std::string_view name, const std::array<EnumName, N>& names) const {
    const auto* value = find(name);
    return value == nullptr ? 0 : enumerator(name, *value, names);
  }
  template <class Add>
  void texts(std::string_view name, Add add) const {
    each(name, [&](const json::value& item) {
      if (!item.is_string()) return complain(name);
      add(std::string(item.get_string()));
    });
  }
  template <std::size_t N, class Add>
  void names(std::string_view name, const std::array<EnumName, N>& known, Add add) const {
    each(name, [&](const json::value& item) { add(enumerator(name, item, known)); });
  }
  template <class Take>
  void object(std::string_view name, Take take) const {
    const auto* value = find(name);
    if (value == nullptr) return;
    if (!value->is_object()) return complain(name);
    take(Fields(value->get_object(), wrong_));
  }
  template <class Take>
  void objects(std::string_view name, Take take) const {
    each(name, [&](const json::value& item) {
      if (!item.is_object()) return complain(name);
      take(Fields(item.get_object(), wrong_));
    });
  }
  template <class Map>
  void text_map(std::string_view name, Map& map) const {
    object(name, [&](const Fields& entries) {
      for (const auto& [key, value] : entries.object_) {
        if (!value.is_string()) return complain(name);
        map[std::string(key)] = std::string(value.get_string());
      }
    });
  }
  Bytes bytes(std::string_view name) const {
    auto decoded = crypto::from_base64(text(name));
    if (!decoded) return complain(name), Bytes();
    return std::move(*decoded);
  }

 private:
  void complain(std::string_view name) const {
    if (wrong_.empty()) wrong_ = name;
  }
  template <class Use>
  void each(std::string_view name, Use use) const {
    const auto* value = find(name);
    if (value == nullptr) return;
    if (!value->is_array()) return complain(name);
    for (const auto& item : value->get_array()) use(item);
  }
  template <std::size_t N>
  int enumerator(std::string_view name, const json::value& value, const std::array<EnumName, N>& names) const {
    if (value.is_string()) {
      const std::string_view spelt(value.get_string());
      for (const auto& [number, known] : names) {
        if (spelt == known) return number;
      }
      return 0;  // one that is newer than we are
    }
    const auto read = integer(value);
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
    if (!read || *read < 0 || *read > kMost) return complain(name), 0;
    return static_cast<int>(*read);
  }
  static std::optional<std::int64_t> integer(const json::value& value) {
    if (value.is_int64()) return value.get_int64();
    constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53: beyond it a double is no whole number for sure
    if (value.is_double() && value.get_double() >= 0 && value.get_double() <= kExact) {
      const auto whole = static_cast<std::int64_t>(value.get_double());
      return static_cast<double>(whole) == value.get_double() ? std::optional(whole) : std::nullopt;
    }
    if (!value.is_string()) return std::nullopt;
    const std::string_view text(value.get_string());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
  }

  const json::object& object_;
  std::string& wrong_;
};

template <class M, class Fill>
Result<M> read(std::string_view text, Fill fill) {
  if (text.size() > kMaxJson) return fail(ErrorKind::Invalid, "the JSON is too long");
  json::error_code error;
  const auto value = json::parse(text, error);
  if (error || !value.is_object()) return fail(ErrorKind::Invalid, "the body is no JSON object");
  M message;
  std::string wrong;
  fill(Fields(value.get_object(), wrong), message);
  if (!wrong.empty()) return fail(ErrorKind::Invalid, "the field '" + wrong + "' has a value of the wrong type");
  return message;
}

void fill_permission(const Fields& from, ParticipantPermission& to) {
  to.set_can_subscribe(from.flag("can_subscribe"));
  to.set_can_publish(from.flag("can_publish"));
  to.set_can_publish_data(from.flag("can_publish_data"));
  to.set_hidden(from.flag("hidden"));
  to.set_can_update_metadata(from.flag("can_update_metadata"));
  from.names("can_publish_sources", kSourceNames, [&](int source) { to.add_can_publish_sources(source); });
}

void fill_track(const Fields& from, TrackInfo& to) {
  to.set_sid(from.text("sid"));
  to.set_type(from.named("type", kTrackTypeNames));
  to.set_name(from.text("name"));
  to.set_muted(from.flag("muted"));
  to.set_source(from.named("source", kSourceNames));
  to.set_mime_type(from.text("mime_type"));
}

void fill_participant(const Fields& from, ParticipantInfo& to) {
  to.set_sid(from.text("sid"));
  to.set_identity(from.text("identity"));
  to.set_state(from.named("state", kStateNames));
  to.set_metadata(from.text("metadata"));
  to.set_joined_at(from.number("joined_at"));
  to.set_name(from.text("name"));
  to.set_version(from.small("version"));
  to.set_kind(from.named("kind", kKindNames));
  to.set_disconnect_reason(from.named("disconnect_reason", kDisconnectNames));
  from.text_map("attributes", *to.mutable_attributes());
  from.objects("tracks", [&](const Fields& track) { fill_track(track, *to.add_tracks()); });
}

void fill_room(const Fields& from, Room& to) {
  to.set_sid(from.text("sid"));
  to.set_name(from.text("name"));
  to.set_empty_timeout(from.small("empty_timeout"));
  to.set_departure_timeout(from.small("departure_timeout"));
  to.set_max_participants(from.small("max_participants"));
  to.set_creation_time(from.number("creation_time"));
  to.set_metadata(from.text("metadata"));
  to.set_num_participants(from.small("num_participants"));
}

}  // namespace

Result<CreateRoomRequest> read_create_room(std::string_view text) {
  return read<CreateRoomRequest>(text, [](const Fields& from, CreateRoomRequest& to) {
    to.set_name(from.text("name"));
    to.set_empty_timeout(from.small("empty_timeout"));
    to.set_departure_timeout(from.small("departure_timeout"));
    to.set_max_participants(from.small("max_participants"));
    to.set_metadata(from.text("metadata"));
  });
}

Result<ListRoomsRequest> read_list_rooms(std::string_view text) {
  return read<ListRoomsRequest>(
      text, [](const Fields& from, ListRoomsRequest& to) { from.texts("names", [&](std::string name) { to.add_names(std::move(name)); }); });
}

Result<DeleteRoomRequest> read_delete_room(std::string_view text) {
  return read<DeleteRoomRequest>(text, [](const Fields& from, DeleteRoomRequest& to) { to.set_room(from.text("room")); });
}

Result<ListParticipantsRequest> read_list_participants(std::string_view text) {
  return read<ListParticipantsRequest>(text, [](const Fields& from, ListParticipantsRequest& to) { to.set_room(from.text("room")); });
}

Result<RoomParticipantIdentity> read_participant_identity(std::string_view text) {
  return read<RoomParticipantIdentity>(text, [](const Fields& from, RoomParticipantIdentity& to) {
    to.set_room(from.text("room"));
    to.set_identity(from.text("identity"));
  });
}

Result<MuteRoomTrackRequest> read_mute_track(std::string_view text) {
  return read<MuteRoomTrackRequest>(text, [](const Fields& from, MuteRoomTrackRequest& to) {
    to.set_room(from.text("room"));
    to.set_identity(from.text("identity"));
    to.set_track_sid(from.text("track_sid"));
    to.set_muted(from.flag("muted"));
  });
}

Result<UpdateParticipantRequest> read_update_participant(std::string_view text) {
  return read<UpdateParticipantRequest>(text, [](const Fields& from, UpdateParticipantRequest& to) {
    to.set_room(from.text("room"));
    to.set_identity(from.text("identity"));
    to.set_metadata(from.text("metadata"));
    to.set_name(from.text("name"));
    from.text_map("attributes", *to.mutable_attributes());
    from.object("permission", [&](const Fields& permission) { fill_permission(permission, *to.mutable_permission()); });
  });
}

Result<SendDataRequest> read_send_data(std::string_view text) {
  return read<SendDataRequest>(text, [](const Fields& from, SendDataRequest& to) {
    to.set_room(from.text("room"));
    const auto data = from.bytes("data"), nonce = from.bytes("nonce");
    to.set_data(data.data(), data.size());
    to.set_nonce(nonce.data(), nonce.size());
    to.set_kind(from.named("kind", kDataKindNames));
    if (from.find("topic") != nullptr) to.set_topic(from.text("topic"));
    from.texts("destination_sids", [&](std::string sid) { to.add_destination_sids(std::move(sid)); });
    from.texts("destination_identities", [&](std::string identity) { to.add_destination_identities(std::move(identity)); });
  });
}

Result<UpdateRoomMetadataRequest> read_update_room_metadata(std::string_view text) {
  return read<UpdateRoomMetadataRequest>(text, [](const Fields& from, UpdateRoomMetadataRequest& to) {
    to.set_room(from.text("room"));
    to.set_metadata(from.text("metadata"));
  });
}

Result<WebhookEvent> read_webhook_event(std::string_view text) {
  return read<WebhookEvent>(text, [](const Fields& from, WebhookEvent& to) {
    to.set_event(from.text("event"));
    to.set_id(from.text("id"));
    to.set_created_at(from.number("created_at"));
    from.object("room", [&](const Fields& room) { fill_room(room, *to.mutable_room()); });
    from.object("participant", [&](const Fields& who) { fill_participant(who, *to.mutable_participant()); });
    from.object("track", [&](const Fields& track) { fill_track(track, *to.mutable_track()); });
  });
}

}  // namespace codevoice::room::wire
