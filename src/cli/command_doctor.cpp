// untested: each check tries the real thing; tests/e2e runs it against good and broken set-ups
#include <sys/wait.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdio>
#include <functional>

#include "cli/commands.hpp"
#include "cli/doctor_deepgram.hpp"
#include "cli/doctor_language_model.hpp"
#include "cli/doctor_room.hpp"
#include "cli/interview_host.hpp"
#include "cli/media_threads.hpp"
#include "cli/secrets.hpp"

namespace codevoice::cli {
namespace {

/// What was found, or what is wrong and what to do.
using Finding = Result<std::string>;

template <class Protocol>
Result<void> port_is_free(const std::string& address, std::uint16_t port) {
  if (port == 0) return {};
  asio::io_context loop;
  boost::system::error_code error;
  typename Protocol::socket socket(loop);
  const typename Protocol::endpoint endpoint(asio::ip::make_address(address), port);
  socket.open(endpoint.protocol(), error);
  if (!error) socket.bind(endpoint, error);
  if (!error) return {};
  return fail(ErrorKind::Conflict, address + ":" + std::to_string(port) + ": " + error.message() +
                                       " (is codevoice or a LiveKit server running? stop it, or choose other ports)");
}

Finding free_ports(const Settings& s) {
  for (const auto& [address, port] : {std::pair{s.http.address, s.http.port}, {s.rtc.address, s.rtc.port}, {s.rtc.address, s.tcp_port}}) {
    if (const auto free = port_is_free<asio::ip::tcp>(address, port); !free) return tl::unexpected(free.error());
  }
  std::string udp_ports;
  for (unsigned shard = 0; shard < shard_count(s); ++shard) {  // one for each media thread
    const auto port = s.udp_port == 0 ? 0U : s.udp_port + shard;
    if (port > 65'535) return fail(ErrorKind::Invalid, "UDP port " + std::to_string(port) + ": there is none so high; choose a lower --udp");
    if (const auto free = port_is_free<asio::ip::udp>(s.rtc.address, static_cast<std::uint16_t>(port)); !free) return tl::unexpected(free.error());
    udp_ports += (udp_ports.empty() ? "" : ", ") + std::to_string(port);
  }
  return "free: " + std::to_string(s.http.port) + ", " + std::to_string(s.rtc.port) + ", " + std::to_string(s.tcp_port) + " (TCP), " + udp_ports +
         " (UDP)";
}

/// Ports that our own running server holds are as they should be.
Finding check_ports(const Settings& s) {
  auto free = free_ports(s);
  if (free) return free;
  if (const auto running = running_codevoice(s)) return "in use: " + *running;
  return free;
}

Finding check_secret(const Settings& s) {
  if (const auto made = make_data_folder(s.data_dir); !made) return tl::unexpected(made.error());
  const auto secret = room_secret(s);
  if (!secret) return tl::unexpected(secret.error());
  const bool default_keys = secret->key == "devkey";
  return std::string(default_keys ? "default keys, allowed because DEBUG is on and all listeners are on loopback" : "set");
}

Finding check_store(const Settings& s) {
  const auto store = open_store(s, Migration::WhenNew);
  if (!store) return tl::unexpected(store.error());
  return store->shown + ", " + std::to_string(store->bank.size()) + " questions";
}

Finding check_speech(const Settings& s) {
  WorkerPool pool({.name = "doctor", .threads = 1});
  speech::SpeechModelsConfig config;
  config.models_folder = models_folder(s);
  config.voice = s.voice;
  config.cache_folder = s.data_dir + "/cache";
  const auto choice = choose_speech(s);
  if (choice && choice->stt != SttChoice::Local) config.stt_loading = speech::Loading::StandIn;
  if (choice && choice->tts != TtsChoice::Local) config.voice_loading = speech::Loading::StandIn;
  const auto models = speech::load_speech_models(config, pool);
  if (!models) return tl::unexpected(models.error());
  if (!models->stt || !models->tts) return "from " + config.models_folder + ", without a stand-in for Deepgram";
  return "recognition " + models->stt->name() + ", voice " + models->tts->name() + ", from " + config.models_folder;
}

Finding check_microphone_reach(const Settings& s) {
  if (s.http.loopback()) return std::string("the page is for browsers on this machine");
  if (!s.tls_cert.empty()) return std::string("https: browsers on other machines may use their microphone");
  return fail(ErrorKind::Invalid,
              "the page is open to other machines over plain http, where browsers refuse the microphone: give --tls-cert and --tls-key");
}

Finding check_turns(const Settings& s) {
  const auto patience = s.turn_patience ? std::to_string(s.turn_patience->count()) + " ms" : std::string("by the kind of question");
  return s.turn_strategy + ", sensitivity " + std::to_string(s.turn_sensitivity).substr(0, 4) + ", patience " + patience +
         " (the bot interrupts too early? lower CODEVOICE_TURN_SENSITIVITY or raise CODEVOICE_TURN_PATIENCE_MS)";
}

}  // namespace

int doctor(const Settings& settings) {
  const std::vector<std::pair<const char*, Finding (*)(const Settings&)>> checks{{"room keys", check_secret},
                                                                                 {"ports", check_ports},
                                                                                 {"room server", check_room_server},
                                                                                 {"database and questions", check_store},
                                                                                 {"speech models", check_speech},
                                                                                 {"turn taking", check_turns},
                                                                                 {"microphone", check_microphone_reach},
                                                                                 {"Deepgram", check_deepgram},
                                                                                 {"language model", check_language_model}};
  int wrong = 0;
  for (const auto& [name, check] : checks) {
    const auto found = check(settings);
    if (!found) ++wrong;
    std::printf("%-4s %-24s %s\n", found ? "ok" : "BAD", name, (found ? *found : found.error().message).c_str());
    std::fflush(stdout);
  }
  std::printf(wrong == 0 ? "all is well\n" : "%d to mend\n", wrong);
  return wrong == 0 ? 0 : 1;
}

}  // namespace codevoice::cli
