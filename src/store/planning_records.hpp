// Interviews before they begin, as plain values.
// Units: times are microseconds since 1970 (UTC).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/account_records.hpp"
#include "store/records.hpp"

namespace codevoice::store {

struct InterviewTemplate {
  std::string id;  // UUID
  std::string owner_id;
  std::string name;
  std::string settings;  // JSON: what the interviews made by it are like
  std::int64_t created_at = 0;
  std::int64_t updated_at = 0;
};

struct PlannedInterview {
  std::string id;  // UUID; the session's as well, once it has begun
  std::string owner_id;
  std::string template_id;   // empty: none
  std::string candidate_id;  // of a user; empty: by invitation only
  std::string candidate_name;
  std::string candidate_email;
  std::string room;      // nobody can guess it
  std::string settings;  // JSON, as the template's
  std::string plan;      // JSON: the questions, as InterviewSessionConfig has it
  std::optional<std::int64_t> scheduled_at{};
  std::int64_t created_at = 0;
  std::optional<std::int64_t> cancelled_at{};
  std::optional<SessionRecord> session{};  // once it has begun

  /// "scheduled", "cancelled", or the session's: "Started", "Completed", "Failed".
  std::string status() const;
};

struct Invitation {
  std::string id;  // UUID
  std::string interview_id;
  std::string secret_hash;
  std::string device_hash;  // of the device that opened it first; empty: none yet
  std::int64_t created_at = 0;
  std::int64_t expires_at = 0;
  std::optional<std::int64_t> opened_at{};
  std::optional<std::int64_t> revoked_at{};
};

struct InterviewFilter {
  std::string owner_id{};      // empty: anybody's
  std::string candidate_id{};  // empty: anybody's
  std::string status{};        // empty: any
};

}  // namespace codevoice::store
