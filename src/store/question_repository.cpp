#include "store/question_repository.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <boost/json.hpp>
#include <limits>
#include <unordered_map>

#include "base/ascii.hpp"
#include "base/ids.hpp"
#include "interview/question_json.hpp"

namespace codevoice::store {
namespace {

namespace json = boost::json;

/// Columns of questions bound to one record.
struct QuestionRow {
  QuestionRow() = default;
  QuestionRow(const interview::Question& question, bool active, bool packaged, std::int64_t created_at, std::int64_t updated_at)
      : id(question.id),
        uuid(question_uuid(question.id)),
        topic(question.topic),
        difficulty(interview::name_of(question.difficulty)),
        text(question.text),
        is_active(active ? 1 : 0),
        is_packaged(packaged ? 1 : 0),
        created(created_at),
        updated(updated_at) {
    const auto whole = interview::to_json(question);
    points = json::serialize(whole.at("expected_key_points"));
    details = json::serialize(whole);
  }

  Result<StoredQuestion> take() const {
    auto parsed = interview::parse_questions("[" + details + "]", "question " + id);
    if (!parsed) return tl::unexpected(parsed.error());
    return StoredQuestion{uuid, std::move(parsed->front()), is_active != 0, is_packaged != 0, created, updated};
  }

  std::string id, uuid, topic, difficulty, text, points, details;
  int is_active = 1;
  int is_packaged = 0;
  long long created = 0;
  long long updated = 0;
};

constexpr auto kInsert =
    "INSERT INTO questions (id, uuid, topic, difficulty, text, expected_key_points, details, is_active, is_packaged, created_at, updated_at) "
    "VALUES (:id, :uuid, :topic, :difficulty, :text, :points, :details, :active, :packaged, :created, :updated)";
constexpr auto kReplace =
    " ON CONFLICT (id) DO UPDATE SET uuid = excluded.uuid, topic = excluded.topic, difficulty = excluded.difficulty, text = excluded.text, "
    "expected_key_points = excluded.expected_key_points, details = excluded.details, updated_at = excluded.updated_at";

void run(soci::session& sql, const std::string& statement, QuestionRow& row) {
  sql << statement, soci::use(row.id), soci::use(row.uuid), soci::use(row.topic), soci::use(row.difficulty), soci::use(row.text),
      soci::use(row.points), soci::use(row.details), soci::use(row.is_active), soci::use(row.is_packaged), soci::use(row.created),
      soci::use(row.updated);
}

/// For LIKE … ESCAPE '!'.
std::string pattern_of(std::string_view words) {
  std::string pattern = "%";
  for (const char c : ascii_lower(words)) pattern += c == '%' || c == '_' || c == '!' ? std::string("!") + c : std::string(1, c);
  return pattern + "%";
}

}  // namespace

std::string question_uuid(std::string_view id) { return named_uuid("codevoice question " + std::string(id)); }

Result<void> QuestionRepository::save(const std::vector<interview::Question>& questions) {
  return database_.transact("saving the question bank", [&](soci::session& sql) {
    std::unordered_map<std::string, std::string> known;  // id -> its details now
    std::string id, details;
    soci::statement query = (sql.prepare << "SELECT id, details FROM questions WHERE is_packaged = 1", soci::into(id), soci::into(details));
    query.execute();
    while (query.fetch()) known.emplace(id, details);
    for (const auto& question : questions) {
      QuestionRow row(question, true, true, 0, 0);
      const auto same = known.find(question.id);
      if (same != known.end() && same->second == row.details) continue;
      run(sql, std::string(kInsert) + kReplace + " WHERE questions.is_packaged = 1", row);
    }
  });
}

Result<std::vector<interview::Question>> QuestionRepository::active(const std::vector<interview::Question>& packaged) {
  std::vector<interview::Question> questions;
  std::unordered_map<std::string_view, const interview::Question*> as_brought;
  for (const auto& question : packaged) as_brought.emplace(question.id, &question);
  std::optional<Error> broken;
  const auto done = database_.read("reading the question bank", [&](soci::session& sql) {
    questions.clear();
    QuestionRow row;
    soci::statement query = (sql.prepare << "SELECT id, details, is_packaged FROM questions WHERE is_active = 1 AND is_deleted = 0 ORDER BY id",
                             soci::into(row.id), soci::into(row.details), soci::into(row.is_packaged));
    query.execute();
    while (query.fetch()) {
      const auto known = as_brought.find(row.id);
      if (row.is_packaged != 0) {
        if (known != as_brought.end()) questions.push_back(*known->second);  // else of a bank that is not used now
        continue;
      }
      auto taken = row.take();
      if (!taken && !broken) broken = taken.error();
      if (taken) questions.push_back(std::move(taken->question));
    }
  });
  if (!done) return tl::unexpected(done.error());
  if (broken) return tl::unexpected(*broken);
  return questions;
}

Result<int> QuestionRepository::count() {
  int count = 0;
  const auto done = database_.read("counting questions", [&](soci::session& sql) { sql << "SELECT COUNT(*) FROM questions", soci::into(count); });
  if (!done) return tl::unexpected(done.error());
  return count;
}

Result<void> QuestionRepository::add(const StoredQuestion& question) {
  QuestionRow row(question.question, question.is_active, question.is_packaged, question.created_at, question.updated_at);
  return database_.transact("adding the question", [&](soci::session& sql) { run(sql, kInsert, row); });
}

Result<int> QuestionRepository::save_all(const std::vector<interview::Question>& questions, std::int64_t now) {
  int before = 0, after = 0;
  const auto done = database_.transact("importing questions", [&](soci::session& sql) {
    constexpr auto count = "SELECT COUNT(*) FROM questions WHERE is_deleted = 0";
    sql << count, soci::into(before);
    for (const auto& question : questions) {
      QuestionRow row(question, true, false, now, now);
      run(sql, std::string(kInsert) + kReplace + ", is_packaged = 0, is_deleted = 0, is_active = 1", row);
    }
    sql << count, soci::into(after);
  });
  if (!done) return tl::unexpected(done.error());
  return after - before;
}

Result<void> QuestionRepository::update(const StoredQuestion& question) {
  QuestionRow row(question.question, question.is_active, false, question.created_at, question.updated_at);
  return database_.transact("saving the question", [&](soci::session& sql) {
    sql << "UPDATE questions SET topic = :topic, difficulty = :difficulty, text = :text, expected_key_points = :points, details = :details, "
           "is_active = :active, is_packaged = 0, updated_at = :updated WHERE id = :id AND is_deleted = 0",
        soci::use(row.topic), soci::use(row.difficulty), soci::use(row.text), soci::use(row.points), soci::use(row.details), soci::use(row.is_active),
        soci::use(row.updated), soci::use(row.id);
  });
}

Result<bool> QuestionRepository::remove(std::string_view uuid) {
  const std::string key(uuid);
  bool removed = false;
  const auto done = database_.transact("deleting the question", [&](soci::session& sql) {
    // the row stays: else the next start would bring a packaged one back
    soci::statement remove =
        (sql.prepare << "UPDATE questions SET is_deleted = 1, is_packaged = 0 WHERE uuid = :uuid AND is_deleted = 0", soci::use(key));
    remove.execute(true);
    removed = remove.get_affected_rows() == 1;
  });
  if (!done) return tl::unexpected(done.error());
  return removed;
}

Result<std::optional<StoredQuestion>> QuestionRepository::find(std::string_view uuid) {
  const std::string key(uuid);
  QuestionRow row;
  bool found = false;
  const auto done = database_.read("reading the question", [&](soci::session& sql) {
    sql << "SELECT id, uuid, details, is_active, is_packaged, created_at, updated_at FROM questions WHERE uuid = :uuid AND is_deleted = 0",
        soci::use(key), soci::into(row.id), soci::into(row.uuid), soci::into(row.details), soci::into(row.is_active), soci::into(row.is_packaged),
        soci::into(row.created), soci::into(row.updated);
    found = sql.got_data();
  });
  if (!done) return tl::unexpected(done.error());
  if (!found) return std::optional<StoredQuestion>();
  auto taken = row.take();
  if (!taken) return tl::unexpected(taken.error());
  return std::optional(std::move(*taken));
}

Result<std::vector<StoredQuestion>> QuestionRepository::list(const QuestionFilter& filter, const PageOf& page) {
  std::vector<QuestionRow> rows;
  const auto pattern = pattern_of(filter.words);
  const int active = filter.is_active ? (*filter.is_active ? 1 : 0) : -1;
  const long long before = page.after ? page.after->at : std::numeric_limits<long long>::max();
  const std::string before_id = page.after ? page.after->id : std::string();
  const auto done = database_.read("reading questions", [&](soci::session& sql) {
    rows.clear();
    QuestionRow row;
    soci::statement query =
        (sql.prepare << "SELECT id, uuid, details, is_active, is_packaged, created_at, updated_at FROM questions WHERE is_deleted = 0 "
                        "AND (:topic = '' OR topic = :topic2) AND (:difficulty = '' OR difficulty = :difficulty2) "
                        "AND LOWER(text) LIKE :pattern ESCAPE '!' AND (:active < 0 OR is_active = :active2) "
                        "AND (created_at < :at OR (created_at = :at2 AND uuid < :after)) ORDER BY created_at DESC, uuid DESC LIMIT :limit",
         soci::use(filter.topic), soci::use(filter.topic), soci::use(filter.difficulty), soci::use(filter.difficulty), soci::use(pattern),
         soci::use(active), soci::use(active), soci::use(before), soci::use(before), soci::use(before_id), soci::use(page.limit), soci::into(row.id),
         soci::into(row.uuid), soci::into(row.details), soci::into(row.is_active), soci::into(row.is_packaged), soci::into(row.created),
         soci::into(row.updated));
    query.execute();
    while (query.fetch()) rows.push_back(row);
  });
  if (!done) return tl::unexpected(done.error());
  std::vector<StoredQuestion> questions;
  for (const auto& row : rows) {
    auto taken = row.take();
    if (!taken) return tl::unexpected(taken.error());
    questions.push_back(std::move(*taken));
  }
  return questions;
}

}  // namespace codevoice::store
