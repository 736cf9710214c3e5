// Interviews that were created, and the invitations to them.
// Thread: that of the Database. Errors: as Database says.
#pragma once

#include "store/database.hpp"
#include "store/planning_records.hpp"

namespace codevoice::store {

class PlannedInterviewRepository {
 public:
  explicit PlannedInterviewRepository(Database& database) : database_(database) {}

  Result<void> add(const PlannedInterview& interview);
  Result<std::optional<PlannedInterview>> find(std::string_view id);
  /// The one of this room that is neither cancelled nor over.
  Result<std::optional<PlannedInterview>> open_in(std::string_view room);
  /// Newest first.
  Result<std::vector<PlannedInterview>> list(const InterviewFilter& filter, const PageOf& page);
  /// False when it has begun, or is cancelled already.
  Result<bool> cancel(std::string_view id, std::int64_t at);

  Result<void> add_invitation(const Invitation& invitation);
  Result<std::vector<Invitation>> invitations_of(std::string_view interview_id);
  /// The one of this secret, if it is good for this device now: the first device to open one is the only one that may.
  Result<std::optional<Invitation>> open_invitation(std::string_view secret_hash, std::string_view device_hash, std::int64_t now);
  /// False when there is none that is not revoked.
  Result<bool> revoke_invitation(std::string_view id, std::string_view interview_id, std::int64_t now);

 private:
  Result<std::vector<PlannedInterview>> select(const std::string& where, const std::vector<std::string>& values, const PageOf& page);
  Database& database_;
};

}  // namespace codevoice::store
