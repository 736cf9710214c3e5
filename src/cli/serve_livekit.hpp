// `serve` with the rooms of a LiveKit server: pages here, interviewers that join there.
// The interviewer waits in the product's room, so it greets at once; a room of a pattern ("interview-*") gets one when somebody is
// in it, told by the server's webhooks (POST /livekit/webhook) or found by asking every few seconds where the key may list rooms.
// Ownership: lives as long as the command. Thread: main. Errors: one line and an exit code.
#pragma once

#include "cli/command_line.hpp"
#include "cli/interview_host.hpp"
#include "cli/room_choice.hpp"

namespace codevoice::cli {

int serve_on_livekit(const Settings& settings, const ServeOptions& options, const EngineLoader& load, const RoomChoice& choice);

}  // namespace codevoice::cli
