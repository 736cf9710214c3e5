// Opens the database (DATABASE_URL, else a file in the data folder), with this program's schema and holding the question bank.
// Errors: Unavailable (folder, file or server), Conflict (schema), Invalid (DATABASE_URL, a broken question file).
#pragma once

#include <memory>
#include <vector>

#include "cli/settings.hpp"
#include "interview/question.hpp"
#include "store/database.hpp"
#include "store/holder.hpp"

namespace codevoice::cli {

enum class Migration : std::uint8_t {
  Run,
  WhenNew,    // an empty database gets its tables; an older one is refused, so that nobody's is changed unasked
  CheckOnly,  // and no bank is written
};

struct LocalStore {
  std::string shown;  // where it is, for people
  std::unique_ptr<store::Database> database;
  int migrations = 0;                       // how many ran
  std::vector<interview::Question> bank{};  // not with CheckOnly
  std::unique_ptr<store::Holder> holder{};  // that this process lives; not with CheckOnly
};
Result<LocalStore> open_store(const Settings& settings, Migration migration);

/// What store::Database::open takes.
std::string database_location(const Settings& settings);

/// The bank of the settings' folder, or the one inside the program.
Result<std::vector<interview::Question>> load_questions(const Settings& settings);

}  // namespace codevoice::cli
