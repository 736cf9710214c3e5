// untested: reads and writes files; the formats and the repository are tested, tests/e2e runs it
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/clock.hpp"
#include "cli/commands.hpp"
#include "cli/local_store.hpp"
#include "interview/question_files.hpp"
#include "store/question_repository.hpp"

namespace codevoice::cli {
namespace {

constexpr int kMost = 100'000;

Result<interview::QuestionFormat> format_of_file(const QuestionsOptions& options) {
  if (!options.format.empty()) return interview::format_of(options.format);
  const auto extension = std::filesystem::path(options.file).extension().string();
  if (extension.empty()) return interview::QuestionFormat::Json;
  return interview::format_of(extension.substr(1));
}

Result<std::string> import_file(store::Database& database, const QuestionsOptions& options, interview::QuestionFormat format) {
  std::ifstream file(options.file, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return fail(ErrorKind::NotFound, options.file + " cannot be read");
  const auto questions = interview::read_questions(format, text.str());
  if (!questions) return fail(options.file, questions.error());
  const auto added = store::QuestionRepository(database).save_all(*questions, SystemClock().wall_us());
  if (!added) return tl::unexpected(added.error());
  return std::to_string(*added) + " questions added, " + std::to_string(static_cast<int>(questions->size()) - *added) + " changed";
}

Result<std::string> export_file(store::Database& database, const QuestionsOptions& options, interview::QuestionFormat format) {
  const auto stored = store::QuestionRepository(database).list({}, store::PageOf{kMost});
  if (!stored) return tl::unexpected(stored.error());
  std::vector<interview::Question> questions;
  for (const auto& one : *stored) questions.push_back(one.question);
  const auto text = interview::write_questions(format, questions);
  std::ofstream file(options.file, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return fail(ErrorKind::Unavailable, options.file + " cannot be written");
  return std::to_string(questions.size()) + " questions in " + options.file;
}

}  // namespace

int questions(const Settings& settings, const QuestionsOptions& options) {
  const auto format = format_of_file(options);
  if (!format) return report(format.error());
  const auto store = open_store(settings, Migration::WhenNew);
  if (!store) return report(store.error());
  const auto done = options.is_import ? import_file(*store->database, options, *format) : export_file(*store->database, options, *format);
  if (!done) return report(done.error());
  std::printf("%s\n", done->c_str());
  return 0;
}

}  // namespace codevoice::cli
