// untested: against the embedded room in tests/room/room_client_test.cpp and a LiveKit server in tests/e2e
#include "room/client_connection.hpp"

#include "base/deadline.hpp"
#include "base/log.hpp"

namespace codevoice::room {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 20ms;
constexpr auto kReportEvery = 2s;
constexpr auto kFirstFrame = 5s;
constexpr int kCppSdk = 10;

std::int64_t wall_ms(const Clock& clock) { return clock.wall_us() / 1000; }

}  // namespace

ClientConnection::ClientConnection(asio::any_io_executor executor, rtc::TransportHub& hub, RoomClientConfig config, RoomListener& listener,
                                   Clock& clock)
    : executor_(executor),
      hub_(hub),
      config_(std::move(config)),
      listener_(listener),
      clock_(clock),
      tasks_(executor, "room_client"),
      token_(config_.token) {}

wire::JoinRequest ClientConnection::client_request() const {
  wire::JoinRequest request;
  auto& info = *request.mutable_client_info();
  info.set_sdk(kCppSdk);
  info.set_version("1.0");
  info.set_protocol(wire::kProtocolVersion);
  info.set_os("linux");
  request.mutable_connection_settings()->set_auto_subscribe(true);
  return request;
}

Awaitable<tl::expected<void, net::ConnectFailure>> ClientConnection::open_socket(wire::JoinRequest request) {
  const auto base = join_url(config_.url);
  if (!base) co_return tl::unexpected(net::ConnectFailure{base.error(), 0});
  net::WebSocketRequest wanted;
  wanted.url = *base + "?join_request=" + wire::wrap_join_request(request);
  wanted.headers.emplace_back("Authorization", "Bearer " + token_);
  wanted.limits.max_message = 4 * wire::kMaxSignalMessage;
  auto opened = co_await net::connect_websocket(std::move(wanted));
  constexpr unsigned kNotFound = 404;
  if (!opened && opened.error().http_status == kNotFound) {
    const Error too_old{ErrorKind::NotFound, "404: " + config_.url + " has no /rtc/v1; a LiveKit server of 1.9 or newer is wanted"};
    co_return tl::unexpected(net::ConnectFailure{too_old, kNotFound});
  }
  if (!opened) co_return tl::unexpected(opened.error());
  socket_ = std::move(*opened);
  co_return tl::expected<void, net::ConnectFailure>{};
}

Awaitable<Result<wire::SignalResponse>> ClientConnection::next_frame(Duration limit) {
  auto received = co_await within(limit, socket_->receive());
  if (!received) co_return tl::unexpected(received.error());
  if (received->kind != net::MessageKind::Binary) co_return wire::SignalResponse();
  auto parsed = wire::parse_signal_response(received->data);
  if (!parsed) co_return fail(ErrorKind::Protocol, "the server sent a frame that is no SignalResponse");
  co_return std::move(*parsed);
}

Awaitable<Result<void>> ClientConnection::join() {
  media_ = ClientMedia::create(hub_, media_events(), clock_, config_.zero);
  our_audio_subscribed_ = false;
  media_lost_ = false;
  auto request = client_request();
  auto& track = *request.add_add_track_requests();
  track.set_cid(media_->track_cid());
  track.set_name("microphone");
  track.set_type(wire::kAudioTrack);
  track.set_source(wire::kMicrophone);
  track.set_disable_red(true);
  *request.mutable_publisher_offer() = *media_->make_offer();
  const auto opened = co_await open_socket(std::move(request));
  if (!opened) co_return tl::unexpected(opened.error().error);
  const auto first = co_await next_frame(kFirstFrame);
  if (!first) co_return tl::unexpected(first.error());
  if (first->has_leave()) {
    co_return fail(ErrorKind::Denied, "the server refused: " + std::string(words_of(static_cast<LeaveReason>(first->leave().reason()))));
  }
  if (!first->has_join()) co_return fail(ErrorKind::Protocol, "the server did not begin with a join");
  take_join(first->join());
  co_return Result<void>{};
}

void ClientConnection::take_join(const wire::JoinResponse& join) {
  self_ = participant_of(join.participant());
  room_name_ = join.room().name();
  if (join.ping_interval() > 0) ping_interval_ = std::chrono::seconds(join.ping_interval());
  if (join.ping_timeout() > 0) ping_timeout_ = std::chrono::seconds(join.ping_timeout());
  std::vector<std::string> present;
  for (const auto& other : join.other_participants()) present.push_back(other.sid());
  apply(roster_.keep_only(present));
  for (const auto& other : join.other_participants()) apply(roster_.update(other));
}

Awaitable<Result<void>> ClientConnection::start() {
  auto joined = co_await within(config_.connect_timeout, join());
  if (!joined) {
    if (media_) media_->close();
    if (socket_) socket_->close();
    co_return joined;
  }
  const auto self = shared_from_this();
  const auto spawn = [&](std::string_view name, Awaitable<void> (ClientConnection::*task)()) { tasks_.spawn(name, (this->*task)()); };
  spawn("signalling", &ClientConnection::run);
  spawn("media", &ClientConnection::tick_media);
  spawn("keep_alive", &ClientConnection::keep_alive);
  const auto limit = clock_.now() + config_.connect_timeout;
  while (!media_->connected() && !closed_ && clock_.now() < limit) co_await clock_.sleep_for(kTick);
  if (media_->connected()) co_return Result<void>{};
  co_await close();
  co_return fail(ErrorKind::Timeout, "audio could not get through to the server (UDP or TCP blocked?)");
}

Awaitable<void> ClientConnection::close() {
  const auto self = shared_from_this();
  const bool told = std::exchange(closed_, true);
  if (!told && socket_) {
    wire::SignalRequest leave;
    leave.mutable_leave()->set_reason(static_cast<int>(LeaveReason::ClientInitiated));
    send(leave);
    socket_->close();
  }
  co_await tasks_.close();
  if (media_) media_->close();
}

void ClientConnection::end(LeaveReason reason, const std::string& detail) {
  if (std::exchange(closed_, true)) return;
  media_->close();
  listener_.on_disconnected(reason, detail);
}

Awaitable<void> ClientConnection::run() {
  const auto self = shared_from_this();
  while (!closed_) {
    auto lost = co_await read_until_lost();
    if (closed_) co_return;
    if (lost.next == Next::Stop) {
      socket_->close();
      end(lost.reason, lost.detail);
      co_return;
    }
    log::warn("room.connection_lost", {{"room", room_name_}, {"next", lost.next == Next::Resume ? "resume" : "rejoin"}, {"reason", lost.detail}});
    const bool recovered = co_await recover(std::move(lost));
    if (!recovered) co_return;
  }
}

Awaitable<ClientConnection::Lost> ClientConnection::read_until_lost() {
  Lost lost;
  for (;;) {
    const auto frame = co_await next_frame(ping_timeout_);
    if (!frame) {
      lost.detail = media_lost_ ? "the media path was lost" : frame.error().message;
      lost.next = media_lost_ ? Next::Rejoin : Next::Resume;
      co_return lost;
    }
    if (auto ended = handle(*frame)) co_return std::move(*ended);
  }
}

Awaitable<bool> ClientConnection::recover(Lost lost) {
  const auto give_up = clock_.now() + config_.reconnect_limit;
  auto next = lost.next;
  Duration pause = 300ms;
  while (!closed_ && clock_.now() < give_up) {
    co_await clock_.sleep_for(pause);
    if (closed_) co_return false;
    pause = std::min<Duration>(pause * 2, 5s);
    socket_->close();
    if (next == Next::Rejoin) media_->close();
    auto attempt = next == Next::Resume ? resume() : join();  // chosen first, then awaited: CONTRIBUTING.md, coroutines
    const auto done = co_await within(config_.connect_timeout, std::move(attempt));
    if (done) {
      log::info("room.connection_back", {{"room", room_name_}, {"by", next == Next::Resume ? "resume" : "rejoin"}});
      if (!attributes_.empty()) send_attributes(attributes_);  // what was asked for over a dead socket was lost
      co_return true;
    }
    lost.detail = done.error().message;
    if (done.error().kind == ErrorKind::Denied) break;
    if (done.error().kind == ErrorKind::Conflict) next = Next::Rejoin;  // the server no longer knows us
  }
  if (!closed_) end(lost.reason, lost.detail);
  co_return false;
}

Awaitable<Result<void>> ClientConnection::resume() {
  auto request = client_request();
  request.set_reconnect(true);
  request.set_participant_sid(self_.sid);
  const auto opened = co_await open_socket(std::move(request));
  if (!opened) co_return tl::unexpected(opened.error().error);
  const auto first = co_await next_frame(kFirstFrame);
  if (!first) co_return tl::unexpected(first.error());
  if (first->has_leave() && first->leave().action() == wire::kActionDisconnect) {
    co_return fail(ErrorKind::Denied, std::string(words_of(static_cast<LeaveReason>(first->leave().reason()))));
  }
  if (!first->has_reconnect()) co_return fail(ErrorKind::Conflict, "the server asks for a new join");
  wire::SignalRequest sync;
  auto& state = *sync.mutable_sync_state();
  *state.mutable_offer() = media_->last_offer();
  *state.mutable_answer() = media_->last_answer();
  // "all but these, none": without it a LiveKit server of 1.9 reads a null pointer, and all its rooms are gone
  state.mutable_subscription()->set_subscribe(false);
  if (!track_sid_.empty()) {
    auto& published = *state.add_publish_tracks();
    published.set_cid(media_->track_cid());
    published.mutable_track()->set_sid(track_sid_);
  }
  send(sync);
  co_return Result<void>{};
}

Awaitable<void> ClientConnection::tick_media() {
  const auto self = shared_from_this();
  auto next = clock_.now();
  auto report = next + kReportEvery;
  while (!closed_) {
    const auto media = media_;  // a rejoin replaces it
    media->tick();
    send_backlog();
    if (next >= report) {
      media->send_reports();
      report += kReportEvery;
    }
    next += kTick;
    if (clock_.now() > next + 500ms) next = clock_.now();  // the machine slept: do not replay what was missed
    co_await clock_.sleep_until(next);
  }
}

Awaitable<void> ClientConnection::keep_alive() {
  const auto self = shared_from_this();
  while (!closed_) {
    co_await clock_.sleep_for(ping_interval_);
    if (closed_) co_return;
    wire::SignalRequest ping, ping_request;
    ping.set_ping(wall_ms(clock_));
    ping_request.mutable_ping_req()->set_timestamp(wall_ms(clock_));
    send(ping);
    send(ping_request);
  }
}

}  // namespace codevoice::room
