// untested: through planned_interview_repository_test.cpp
#include "store/template_repository.hpp"

#include <soci/soci.h>

#include <limits>

namespace codevoice::store {

Result<void> TemplateRepository::add(const InterviewTemplate& made) {
  const long long created = made.created_at, updated = made.updated_at;
  return database_.transact("adding the template", [&](soci::session& sql) {
    sql << "INSERT INTO interview_templates (id, owner_id, name, settings, created_at, updated_at) "
           "VALUES (:id, :owner, :name, :settings, :created, :updated)",
        soci::use(made.id), soci::use(made.owner_id), soci::use(made.name), soci::use(made.settings), soci::use(created), soci::use(updated);
  });
}

Result<void> TemplateRepository::update(const InterviewTemplate& changed) {
  const long long updated = changed.updated_at;
  return database_.transact("saving the template", [&](soci::session& sql) {
    sql << "UPDATE interview_templates SET name = :name, settings = :settings, updated_at = :updated WHERE id = :id", soci::use(changed.name),
        soci::use(changed.settings), soci::use(updated), soci::use(changed.id);
  });
}

Result<bool> TemplateRepository::remove(std::string_view id) {
  const std::string key(id);
  bool removed = false;
  const auto done = database_.transact("deleting the template", [&](soci::session& sql) {
    soci::statement remove = (sql.prepare << "DELETE FROM interview_templates WHERE id = :id", soci::use(key));
    remove.execute(true);
    removed = remove.get_affected_rows() == 1;
  });
  if (!done) return tl::unexpected(done.error());
  return removed;
}

Result<std::vector<InterviewTemplate>> TemplateRepository::select(const std::string& where, const std::string& value, const PageOf& page) {
  std::vector<InterviewTemplate> templates;
  const long long before = page.after ? page.after->at : std::numeric_limits<long long>::max();
  const std::string before_id = page.after ? page.after->id : std::string();
  const auto done = database_.read("reading templates", [&](soci::session& sql) {
    templates.clear();
    InterviewTemplate row;
    long long created = 0, updated = 0;
    soci::statement query =
        (sql.prepare << "SELECT id, owner_id, name, settings, created_at, updated_at FROM interview_templates WHERE " + where +
                            " AND (created_at < :at OR (created_at = :at2 AND id < :after)) ORDER BY created_at DESC, id DESC LIMIT :limit",
         soci::use(value), soci::use(before), soci::use(before), soci::use(before_id), soci::use(page.limit), soci::into(row.id),
         soci::into(row.owner_id), soci::into(row.name), soci::into(row.settings), soci::into(created), soci::into(updated));
    query.execute();
    while (query.fetch()) {
      row.created_at = created;
      row.updated_at = updated;
      templates.push_back(row);
    }
  });
  if (!done) return tl::unexpected(done.error());
  return templates;
}

Result<std::optional<InterviewTemplate>> TemplateRepository::find(std::string_view id) {
  auto found = select("id = :value", std::string(id), PageOf{1});
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<InterviewTemplate>> TemplateRepository::list(const PageOf& page) { return select("id <> :value", "", page); }

}  // namespace codevoice::store
