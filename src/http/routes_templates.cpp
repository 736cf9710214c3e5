// Templates: what interviews are like that are made by them.
// untested: through api_interviews_test.cpp
#include <boost/json.hpp>

#include "http/api.hpp"
#include "http/api_values.hpp"
#include "store/template_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

json::object template_to_json(const store::InterviewTemplate& made) {
  return {{"id", made.id},
          {"name", made.name},
          {"settings", json::parse(made.settings)},
          {"created_at", time_text(made.created_at)},
          {"updated_at", time_text(made.updated_at)}};
}

tl::expected<store::InterviewTemplate, Problem> template_of(const ApiRequest& call) {
  auto found = store::TemplateRepository(call.database).find(call.path.at("id"));
  if (!found) return tl::unexpected(problem_of(found.error()));
  if (!*found) return tl::unexpected(not_found());
  return std::move(**found);
}

Outcome list_templates(ApiRequest& call) {
  const auto read = [&](const store::PageOf& page) { return store::TemplateRepository(call.database).list(page); };
  return answer_page(call, read, template_to_json, [](const auto& one) { return store::Place{one.created_at, one.id}; });
}

Outcome create_template(ApiRequest& call) {
  const auto& body = call.object();
  const store::InterviewTemplate made{call.new_id, call.caller->user.id, text_in(body, "name"), json::serialize(body.at("settings")), call.now,
                                      call.now};
  if (const auto added = store::TemplateRepository(call.database).add(made); !added) return refuse(added.error());
  if (const auto noted = audit(call, "template.created", "template", made.id, made.name); !noted) return refuse(noted.error());
  return Answer{201, template_to_json(made), {{"Location", std::string(kApiPrefix) + "/templates/" + made.id}}};
}

Outcome get_template(ApiRequest& call) {
  const auto found = template_of(call);
  if (!found) return refuse(found.error());
  return Answer{200, template_to_json(*found)};
}

Outcome change_template(ApiRequest& call) {
  auto changed = template_of(call);
  if (!changed) return refuse(changed.error());
  const auto& body = call.object();
  changed->name = text_in(body, "name", changed->name);
  if (const auto* settings = body.if_contains("settings")) changed->settings = json::serialize(*settings);
  changed->updated_at = call.now;
  if (const auto saved = store::TemplateRepository(call.database).update(*changed); !saved) return refuse(saved.error());
  if (const auto noted = audit(call, "template.changed", "template", changed->id, changed->name); !noted) return refuse(noted.error());
  return Answer{200, template_to_json(*changed)};
}

Outcome delete_template(ApiRequest& call) {
  const auto removed = store::TemplateRepository(call.database).remove(call.path.at("id"));
  if (!removed) return refuse(removed.error());
  if (!*removed) return refuse(not_found());
  if (const auto noted = audit(call, "template.deleted", "template", call.path.at("id")); !noted) return refuse(noted.error());
  return Answer{204};
}

}  // namespace

std::vector<Route> template_routes() {
  const auto who = Access::Interviewer;
  return {
      {"GET", "/templates", "listTemplates", "templates", "All templates, newest first", who, "interviews:read", "", "TemplatePage", 200,
       page_query(), &list_templates},
      {"POST",
       "/templates",
       "createTemplate",
       "templates",
       "Make a template",
       who,
       "interviews:write",
       "NewTemplate",
       "Template",
       201,
       {},
       &create_template},
      {"GET", "/templates/{id}", "getTemplate", "templates", "One template", who, "interviews:read", "", "Template", 200, {}, &get_template},
      {"PATCH",
       "/templates/{id}",
       "changeTemplate",
       "templates",
       "Change what is given; interviews that were made by it stay as they are",
       who,
       "interviews:write",
       "TemplateChange",
       "Template",
       200,
       {},
       &change_template},
      {"DELETE",
       "/templates/{id}",
       "deleteTemplate",
       "templates",
       "Delete a template; interviews that were made by it stay",
       who,
       "interviews:write",
       "",
       "",
       204,
       {},
       &delete_template},
  };
}

}  // namespace codevoice::http
