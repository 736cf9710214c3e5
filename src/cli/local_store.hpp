// Opens the database in the data folder, migrated and holding the question bank.
// Errors: Unavailable (folder or file), Conflict (schema), Invalid (a broken question file).
#pragma once

#include <memory>
#include <vector>

#include "cli/settings.hpp"
#include "interview/question.hpp"
#include "store/database.hpp"
#include "store/holder.hpp"

namespace codevoice::cli {

enum class Migration : std::uint8_t { Run, CheckOnly };

struct LocalStore {
  std::string file;
  std::unique_ptr<store::Database> database;
  int migrations = 0;                       // how many ran
  std::vector<interview::Question> bank{};  // with Migration::Run
  std::unique_ptr<store::Holder> holder{};  // that this process lives; with Migration::Run
};
Result<LocalStore> open_store(const Settings& settings, Migration migration);

/// The bank of the settings' folder, or the one inside the program.
Result<std::vector<interview::Question>> load_questions(const Settings& settings);

}  // namespace codevoice::cli
