// The API described: OpenAPI 3.1, written from the routes and the schemas they are checked by, and a page that shows it.
// Thread: any; made once.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace codevoice::http {

/// By name: what "#/components/schemas/NAME" refers to (schemas.json).
const boost::json::object& api_schemas();
const std::string& openapi_text();
/// Needs nothing from elsewhere.
const std::string& api_docs_page();

}  // namespace codevoice::http
