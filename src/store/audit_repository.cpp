#include "store/audit_repository.hpp"

#include <soci/soci.h>

#include <limits>

namespace codevoice::store {

Result<void> AuditRepository::add(const AuditEntry& entry) {
  const long long at = entry.at;
  return database_.transact("writing the audit log", [&](soci::session& sql) {
    sql << "INSERT INTO audit_log (id, at, actor_id, actor, action, object_type, object_id, detail) "
           "VALUES (:id, :at, :actor_id, :actor, :action, :type, :object, :detail)",
        soci::use(entry.id), soci::use(at), soci::use(entry.actor_id), soci::use(entry.actor), soci::use(entry.action), soci::use(entry.object_type),
        soci::use(entry.object_id), soci::use(entry.detail);
  });
}

Result<std::vector<AuditEntry>> AuditRepository::list(const PageOf& page) {
  std::vector<AuditEntry> entries;
  const long long before = page.after ? page.after->at : std::numeric_limits<long long>::max();
  const std::string before_id = page.after ? page.after->id : std::string();
  const auto done = database_.read("reading the audit log", [&](soci::session& sql) {
    entries.clear();
    AuditEntry row;
    long long at = 0;
    soci::statement query = (sql.prepare << "SELECT id, at, actor_id, actor, action, object_type, object_id, detail FROM audit_log "
                                            "WHERE at < :at OR (at = :at2 AND id < :after) ORDER BY at DESC, id DESC LIMIT :limit",
                             soci::use(before), soci::use(before), soci::use(before_id), soci::use(page.limit), soci::into(row.id), soci::into(at),
                             soci::into(row.actor_id), soci::into(row.actor), soci::into(row.action), soci::into(row.object_type),
                             soci::into(row.object_id), soci::into(row.detail));
    query.execute();
    while (query.fetch()) {
      row.at = at;
      entries.push_back(row);
    }
  });
  if (!done) return tl::unexpected(done.error());
  return entries;
}

Result<std::optional<AnsweredRequest>> AuditRepository::find_answer(std::string_view owner, std::string_view key) {
  AnsweredRequest answer;
  answer.owner = owner;
  answer.key = key;
  bool found = false;
  const auto done = database_.read("reading an earlier answer", [&](soci::session& sql) {
    long long created = 0;
    sql << "SELECT fingerprint, status, body, location, created_at FROM answered_requests WHERE owner = :owner AND request_key = :key",
        soci::use(answer.owner), soci::use(answer.key), soci::into(answer.fingerprint), soci::into(answer.status), soci::into(answer.body),
        soci::into(answer.location), soci::into(created);
    found = sql.got_data();
    answer.created_at = created;
  });
  if (!done) return tl::unexpected(done.error());
  return found ? std::optional(std::move(answer)) : std::nullopt;
}

Result<void> AuditRepository::save_answer(const AnsweredRequest& answer) {
  const long long created = answer.created_at;
  return database_.transact("keeping an answer", [&](soci::session& sql) {
    sql << "INSERT INTO answered_requests (owner, request_key, fingerprint, status, body, location, created_at) "
           "VALUES (:owner, :key, :fingerprint, :status, :body, :location, :created) ON CONFLICT (owner, request_key) DO NOTHING",
        soci::use(answer.owner), soci::use(answer.key), soci::use(answer.fingerprint), soci::use(answer.status), soci::use(answer.body),
        soci::use(answer.location), soci::use(created);
  });
}

Result<void> AuditRepository::forget_answers(std::int64_t before) {
  const long long when = before;
  return database_.transact("forgetting old answers",
                            [&](soci::session& sql) { sql << "DELETE FROM answered_requests WHERE created_at < :before", soci::use(when); });
}

}  // namespace codevoice::store
