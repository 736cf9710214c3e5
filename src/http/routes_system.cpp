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

Outcome list_audit(ApiRequest& call) {
  const auto page = page_of(call);
  if (!page) return refuse(page.error());
  const auto entries = store::AuditRepository(call.database).list(*page);
  if (!entries) return refuse(entries.error());
  json::array items;
  for (const auto& entry : *entries) {
    items.push_back(json::object{{"id", entry.id},
                                 {"at", time_text(entry.at)},
                                 {"actor_id", entry.actor_id.empty() ? json::value(nullptr) : json::value(json::string(entry.actor_id))},
                                 {"actor", entry.actor},
                                 {"action", entry.action},
                                 {"object_type", entry.object_type},
                                 {"object_id", entry.object_id},
                                 {"detail", entry.detail}});
  }
  std::optional<store::Place> last;
  if (!entries->empty()) last = store::Place{entries->back().at, entries->back().id};
  return Answer{200, page_to_json(std::move(items), *page, last)};
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
