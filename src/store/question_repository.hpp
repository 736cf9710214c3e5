// The question bank in the database: packaged questions, and what people changed and added.
// Thread: that of the Database. Errors: Conflict when the id is in use; else as Database says.
#pragma once

#include <optional>

#include "interview/question.hpp"
#include "store/account_records.hpp"
#include "store/database.hpp"

namespace codevoice::store {

struct StoredQuestion {
  std::string uuid;              // of its id: question_uuid()
  interview::Question question;  // its id is what files and records name it by
  bool is_active = true;         // may be asked
  bool is_packaged = false;      // as the program brings it
  std::int64_t created_at = 0;
  std::int64_t updated_at = 0;
};

struct QuestionFilter {
  std::string topic{};       // empty: all
  std::string difficulty{};  // "EASY" …; empty: all
  std::string words{};       // part of the text, whatever the case
  std::optional<bool> is_active{};
};

std::string question_uuid(std::string_view id);

class QuestionRepository {
 public:
  explicit QuestionRepository(Database& database) : database_(database) {}

  /// The packaged bank: new ones are added, older versions of it replaced; what a person changed or deleted stays so. One transaction.
  Result<void> save(const std::vector<interview::Question>& questions);
  /// Those that may be asked. `packaged` are taken as they are where nobody changed them, for reading all again takes its time.
  Result<std::vector<interview::Question>> active(const std::vector<interview::Question>& packaged);
  Result<int> count();

  Result<void> add(const StoredQuestion& question);
  /// All by their ids: changed or added, in one transaction. Gives how many were new.
  Result<int> save_all(const std::vector<interview::Question>& questions, std::int64_t now);
  Result<void> update(const StoredQuestion& question);
  /// False when there is none. Records of interviews keep its id.
  Result<bool> remove(std::string_view uuid);
  Result<std::optional<StoredQuestion>> find(std::string_view uuid);
  /// Newest first.
  Result<std::vector<StoredQuestion>> list(const QuestionFilter& filter, const PageOf& page);

 private:
  Database& database_;
};

}  // namespace codevoice::store
