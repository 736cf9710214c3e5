// /health and /version, and the audit log.
// untested: through api_test.cpp
#include <boost/json.hpp>

#include "http/api_values.hpp"
#include "store/audit_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

Outcome health(ApiRequest& call) {
  if (const auto checked = call.database.check_schema(); !checked) return refuse(checked.error());
  return Answer{200, json::object{{"status", "ok"}, {"database", call.database.engine() == store::Engine::Sqlite ? "sqlite" : "postgresql"}}};
}

Outcome version(ApiRequest&) { return Answer{200, json::object{{"version", CODEVOICE_VERSION}, {"api", "v1"}}}; }

json::object entry_to_json(const store::AuditEntry& entry) {
  return {{"id", entry.id},
          {"at", time_text(entry.at)},
          {"actor_id", text_or_null(entry.actor_id)},
          {"actor", entry.actor},
          {"action", entry.action},
          {"object_type", entry.object_type},
          {"object_id", entry.object_id},
          {"detail", entry.detail}};
}

Outcome list_audit(ApiRequest& call) {
  const auto read = [&](const store::PageOf& page) { return store::AuditRepository(call.database).list(page); };
  return answer_page(call, read, entry_to_json, [](const auto& one) { return store::Place{one.at, one.id}; });
}

}  // namespace

std::vector<Route> system_routes() {
  return {
      {"GET", "/health", "getHealth", "system", "Whether this server can serve", Access::Public, "", "", "Health", 200, {}, &health},
      {"GET", "/version", "getVersion", "system", "Which version it is", Access::Public, "", "", "Version", 200, {}, &version},
      {"GET", "/audit", "listAudit", "system", "Who did what, newest first", Access::Admin, "audit:read", "", "AuditPage", 200, page_query(),
       &list_audit},
  };
}

}  // namespace codevoice::http
