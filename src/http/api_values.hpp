// What the API's actions share: members of checked bodies, times, pages, the audit log.
// Thread: a worker of the API.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/json_values.hpp"
#include "http/api_route.hpp"

namespace codevoice::http {

/// "2026-11-30T20:15:29.123456Z" (RFC 3339).
std::string time_text(std::int64_t at_us);
/// Such a text as microseconds; nothing when it is none. Years 1970 to 9999.
std::optional<std::int64_t> time_of(std::string_view text);
boost::json::value time_or_null(const std::optional<std::int64_t>& at_us);

/// limit and cursor of the query; 404 for a cursor that is none of ours.
tl::expected<store::PageOf, Problem> page_of(const ApiRequest& call);
/// {"items": […], "next_cursor": …}; `last`: the place of the last item.
boost::json::object page_to_json(boost::json::array items, const store::PageOf& page, const std::optional<store::Place>& last);
/// The answer of a list: `read` gives a page of things, `shown` one as JSON, `place` where in the list it is.
template <class Read, class Shown, class PlaceOfOne>
Outcome answer_page(const ApiRequest& call, Read read, Shown shown, PlaceOfOne place) {
  const auto page = page_of(call);
  if (!page) return refuse(page.error());
  const auto found = read(*page);
  if (!found) return refuse(found.error());
  boost::json::array items;
  for (const auto& one : *found) items.push_back(shown(one));
  std::optional<store::Place> last;
  if (!found->empty()) last = place(found->back());
  return Answer{200, page_to_json(std::move(items), *page, last)};
}
const std::vector<QueryParameter>& page_query();

/// One line of the audit log; what cannot be written is an error, for nothing may be done unseen.
Result<void> audit(const ApiRequest& call, std::string action, std::string object_type, std::string object_id, std::string detail = {});

}  // namespace codevoice::http
