// The inside of a RoomClient: signalling, media and roster of one participation, alive as long as its tasks run.
// Ownership: shared by the RoomLink and its own coroutines. Thread: the hub's executor. Errors: see room_client.hpp.
#pragma once

#include <deque>

#include "base/task_group.hpp"
#include "net/web_client.hpp"
#include "room/client_media.hpp"
#include "room/client_roster.hpp"
#include "room/room_client.hpp"
#include "room/text_stream.hpp"

namespace codevoice::room {

class ClientConnection : public std::enable_shared_from_this<ClientConnection> {
 public:
  ClientConnection(asio::any_io_executor executor, rtc::TransportHub& hub, RoomClientConfig config, RoomListener& listener, Clock& clock);

  /// First join; on success the background tasks run.
  Awaitable<Result<void>> start();
  Awaitable<void> close();

  const Participant& self() const { return self_; }
  const std::string& room_name() const { return room_name_; }
  std::vector<Participant> others() const { return roster_.all(); }
  void send_audio(ByteView opus_packet, std::uint8_t level);
  PlayoutState playout() const;
  bool heard_by_someone() const;
  void send_text(const TextMessage& message);
  void set_muted(bool muted);
  void set_attributes(const std::map<std::string, std::string>& attributes);

 private:
  enum class Next : std::uint8_t { Resume, Rejoin, Stop };
  struct Lost {
    Next next = Next::Resume;
    LeaveReason reason = LeaveReason::SignalClose;
    std::string detail;
  };

  Awaitable<Result<void>> join();
  Awaitable<Result<void>> resume();
  Awaitable<tl::expected<void, net::ConnectFailure>> open_socket(wire::JoinRequest request);
  Awaitable<Result<wire::SignalResponse>> next_frame(Duration limit);
  Awaitable<void> run();
  Awaitable<Lost> read_until_lost();
  Awaitable<bool> recover(Lost lost);
  Awaitable<void> tick_media();
  Awaitable<void> keep_alive();
  std::optional<Lost> handle(const wire::SignalResponse& message);
  void take_join(const wire::JoinResponse& join);
  void take_update(const wire::ParticipantUpdate& update);
  void apply(const std::vector<ClientRoster::Change>& changes);
  void take_answer(const wire::SessionDescription& answer);
  void offer_if_wanted();
  ClientMediaEvents media_events();
  void on_audio(const std::string& track_sid, const rtc::ReceivedAudio& audio, const rtc::ReceiverStats& stats);
  void on_data(ByteView bytes);
  void send(const wire::SignalRequest& request);
  void send_attributes(const std::map<std::string, std::string>& attributes);
  bool send_stream(const TextMessage& message);
  void send_backlog();
  void end(LeaveReason reason, const std::string& detail);
  wire::JoinRequest client_request() const;

  asio::any_io_executor executor_;
  rtc::TransportHub& hub_;
  RoomClientConfig config_;
  RoomListener& listener_;
  Clock& clock_;
  TaskGroup tasks_;
  std::shared_ptr<net::WebSocket> socket_;
  std::shared_ptr<ClientMedia> media_;
  ClientRoster roster_;
  TextStreamAssembler streams_;
  Participant self_;
  std::string room_name_;
  std::string token_;
  std::string track_sid_;
  std::map<std::string, std::string> attributes_;  // ours, as set so far: a new participation begins without them
  std::deque<TextMessage> backlog_;                // said while there was no path
  Duration ping_interval_{std::chrono::seconds(5)};
  Duration ping_timeout_{std::chrono::seconds(15)};
  std::uint32_t sequence_ = 0;
  std::uint32_t request_id_ = 0;
  bool our_audio_subscribed_ = false;
  bool media_lost_ = false;  // the path is dead: resuming the signalling alone would not help
  bool closed_ = false;
};

}  // namespace codevoice::room
