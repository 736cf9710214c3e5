#include "http/api.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "http/interview_access.hpp"
#include "http/json_schema.hpp"
#include "http/openapi.hpp"
#include "http/request_checks.hpp"
#include "http/sign_in.hpp"
#include "store/access_repository.hpp"
#include "store/audit_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;
using std::chrono::microseconds;

constexpr std::chrono::hours kClearUpEvery{1};
constexpr std::chrono::hours kAnswersKept{24};  // to repeated requests
constexpr std::size_t kMostWaiting = 500;       // requests before the workers; more are told to come again
constexpr std::size_t kLongestKey = 128;        // of an Idempotency-Key

std::string address_of(const net::Request& request) { return request.peer.substr(0, request.peer.rfind(':')); }

const Route kWatching{"GET", "/ws/interviews/{id}", "watchInterview", "live", "", Access::Interviewer, "interviews:read"};

std::string fingerprint_of(const net::Request& request) {
  return crypto::to_hex(crypto::sha256(view_of(request.method + " " + request.path + "\n" + request.body)));
}

Answer said_before(const store::AnsweredRequest& earlier) {
  Answer again;
  again.status = static_cast<unsigned>(earlier.status);
  again.raw = earlier.body;
  again.content_type = "application/json";
  again.headers = {{"Idempotency-Replayed", "true"}};
  if (!earlier.location.empty()) again.headers.emplace_back("Location", earlier.location);
  return again;
}

net::Response to_response(Answer answer) {
  net::Response response;
  response.status = answer.status;
  response.headers = std::move(answer.headers);
  if (!answer.content_type.empty()) {
    response.content_type = std::move(answer.content_type);
    response.body = std::move(answer.raw);
  } else if (!answer.body.is_null()) {
    response.content_type = "application/json";
    response.body = json::serialize(answer.body) + "\n";
  }
  return response;
}

}  // namespace

Api::Api(ApiConfig config, Clock& clock)
    : config_(std::move(config)),
      clock_(clock),
      rate_(config_.requests_per_s, 2 * config_.requests_per_s),
      logins_(config_.logins_per_minute / 60, config_.logins_per_minute) {}

Api::~Api() = default;

Result<std::unique_ptr<Api>> Api::create(ApiConfig config, Clock& clock) {
  std::unique_ptr<Api> api(new Api(std::move(config), clock));
  const auto threads = std::max(1U, api->config_.threads);
  for (unsigned i = 0; i < threads; ++i) {
    auto database = store::Database::open(api->config_.database);
    if (!database) return tl::unexpected(database.error());
    api->databases_.push_back(std::move(*database));
  }
  WorkerPoolConfig workers;
  workers.name = "api";
  workers.threads = threads;
  workers.niceness = 5;  // an interview goes before a list
  api->pool_ = std::make_unique<WorkerPool>(std::move(workers));
  return api;
}

/// One of the connections, given back whatever becomes of the work with it.
class Api::Borrowed {
 public:
  explicit Borrowed(Api& api) : api_(api) {
    const std::scoped_lock lock(api_.mutex_);
    if (api_.databases_.empty()) return;
    database_ = std::move(api_.databases_.back());
    api_.databases_.pop_back();
  }
  ~Borrowed() {
    if (!database_) return;
    const std::scoped_lock lock(api_.mutex_);
    api_.databases_.push_back(std::move(database_));
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

  explicit operator bool() const { return database_ != nullptr; }
  store::Database& operator*() const { return *database_; }

 private:
  Api& api_;
  std::unique_ptr<store::Database> database_;
};

void Api::add_cors(const net::Request& request, net::Response& response) const {
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  const auto origin = request.header("origin");
  const auto& allowed = config_.cors_origins;
  if (!origin || std::find(allowed.begin(), allowed.end(), *origin) == allowed.end()) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", std::string(*origin));
  response.headers.emplace_back("Access-Control-Allow-Credentials", "true");
  response.headers.emplace_back("Access-Control-Expose-Headers", "Location, Retry-After, Idempotency-Replayed");
  response.headers.emplace_back("Vary", "Origin");
  if (request.method != "OPTIONS") return;
  response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
  response.headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type, X-CSRF-Token, Idempotency-Key");
  response.headers.emplace_back("Access-Control-Max-Age", "600");
}

std::optional<Problem> Api::refused_by_rate(const net::Request& request, const RouteMatch& match) {
  const bool guesses = match.route != nullptr && match.route->access == Access::Public && match.route->method == "POST";
  const auto wait = guesses ? logins_.take(address_of(request), clock_.now()) : rate_.take(address_of(request), clock_.now());
  if (wait <= Duration{} && pool_->queued() < kMostWaiting) return std::nullopt;
  if (wait <= Duration{}) return problem_of({ErrorKind::Unavailable, "too many requests wait"});
  Problem problem{429, "too_many_requests", "too many requests from your address; wait a little"};
  problem.headers = {{"Retry-After", std::to_string(static_cast<long>(std::ceil(std::chrono::duration<double>(wait).count())))}};
  return problem;
}

net::Response Api::documents(const net::Request& request) const {
  if (request.method != "GET") return to_response(Problem{405, "method_not_allowed", "only GET is answered here", {}, {{"Allow", "GET"}}});
  net::Response response;
  if (request.path == "/api/openapi.json") {
    response.content_type = "application/json";
    response.body = openapi_text();
    return response;
  }
  if (request.path == "/api/docs") {
    response.content_type = "text/html; charset=utf-8";
    response.body = api_docs_page();
    response.headers = {{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};
    return response;
  }
  return to_response(not_found());
}

Awaitable<net::Reply> Api::answer(net::Request request) {
  const auto match = find_route(request);
  const auto refused = refused_by_rate(request, match);
  net::Response response;
  if (refused) {
    response = to_response(*refused);
    add_cors(request, response);
    co_return response;
  }
  // the job owns what it touches: it goes on when the connection is closed under it
  const auto held = std::make_shared<const std::pair<net::Request, RouteMatch>>(request, match);
  std::function<Result<net::Response>()> job = [this, held]() -> Result<net::Response> { return work(held->first, held->second); };
  auto done = co_await pool_->run<net::Response>(Priority::Background, std::move(job));
  response = done ? std::move(*done) : to_response(problem_of(done.error()));
  add_cors(request, response);
  co_return response;
}

std::optional<Problem> Api::check_watching(const net::Request& request, const std::string& interview) {
  const auto origin = request.header("origin");
  const auto host = std::string(request.header("host").value_or(""));
  const auto& allowed = config_.cors_origins;
  const bool is_ours = !origin || *origin == "http://" + host || *origin == "https://" + host;
  if (!is_ours && std::find(allowed.begin(), allowed.end(), *origin) == allowed.end()) {
    return Problem{403, "forbidden", "pages of other sites may not watch"};  // their browser would send the cookie along
  }
  const Borrowed database(*this);
  if (!database) return problem_of({ErrorKind::Unavailable, "no database connection is free"});
  ApiRequest call{request, config_, *database};
  call.now = clock_.wall_us();
  call.path["id"] = interview;
  auto caller = identify(call);
  if (!caller) return std::move(caller.error());
  call.caller = std::move(*caller);
  if (auto why = refused_by_access(kWatching, call.caller)) return why;
  if (auto why = check_path(call)) return why;
  const auto found = interview_of(call, Needs::Reviewing);
  return found ? std::nullopt : std::optional(found.error());
}

Awaitable<std::optional<Problem>> Api::refuses_watching(net::Request request, std::string interview) {
  const auto refused = refused_by_rate(request, RouteMatch{});
  if (refused) co_return refused;
  using Refused = std::optional<Problem>;
  const auto held = std::make_shared<const std::pair<net::Request, std::string>>(std::move(request), std::move(interview));
  std::function<Result<Refused>()> job = [this, held]() -> Result<Refused> { return check_watching(held->first, held->second); };
  auto done = co_await pool_->run<Refused>(Priority::Background, std::move(job));
  if (!done) co_return problem_of(done.error());
  co_return std::move(*done);
}

net::Response Api::answer_now(const net::Request& request) {
  const auto match = find_route(request);
  const auto refused = refused_by_rate(request, match);
  auto response = refused ? to_response(*refused) : work(request, match);
  add_cors(request, response);
  return response;
}

net::Response Api::work(const net::Request& request, const RouteMatch& match) {
  if (request.method == "OPTIONS" && request.header("access-control-request-method")) return net::Response{204, "", "", {}};
  if (!request.path.starts_with(std::string(kApiPrefix) + "/")) return documents(request);
  if (match.route == nullptr && match.allowed.empty()) return to_response(not_found());
  if (match.route == nullptr) {
    return to_response(Problem{405, "method_not_allowed", "this path takes " + match.allowed, {}, {{"Allow", match.allowed}}});
  }
  const Borrowed database(*this);
  if (!database) return to_response(problem_of({ErrorKind::Unavailable, "no database connection is free"}));
  clear_up_when_due(*database);
  ApiRequest call{request, config_, *database};
  call.now = clock_.wall_us();
  call.path = match.names;
  auto outcome = run(call, *match.route);
  return outcome ? to_response(std::move(*outcome)) : to_response(outcome.error());
}

void Api::clear_up_when_due(store::Database& database) {
  const auto now = clock_.wall_us();
  auto due = clear_up_at_.load();
  if (now < due || !clear_up_at_.compare_exchange_strong(due, now + microseconds(kClearUpEvery).count())) return;
  const auto expired = store::AccessRepository(database).clear_up(now);
  const auto answers = store::AuditRepository(database).forget_answers(now - microseconds(kAnswersKept).count());
  if (!expired || !answers) log::warn("api.not_cleared_up", {{"reason", (expired ? answers : expired).error().message}});
}

Outcome Api::run(ApiRequest& call, const Route& route) {
  auto caller = identify(call);
  if (!caller && route.access != Access::Public) return refuse(std::move(caller.error()));
  if (caller) call.caller = std::move(*caller);
  if (auto refused = refused_by_access(route, call.caller)) return refuse(std::move(*refused));
  for (auto* check :
       {+[](ApiRequest&c, const Route&) { return check_path(c); }, +[](ApiRequest&c, const Route&r) { return check_query(c, r); }, &read_body}) {
    if (auto refused = check(call, route)) return refuse(std::move(*refused));
  }
  call.new_id = new_uuid();
  const auto key = call.http.header("idempotency-key");
  if (!key || route.method != "POST" || !call.caller || route.repeat == Repeat::DoneAgain) return route.action(call);
  if (key->empty() || key->size() > kLongestKey || !is_plain_text(*key)) {
    return refuse(Problem{400, "malformed", "an Idempotency-Key of 1 to 128 characters is wanted"});
  }
  return once(call, route, std::string(*key));
}

Outcome Api::once(ApiRequest& call, const Route& route, const std::string& key) {
  const auto& owner = call.caller->user.id;
  store::AuditRepository answers(call.database);
  const auto earlier = answers.find_answer(owner, key);
  if (!earlier) return refuse(earlier.error());
  const auto fingerprint = fingerprint_of(call.http);
  if (*earlier && (*earlier)->fingerprint != fingerprint) {
    return refuse(Problem{409, "idempotency_key_reused", "this Idempotency-Key came with another request before"});
  }
  if (*earlier && route.repeat == Repeat::Refused)
    return refuse(Problem{409, "shown_once", "this was done before, and what it gave is shown only once"});
  if (*earlier) return said_before(**earlier);
  call.new_id = named_uuid(owner + " " + key);  // a request that was cut between doing and answering creates no second one
  auto outcome = route.action(call);
  if (!outcome) return outcome;
  store::AnsweredRequest answered{owner, key, fingerprint, static_cast<int>(outcome->status), "", "", call.now};
  if (route.repeat == Repeat::SameAnswer) answered.body = json::serialize(outcome->body) + "\n";
  for (const auto& [name, value] : outcome->headers) {
    if (name == "Location") answered.location = value;
  }
  if (const auto saved = answers.save_answer(answered); !saved) log::warn("api.answer_not_kept", {{"reason", saved.error().message}});
  return outcome;
}

}  // namespace codevoice::http
