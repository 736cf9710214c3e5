// /ws/interviews/{id}: what happens in an interview, as it happens, for who may review it (docs/live.md).
// A browser is known by its cookie, and only from pages of this server or of a site that may use the API; a program by its token. Resumes
// after `last_event_id`. A watcher that does not keep up is dropped, never the interview.
// Thread: the web server's executor; rights are looked up by the API's workers.
#pragma once

#include "http/api.hpp"
#include "http/live_hub.hpp"

namespace codevoice::http {

bool is_live_path(std::string_view path);
/// The API and the hub outlive it.
net::Handler make_live_socket(Api& api, LiveHub& hub);

}  // namespace codevoice::http
