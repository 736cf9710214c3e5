// The question bank in the database, so that sessions can refer to it and reports can name it.
// Thread: that of the Database. Errors: as Database says.
#pragma once

#include "interview/question.hpp"
#include "store/database.hpp"

namespace codevoice::store {

class QuestionRepository {
 public:
  explicit QuestionRepository(Database& database) : database_(database) {}
  /// Inserts or updates every question, in one transaction.
  Result<void> save(const std::vector<interview::Question>& questions);
  Result<int> count();

 private:
  Database& database_;
};

}  // namespace codevoice::store
