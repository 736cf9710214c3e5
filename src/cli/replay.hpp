// Recorded audio through the voice path of an interview, on virtual time: every judgement of a pause, and every turn.
// The stages, engines and weights are those of an interview; only the interviewer says nothing. It hears with the local engines.
// Units:     media time from the recording's beginning. Ownership: engines and pool outlive it. Thread: the caller's.
// Errors:    what the pipeline refuses to start with.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audio/pcm.hpp"
#include "base/worker_pool.hpp"
#include "speech/stt_engine.hpp"
#include "speech/turn_model.hpp"
#include "speech/vad_model.hpp"
#include "voice/turn_watcher.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::cli {

struct ReplaySetup {
  voice::VoiceConfig voice;
  Duration patience{};  // of the question; the settings' own goes before it; zero: the default
  std::vector<std::string> vocabulary;
};

struct ReplayJudgement {
  voice::TurnPause pause;
  voice::PauseView view;
  voice::StopDecision decision;  // its reason is in `reason`
  std::string reason;
  std::string text;        // of the turn, as far as it is known
  bool after_end = false;  // in the quiet that was added after the recording's end
};
struct ReplayGoneOn {
  voice::TurnPause pause;
  MediaTime at{};
};
struct ReplayTurn {
  std::uint64_t id = 0;
  MediaTime begin{};
  MediaTime speech_end{};
  MediaTime ended{};  // when that was decided
  std::string reason;
  std::string text;
  bool reply_owed = true;  // false: noise, nobody would answer it
};
using ReplayEvent = std::variant<ReplayJudgement, ReplayGoneOn, ReplayTurn>;

struct ReplaySummary {
  int turns = 0;
  int pauses = 0;          // of turns, their ends with them
  int gone_on = 0;         // of these: the candidate went on
  int soon_after = 0;      // turns that began within a second of the end of the one before: it may have been cut off
  Duration length{};       // of the recording
  Duration took{};         // of real time
  bool left_open = false;  // the newest turn did not end
  double real_time_factor() const { return length > Duration{} ? std::chrono::duration<double>(took) / std::chrono::duration<double>(length) : 0.0; }
};

struct ReplayEngines {
  speech::VadModel& vad;
  speech::TurnModel& turn;
  speech::SttEngine& stt;
  WorkerPool* pool = nullptr;  // of one thread, where they work; none: they work on the loop
};

/// Plays `heard` (16 kHz) and then quiet until the last turn is over.
Result<ReplaySummary> replay_audio(const ReplayEngines& engines, const ReplaySetup& setup, audio::PcmView heard,
                                   const std::function<void(const ReplayEvent&)>& on_event);

}  // namespace codevoice::cli
