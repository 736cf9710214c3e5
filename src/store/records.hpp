// What the store keeps, as plain values.
// Units: times are microseconds since 1970 (UTC).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interview/interviewer.hpp"

namespace codevoice::store {

enum class SessionStatus : std::uint8_t { Started, Completed, Failed };
std::string_view name_of(SessionStatus status) noexcept;

struct SessionRecord {
  std::string id;  // UUID
  std::string room;
  std::string candidate_identity;
  SessionStatus status = SessionStatus::Started;
  std::string reason;  // why it ended; empty while it runs
  std::optional<double> total_score;
  std::string plan;      // JSON: question ids, minutes, seed
  std::string snapshot;  // JSON of the interviewer, to go on after a crash
  std::int64_t started_at = 0;
  std::optional<std::int64_t> completed_at;
  std::string holder{};             // of the process that interviews (store/holder.hpp)
  std::int64_t alive_at = 0;        // when it last gave a sign of life
  std::int64_t elapsed_ms = 0;      // the interview's own time then
  std::string unfinished_answer{};  // what the candidate said and the snapshot does not hold
};

/// Where an interview stands: what another process needs to go on with it.
struct Standing {
  std::string snapshot;
  std::string unfinished_answer;
  std::int64_t elapsed_ms = 0;
  std::int64_t at = 0;
};

struct TurnRow {
  int position = 0;  // 0, 1, … within the session
  interview::TurnRecord turn;
  std::optional<std::string> audio_file;
  std::optional<double> score;
};

enum class Speaker : std::uint8_t { Interviewer, Candidate, System };
std::string_view name_of(Speaker speaker) noexcept;

struct Utterance {
  int position = 0;  // 0, 1, … within the session
  Speaker speaker = Speaker::System;
  std::string text;
  bool interrupted = false;
  std::int64_t begin_us = 0;
  std::int64_t end_us = 0;
  std::string raw_text{};  // as the recogniser heard it, where the question's vocabulary changed something; else empty
};

/// Something measured of an interview (docs/metrics.md).
struct Figure {
  std::string name;  // with its unit: "reply_p50_ms"
  double value = 0.0;
};

struct SessionDetail {
  SessionRecord session;
  std::vector<TurnRow> turns;
  std::vector<Utterance> utterances;
  std::vector<Figure> figures{};  // by name
};

}  // namespace codevoice::store
