// A room of a server reached by URL, made ready for an interviewer: it exists with the interview's limits, and no other
// interviewer is in it (R20). Where the embedded room answers, that one decides by itself who may come in.
// Ownership: values. Thread: the awaiting coroutine's executor.
// Errors:    Conflict when another interviewer stays; what the key may not do is said once a process, and done without.
#pragma once

#include "base/clock.hpp"
#include "room/room_service_client.hpp"

namespace codevoice::cli {

inline constexpr std::uint32_t kInterviewParticipants = 3;  // candidate, interviewer, an observer

struct ForeignRoom {
  room::RoomServiceClient service;
  std::string name;
  Duration patience{};           // for another interviewer to go: one that was killed is there until its server misses it
  std::chrono::seconds grace{};  // for a candidate to come back: so long the room is kept for the interviewer alone
};

Awaitable<Result<void>> prepare_room(ForeignRoom room, std::string url, Clock& clock);

/// sids of those in the room who are no bots; nobody where the key may not ask.
Awaitable<std::vector<std::string>> people_in(const ForeignRoom& room);

}  // namespace codevoice::cli
