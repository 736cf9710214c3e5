// The REST API under /api/v1, its description at /api/openapi.json and its page at /api/docs.
// What happens to a request: route, rate, who is it, may they, is the body as described, was it answered before, the action, the answer.
// Thread:    answer() on the web server's executor; all the rest on the API's own workers, each with a database connection of its own,
//            so that nothing of it runs on a media thread.
// Errors:    problem+json for all that goes wrong; nothing throws out.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "base/clock.hpp"
#include "base/worker_pool.hpp"
#include "http/api_route.hpp"
#include "http/interview_control.hpp"
#include "http/rate_limiter.hpp"
#include "http/route_match.hpp"
#include "net/web_server.hpp"
#include "room/token.hpp"

namespace codevoice::http {

struct ApiConfig {
  std::string database;                     // store::Database::open
  bool open_registration = false;           // anybody may make a candidate's account
  bool secure_cookies = false;              // the pages are served over TLS
  std::vector<std::string> cors_origins{};  // "https://hr.example"
  std::string public_url{};                 // for links; empty: a path
  double requests_per_s = 200;              // of one caller, with a burst of twice that
  double logins_per_minute = 20;            // of one address
  int failures_until_lock = 10;             // wrong passwords of one account
  std::chrono::minutes lock{15};
  std::chrono::hours session_idle{24 * 7};  // a browser that is not seen for so long is signed out
  std::chrono::minutes reset_link{60};
  unsigned threads = 2;
  room::ApiKey room_key{};              // signs the tokens that let people into rooms
  std::string room_url{};               // of the LiveKit server in use; empty: the embedded room, where the pages are
  InterviewControl* control = nullptr;  // of the interviews of this process; none: it holds none. Outlives the API
};

inline constexpr std::string_view kSessionCookie = "codevoice_session";

class Api {
 public:
  /// Errors: the database's.
  static Result<std::unique_ptr<Api>> create(ApiConfig config, Clock& clock);
  ~Api();

  bool is_for(const net::Request& request) const { return request.path == "/api" || request.path.starts_with("/api/"); }
  Awaitable<net::Reply> answer(net::Request request);
  /// Why the sender may not watch this interview live; nothing when they may.
  Awaitable<std::optional<Problem>> refuses_watching(net::Request request, std::string interview);
  /// The same as answer(), here and now: for tests.
  net::Response answer_now(const net::Request& request);

 private:
  class Borrowed;
  Api(ApiConfig config, Clock& clock);
  std::optional<Problem> refused_by_rate(const net::Request& request, const RouteMatch& match);
  net::Response work(const net::Request& request, const RouteMatch& match);
  Outcome run(ApiRequest& call, const Route& route);
  /// With its Idempotency-Key: done once, answered the same each time.
  static Outcome once(ApiRequest& call, const Route& route, const std::string& key);
  std::optional<Problem> check_watching(const net::Request& request, const std::string& interview);
  net::Response documents(const net::Request& request) const;
  void add_cors(const net::Request& request, net::Response& response) const;
  /// What has expired goes, once an hour.
  void clear_up_when_due(store::Database& database);

  ApiConfig config_;
  Clock& clock_;
  RateLimiter rate_;
  RateLimiter logins_;
  std::atomic<std::int64_t> clear_up_at_{0};  // microseconds since 1970
  std::mutex mutex_;
  std::vector<std::unique_ptr<store::Database>> databases_;  // not in use now; under the mutex
  std::unique_ptr<WorkerPool> pool_;
};

}  // namespace codevoice::http
