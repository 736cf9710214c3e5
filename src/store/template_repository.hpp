// Templates of interviews.
// Thread: that of the Database. Errors: as Database says.
#pragma once

#include "store/database.hpp"
#include "store/planning_records.hpp"

namespace codevoice::store {

class TemplateRepository {
 public:
  explicit TemplateRepository(Database& database) : database_(database) {}

  Result<void> add(const InterviewTemplate& made);
  Result<void> update(const InterviewTemplate& changed);
  /// False when there is none. Interviews made by it stay as they are.
  Result<bool> remove(std::string_view id);
  Result<std::optional<InterviewTemplate>> find(std::string_view id);
  /// Newest first.
  Result<std::vector<InterviewTemplate>> list(const PageOf& page);

 private:
  Result<std::vector<InterviewTemplate>> select(const std::string& where, const std::string& value, const PageOf& page);
  Database& database_;
};

}  // namespace codevoice::store
