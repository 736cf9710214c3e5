#include "cli/doctor_deepgram.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "cli/speech_services.hpp"
#include "net/web_client.hpp"

namespace codevoice::cli {
namespace {

Error told(const net::ConnectFailure& failure, const std::string& url) {
  switch (failure.http_status) {
    case 0: return Error{failure.error.kind, url + " cannot be reached (" + failure.error.message + "); see CODEVOICE_DEEPGRAM_URL, HTTPS_PROXY"};
    case 401:
    case 403: return Error{ErrorKind::Denied, url + " refuses DEEPGRAM_API_KEY (" + std::to_string(failure.http_status) + ")"};
    case 402: return Error{ErrorKind::Denied, "the project of DEEPGRAM_API_KEY has no credit left (402)"};
    case 429: return Error{ErrorKind::Unavailable, "the project of DEEPGRAM_API_KEY has too many requests open (429)"};
    default: return Error{ErrorKind::Unavailable, url + " answered " + failure.error.message};
  }
}

Awaitable<Result<void>> try_socket(const speech::DeepgramAccount& account, std::string target, std::string goodbye) {
  net::WebSocketRequest request;
  request.url = account.socket_url(target);
  request.headers = account.headers();
  request.timeout = std::chrono::seconds{5};
  auto socket = co_await net::connect_websocket(std::move(request));
  if (!socket) co_return tl::unexpected(told(socket.error(), account.config.url));
  (*socket)->send(net::MessageKind::Text, std::move(goodbye));
  (*socket)->close();
  co_return Result<void>();
}

Result<void> run(Awaitable<Result<void>> task) {
  asio::io_context loop(1);
  Result<void> outcome;
  asio::co_spawn(loop, std::move(task), [&](std::exception_ptr error, Result<void> result) {
    if (!error) outcome = std::move(result);
    loop.stop();
  });
  loop.run();
  return outcome;
}

}  // namespace

Result<std::string> check_deepgram(const Settings& settings) {
  const auto choice = choose_speech(settings);
  if (!choice) return tl::unexpected(choice.error());
  if (choice->stt == SttChoice::Local && choice->tts == TtsChoice::Local) {
    return std::string(settings.deepgram_api_key.empty() ? "no key: speech is local" : "a key is set, but CODEVOICE_STT and CODEVOICE_TTS say local");
  }
  SystemClock clock;
  const speech::DeepgramAccount account(deepgram_config(settings), clock);
  std::string found = "key accepted:";
  if (choice->stt != SttChoice::Local) {
    const bool is_flux = choice->stt == SttChoice::Flux;
    const auto& model = is_flux ? account.config.flux_model : account.config.model;
    const auto tried = run(try_socket(account, (is_flux ? "/v2/listen?model=" : "/v1/listen?model=") + model + "&encoding=linear16&sample_rate=16000",
                                      R"({"type":"CloseStream"})"));
    if (!tried) return tl::unexpected(tried.error());
    found += " recognition " + model;
  }
  if (choice->tts != TtsChoice::Local) {
    const auto tried =
        run(try_socket(account, "/v1/speak?model=" + account.config.voice + "&encoding=linear16&sample_rate=48000", R"({"type":"Close"})"));
    if (!tried) return tl::unexpected(tried.error());
    found += std::string(choice->stt != SttChoice::Local ? "," : "") + " voice " + account.config.voice;
  }
  return found;
}

}  // namespace codevoice::cli
