#include "cli/local_store.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/embedded_file.hpp"
#include "cli/secrets.hpp"
#include "store/question_repository.hpp"

namespace codevoice::cli {

extern const std::vector<EmbeddedFile> kQuestionFiles;

namespace {

Result<std::string> read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return fail(ErrorKind::Unavailable, path.string() + " cannot be read");
  return text.str();
}

Result<void> append(std::vector<interview::Question>& bank, std::string_view text, const std::string& source) {
  auto parsed = interview::parse_questions(text, source);
  if (!parsed) return tl::unexpected(parsed.error());
  for (auto& question : *parsed) {
    const auto same = [&](const auto& other) { return other.id == question.id; };
    if (std::any_of(bank.begin(), bank.end(), same)) return fail(ErrorKind::Invalid, source + ": question id '" + question.id + "' is used twice");
    bank.push_back(std::move(question));
  }
  return {};
}

}  // namespace

std::string database_location(const Settings& settings) {
  return settings.database_url.empty() ? settings.data_dir + "/codevoice.db" : settings.database_url;
}

Result<std::vector<interview::Question>> load_questions(const Settings& settings) {
  std::vector<interview::Question> bank;
  if (settings.questions_dir.empty()) {
    for (const auto& file : kQuestionFiles) {
      if (const auto added = append(bank, file.text, std::string(file.name)); !added) return tl::unexpected(added.error());
    }
    return bank;
  }
  std::set<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(settings.questions_dir, error)) {
    if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml" || entry.path().extension() == ".json") files.insert(entry.path());
  }
  if (error || files.empty()) return fail(ErrorKind::NotFound, "no question files (*.yaml) in " + settings.questions_dir);
  for (const auto& file : files) {
    const auto text = read_text(file);
    if (!text) return tl::unexpected(text.error());
    if (const auto added = append(bank, *text, file.string()); !added) return tl::unexpected(added.error());
  }
  return bank;
}

namespace {

Result<void> migrate_store(LocalStore& opened, Migration migration) {
  if (migration == Migration::WhenNew) {
    const auto is_new = opened.database->is_new();
    if (!is_new) return tl::unexpected(is_new.error());
    if (!*is_new) return opened.database->check_schema();
  }
  const auto ran = opened.database->migrate();
  if (!ran) return tl::unexpected(ran.error());
  opened.migrations = *ran;
  return {};
}

}  // namespace

Result<LocalStore> open_store(const Settings& settings, Migration migration) {
  if (const auto made = make_data_folder(settings.data_dir); !made) return tl::unexpected(made.error());
  LocalStore opened;
  auto database = store::Database::open(database_location(settings));
  if (!database) return tl::unexpected(database.error());
  opened.database = std::move(*database);
  opened.shown = opened.database->shown();
  if (migration == Migration::CheckOnly) {
    if (const auto checked = opened.database->check_schema(); !checked) return tl::unexpected(checked.error());
    return opened;
  }
  if (const auto ran = migrate_store(opened, migration); !ran) return tl::unexpected(ran.error());
  auto holder = store::Holder::create(settings.data_dir + "/holders");
  if (!holder) return tl::unexpected(holder.error());
  opened.holder = std::move(*holder);
  auto bank = load_questions(settings);
  if (!bank) return tl::unexpected(bank.error());
  opened.bank = std::move(*bank);
  store::QuestionRepository questions(*opened.database);
  if (const auto saved = questions.save(opened.bank); !saved) return tl::unexpected(saved.error());
  auto active = questions.active(opened.bank);
  if (!active) return tl::unexpected(active.error());
  opened.bank = std::move(*active);
  return opened;
}

}  // namespace codevoice::cli
