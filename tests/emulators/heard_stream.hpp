// What both emulated recognisers (listen, Flux) do alike: audio of one connection goes to the ear, messages become commands, and a
// connection that says nothing is closed. Audio is linear16 or raw Opus packets; what cannot be decoded ends it, as DATA-0000 does.
// Ownership: lives in the coroutine that serves the connection. Thread: the server's executor.
#pragma once

#include <optional>

#include "audio/opus_decoder.hpp"
#include "emulators/deepgram_emulator.hpp"
#include "emulators/outbox.hpp"

namespace codevoice::emulators {

class HeardStream {
 public:
  virtual ~HeardStream() = default;
  HeardStream(const HeardStream&) = delete;
  HeardStream& operator=(const HeardStream&) = delete;

  /// Until the connection ends.
  Awaitable<void> serve();

 protected:
  HeardStream(std::shared_ptr<DeepgramShared> shared, const net::Request& request, FaultySocket socket, const asio::any_io_executor& executor,
              Duration idle_limit);

  virtual void begin() {}
  /// The ear has heard 10 ms more.
  virtual void after_frame() = 0;
  /// `name` is the message's type; empty for what is no message. True: the stream is over.
  virtual bool command(const std::string& name, const boost::json::object& message, const std::string& text) = 0;
  virtual void on_idle() {}
  void put(const boost::json::value& message) { outbox_.put(net::MessageKind::Text, boost::json::serialize(message), shared_->config.stt_delay); }
  /// Configure with keyterms: they are in force.
  void set_keyterms(const boost::json::array& terms);

  std::shared_ptr<DeepgramShared> shared_;
  std::string id_;
  unsigned channels_;

 private:
  Awaitable<void> read();
  Awaitable<void> close_when_idle();
  bool obey(const std::string& text);
  /// False when it is no audio.
  bool hear(const std::string& data);
  EarMemory& memory_of(const net::Request& request);

  FaultySocket socket_;
  Outbox outbox_;
  std::uint32_t rate_hz_;
  std::optional<audio::OpusDecoder> opus_;
  Duration idle_limit_;
  TimePoint heard_at_;
  EarMemory own_memory_;
  std::string pcm_;

 protected:
  ScriptedEar ear_;
};

}  // namespace codevoice::emulators
