#include "room/room_client.hpp"

#include "room/client_connection.hpp"

namespace codevoice::room {
namespace {

class ClientLink final : public RoomLink {
 public:
  explicit ClientLink(std::shared_ptr<ClientConnection> connection) : connection_(std::move(connection)) {}
  const Participant& self() const override { return connection_->self(); }
  std::string_view room_name() const override { return connection_->room_name(); }
  std::vector<Participant> others() const override { return connection_->others(); }
  void send_audio(std::span<const std::uint8_t> opus_packet, std::uint8_t level) override { connection_->send_audio(opus_packet, level); }
  PlayoutState playout() const override { return connection_->playout(); }
  bool heard_by_someone() const override { return connection_->heard_by_someone(); }
  void send_text(TextMessage message) override { connection_->send_text(message); }
  void set_muted(bool muted) override { connection_->set_muted(muted); }
  void set_attributes(std::map<std::string, std::string> attributes) override { connection_->set_attributes(attributes); }
  Awaitable<void> close() override {
    const auto connection = connection_;
    co_await connection->close();
  }

 private:
  std::shared_ptr<ClientConnection> connection_;
};

}  // namespace

Result<std::string> join_url(std::string_view server_url) {
  std::string url(server_url);
  if (url.starts_with("http://")) url.replace(0, 4, "ws");
  if (url.starts_with("https://")) url.replace(0, 5, "wss");
  const auto scheme = url.find("://");
  if ((!url.starts_with("ws://") && !url.starts_with("wss://")) || scheme + 3 >= url.size() || url.find_first_of(" ?#") != std::string::npos) {
    return fail(ErrorKind::Invalid, "'" + std::string(server_url) + "' is no server URL; it looks like ws://localhost:7880");
  }
  while (url.ends_with('/')) url.pop_back();
  return url + "/rtc/v1";
}

Awaitable<Result<std::unique_ptr<RoomLink>>> connect_room(rtc::TransportHub& hub, RoomClientConfig config, RoomListener& listener, Clock& clock) {
  const auto executor = co_await asio::this_coro::executor;
  auto connection = std::make_shared<ClientConnection>(executor, hub, std::move(config), listener, clock);
  const auto started = co_await connection->start();
  if (!started) co_return tl::unexpected(started.error());
  std::unique_ptr<RoomLink> link = std::make_unique<ClientLink>(std::move(connection));
  co_return link;
}

}  // namespace codevoice::room
