// Who did what, and the answers that repeated requests get again.
// Thread: that of the Database. Errors: as Database says.
#pragma once

#include "store/account_records.hpp"
#include "store/database.hpp"

namespace codevoice::store {

class AuditRepository {
 public:
  explicit AuditRepository(Database& database) : database_(database) {}

  Result<void> add(const AuditEntry& entry);
  /// Newest first.
  Result<std::vector<AuditEntry>> list(const PageOf& page);

  Result<std::optional<AnsweredRequest>> find_answer(std::string_view owner, std::string_view key);
  /// The first answer to a key stays.
  Result<void> save_answer(const AnsweredRequest& answer);
  Result<void> forget_answers(std::int64_t before);

 private:
  Database& database_;
};

}  // namespace codevoice::store
