// Who else is in the room, from the server's updates; tells what changed. One entry an identity; older versions are ignored.
// Thread: pure. Errors: none.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "room/room_link.hpp"
#include "room/wire_livekit.hpp"

namespace codevoice::room {

Participant participant_of(const wire::ParticipantInfo& info);

class ClientRoster {
 public:
  struct Member {
    Participant who;
    std::uint32_t version = 0;
    std::map<std::string, bool, std::less<>> muted_tracks;  // audio track sid -> muted
  };
  struct Change {
    enum class Kind : std::uint8_t { Joined, Left, Updated, Muted, Unmuted };
    Kind kind = Kind::Joined;
    Participant who;
    LeaveReason why = LeaveReason::Unknown;
  };

  /// Takes one ParticipantInfo of somebody else; gives what changed, in order.
  std::vector<Change> update(const wire::ParticipantInfo& info);
  /// After a full reconnect: those not named in `present` have left meanwhile.
  std::vector<Change> keep_only(const std::vector<std::string>& present_sids);
  const Member* by_sid(std::string_view sid) const;
  const Member* by_track(std::string_view track_sid) const;
  std::vector<Participant> all() const;

 private:
  std::map<std::string, Member, std::less<>> members_;  // by sid
};

}  // namespace codevoice::room
