#include "cli/doctor_room.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include "cli/room_choice.hpp"
#include "cli/secrets.hpp"
#include "net/url.hpp"
#include "net/web_client.hpp"
#include "room/room_service_client.hpp"
#include "room/token.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

Result<net::Response> get(std::string url) {
  net::ClientRequest request;
  request.url = std::move(url);
  request.timeout = 3s;
  asio::io_context loop;
  Result<net::Response> answer = fail(ErrorKind::Internal, "not asked");
  asio::co_spawn(loop, net::fetch(std::move(request)), [&](std::exception_ptr error, Result<net::Response> got) {
    answer = error ? fail(ErrorKind::Internal, "the request failed") : std::move(got);
  });
  loop.run();
  return answer;
}

/// Where a client on this machine reaches a listener.
std::string reachable(const Listen& listen) {
  const bool any = listen.address == "0.0.0.0" || listen.address == "::";
  const auto host = any ? std::string("127.0.0.1") : listen.address;
  return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(listen.port);
}

std::string as_http(std::string url) {
  if (url.starts_with("ws")) url.replace(0, 2, "http");
  while (url.ends_with('/')) url.pop_back();
  return url;
}

/// A server that lets us in: what our key may do there beyond joining.
Result<std::string> describe_rights(const std::string& url, const room::ApiKey& key) {
  room::RoomServiceConfig config;
  config.url = url;
  config.key = key;
  config.deadline = 3s;
  const room::RoomServiceClient service(config);
  room::wire::CreateRoomRequest probe;
  probe.set_name("codevoice-doctor");
  probe.set_empty_timeout(1);
  asio::io_context loop;
  Result<room::wire::Room> made = fail(ErrorKind::Internal, "not asked");
  const auto ask = [](room::RoomServiceClient of, room::wire::CreateRoomRequest wanted) -> Awaitable<Result<room::wire::Room>> {
    auto answer = co_await of.create_room(std::move(wanted));
    if (answer) static_cast<void>(co_await of.delete_room(answer->name()));
    co_return answer;
  };
  asio::co_spawn(loop, ask(service, probe), [&](std::exception_ptr error, Result<room::wire::Room> answer) {
    if (!error) made = std::move(answer);
  });
  loop.run();
  if (made) return url + " answers, accepts our key, and we may make rooms";
  if (made.error().kind == ErrorKind::Denied) return url + " answers and accepts our key; it may not make rooms: theirs are used as they are";
  return fail(made.error().kind, url + " lets us join, but its rooms cannot be managed: " + made.error().message);
}

}  // namespace

Result<std::string> running_codevoice(const Settings& settings) {
  const auto scheme = settings.tls_cert.empty() ? "http://" : "https://";
  const auto answer = get(scheme + reachable(settings.http) + "/healthz");
  if (!answer) return tl::unexpected(answer.error());
  boost::system::error_code error;
  const auto value = boost::json::parse(answer->body, error);
  const auto* facts = error ? nullptr : value.if_object();
  const auto* interviewer = facts == nullptr ? nullptr : facts->if_contains("interviewer");
  if (interviewer == nullptr || !interviewer->is_bool()) return fail(ErrorKind::NotFound, "something else answers there");
  return std::string(interviewer->get_bool() ? "codevoice serve is running, with its interviewer"
                                             : "codevoice serve is running without an interviewer (--no-bot): start `codevoice run_bot`");
}

Result<std::string> check_room_server(const Settings& settings) {
  const auto secret = room_secret(settings);
  if (!secret) return tl::unexpected(secret.error());
  const bool ours = names_our_room(settings);
  const auto url = settings.livekit_url.empty() ? "ws://" + reachable(settings.rtc) : settings.livekit_url;
  const auto token = room::make_join_token({secret->key, secret->secret}, "codevoice-doctor", "codevoice-doctor", 60s);
  room::wire::JoinRequest joining;  // a LiveKit server wants to see one, and not an empty one
  joining.mutable_client_info()->set_protocol(room::wire::kProtocolVersion);
  const auto answer = get(as_http(url) + "/rtc/v1/validate?access_token=" + token + "&join_request=" + room::wire::wrap_join_request(joining));
  if (!answer && ours) return "the embedded one, not running: `codevoice serve` starts it at " + url;
  if (!answer) return fail(ErrorKind::Unavailable, "nobody answers at LIVEKIT_API_URL " + url + ": start that server, or mend the URL");
  if (answer->status == 200) return describe_rights(url, {secret->key, secret->secret});
  if (answer->status == 401 || answer->status == 403) {
    return fail(ErrorKind::Denied, url + " does not accept our key: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be that server's");
  }
  return fail(ErrorKind::Protocol,
              url + " answers " + std::to_string(answer->status) + " where a LiveKit server (1.9 or newer) would let us in: mend LIVEKIT_API_URL");
}

}  // namespace codevoice::cli
