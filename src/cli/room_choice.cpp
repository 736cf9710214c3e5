#include "cli/room_choice.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

#include "net/url.hpp"
#include "room/room_service_client.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 1s;

RoomChoice embedded(std::string why) { return {true, {}, std::move(why)}; }

}  // namespace

bool names_our_room(const Settings& settings) {
  if (settings.livekit_url.empty()) return true;
  const auto url = net::parse_url(settings.livekit_url);
  if (!url) return false;
  boost::system::error_code no_address;
  const auto address = asio::ip::make_address(url->host, no_address);
  const bool here = url->host == "localhost" || (!no_address && address.is_loopback()) || url->host == settings.rtc.address;
  return here && url->port == settings.rtc.port;
}

Result<RoomChoice> choose_room(const Settings& settings, const std::function<bool(const std::string& url)>& is_livekit) {
  const auto& url = settings.livekit_url;
  if (settings.room_mode == RoomMode::Embedded) return embedded("CODEVOICE_ROOM=embedded");
  if (settings.room_mode == RoomMode::LiveKit) {
    if (url.empty()) return fail(ErrorKind::Invalid, "CODEVOICE_ROOM=livekit: LIVEKIT_API_URL must name the LiveKit server");
    return RoomChoice{false, url, "CODEVOICE_ROOM=livekit"};
  }
  if (url.empty()) return embedded("LIVEKIT_API_URL is unset");
  if (!names_our_room(settings)) return RoomChoice{false, url, "LIVEKIT_API_URL names another server"};
  if (is_livekit(url)) return RoomChoice{false, url, "a LiveKit server already answers at LIVEKIT_API_URL"};
  return embedded("LIVEKIT_API_URL is our own address, and no LiveKit server answers there");
}

bool livekit_answers(const std::string& url) {
  asio::io_context loop;
  bool is_livekit = false;
  asio::co_spawn(loop, room::find_server(url, kPatience), [&](std::exception_ptr error, Result<room::ServerKind> found) {
    is_livekit = !error && found && *found == room::ServerKind::LiveKit;
  });
  loop.run();
  return is_livekit;
}

}  // namespace codevoice::cli
