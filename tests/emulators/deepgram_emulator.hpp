// Deepgram's speech services as documented, without a model: /v1/listen, /v2/listen (Flux) and /v1/speak (WebSocket and POST).
// What is heard is a script placed by loudness; what is said lasts as long as its characters. Query parameters, messages, refusals and
// the closing of idle connections follow developers.deepgram.com. GET /said lists the texts spoken, GET /heard the words of the script that
// each tagged speaker has said.
// Ownership: clock and faults outlive it. Thread: the server's executor.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "emulators/emulator_server.hpp"
#include "emulators/faulty_socket.hpp"
#include "emulators/scripted_ear.hpp"

namespace codevoice::emulators {

struct DeepgramConfig {
  std::string key;  // the one accepted; empty: any
  EarConfig ear;
  std::chrono::milliseconds stt_hangover{50};  // of silence, before a final result, where the client asks for no endpointing
  std::chrono::milliseconds stt_delay{0};      // of processing, before each result
  std::chrono::milliseconds stt_interim{500};
  bool stt_configurable = true;  // Configure with keyterms is served; else refused, as by the regional endpoints
  std::chrono::milliseconds tts_first_byte{50};
  std::chrono::milliseconds tts_chunk{100};
  double tts_ms_per_char = 22;
  double tts_speed = 8;  // times real time
};

struct DeepgramStats {
  std::uint64_t stt_conns = 0, stt_segments = 0, stt_finals = 0, stt_interims = 0, stt_finalize = 0, stt_configure = 0, stt_opus_conns = 0,
                stt_bytes = 0;
  std::uint64_t tts_conns = 0, tts_rest = 0, tts_speaks = 0, tts_flushes = 0, tts_clears = 0;
  double stt_audio_s = 0, tts_audio_s = 0;
};

/// What the services of one emulator share.
struct DeepgramShared {
  DeepgramShared(Clock& given_clock, Faults& given_faults, DeepgramConfig given)
      : clock(given_clock), faults(given_faults), config(std::move(given)) {}
  Clock& clock;
  Faults& faults;
  DeepgramConfig config;
  DeepgramStats stats;
  std::map<std::string, EarMemory> speakers;  // by the client's tag
  std::vector<std::string> keyterms;          // the newest asked for
  std::vector<std::string> said;              // every text spoken, in order
};

class DeepgramEmulator final : public Service {
 public:
  DeepgramEmulator(Clock& clock, Faults& faults, DeepgramConfig config);

  bool answers(const net::Request& request) const override;
  Awaitable<net::Reply> answer(net::Request request) override;
  void tell_stats(boost::json::object& stats) const override;

  DeepgramShared& shared() { return *shared_; }

 private:
  net::Response tell_log(const std::string& path) const;

  std::shared_ptr<DeepgramShared> shared_;
};

// deepgram_listen.cpp, deepgram_flux.cpp, deepgram_speak.cpp: each runs until its connection ends
Awaitable<void> serve_listen(std::shared_ptr<DeepgramShared> shared, net::Request request, FaultySocket socket);
Awaitable<void> serve_flux(std::shared_ptr<DeepgramShared> shared, net::Request request, FaultySocket socket);
Awaitable<void> serve_speak(std::shared_ptr<DeepgramShared> shared, net::Request request, FaultySocket socket);
/// Audio of `text`: a voice-like sound, whose length depends on the number of characters that are no spaces.
std::string speech_sound(const DeepgramConfig& config, std::string_view text, std::uint32_t rate_hz);
/// The reply to POST /v1/speak.
Awaitable<net::Reply> speak_once(std::shared_ptr<DeepgramShared> shared, net::Request request, Fault fault);
/// The number of a query parameter, or another.
double number_or(const net::Request& request, std::string_view name, double otherwise);

}  // namespace codevoice::emulators
