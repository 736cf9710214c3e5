// codevoice_emulator: emulated cloud services on one loopback port, for tests and demonstrations.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>

#include "emulators/deepgram_emulator.hpp"
#include "emulators/emulator_server.hpp"
#include "emulators/llm_emulator.hpp"

namespace {

using namespace codevoice;

constexpr const char* kUsage =
    "codevoice_emulator [--host 127.0.0.1] [--port 29101] [--transcript TEXT | --transcript-file FILE] [--key KEY]\n"
    "  [--stt-hangover-ms 50] [--stt-delay-ms 0] [--stt-interim-ms 500] [--stt-rms 0.003] [--stt-min-speech-ms 60] [--words-per-s 3.3]\n"
    "  [--tts-first-byte-ms 50] [--tts-ms-per-char 22] [--tts-speed 8] [--tts-chunk-ms 100]\n"
    "  [--llm-first-token-ms 100] [--llm-token-ms 5] [--llm-model NAME] [--llm-answer TEXT, {n}: the number of the answer] [--llm-reasoning TEXT]\n"
    "Serves emulated cloud services on one port; GET /stats counts the work done, /said and /heard tell what, POST /faults/SERVICE?... injects "
    "faults\n"
    "(services: listen, flux, speak, speak_rest, llm).\n";

/// "--name value" pairs.
class Options {
 public:
  /// Nothing when something else stands there.
  static std::optional<Options> parse(int count, char** words) {
    Options options;
    for (int i = 1; i < count; i += 2) {
      const std::string name = words[i];
      if (!name.starts_with("--") || i + 1 >= count) return std::nullopt;
      options.values_[name.substr(2)] = words[i + 1];
    }
    return options;
  }
  std::string text(const std::string& name, const std::string& otherwise) const {
    const auto found = values_.find(name);
    return found == values_.end() ? otherwise : found->second;
  }
  double number(const std::string& name, double otherwise) const {
    const auto found = values_.find(name);
    return found == values_.end() ? otherwise : std::strtod(found->second.c_str(), nullptr);
  }
  std::chrono::milliseconds ms(const std::string& name, std::chrono::milliseconds otherwise) const {
    return std::chrono::milliseconds(static_cast<std::int64_t>(number(name, static_cast<double>(otherwise.count()))));
  }

 private:
  std::map<std::string, std::string> values_;
};

emulators::DeepgramConfig deepgram_of(const Options& options) {
  emulators::DeepgramConfig config;
  config.key = options.text("key", "");
  config.ear.transcript = options.text("transcript", config.ear.transcript);
  if (const auto file = options.text("transcript-file", ""); !file.empty()) {
    std::ifstream in(file);
    config.ear.transcript.assign(std::istreambuf_iterator<char>(in), {});
  }
  config.ear.words_per_s = options.number("words-per-s", config.ear.words_per_s);
  config.ear.loud_rms = options.number("stt-rms", config.ear.loud_rms);
  config.ear.min_speech_s = options.number("stt-min-speech-ms", config.ear.min_speech_s * 1000) / 1000;
  config.stt_hangover = options.ms("stt-hangover-ms", config.stt_hangover);
  config.stt_delay = options.ms("stt-delay-ms", config.stt_delay);
  config.stt_interim = options.ms("stt-interim-ms", config.stt_interim);
  config.tts_first_byte = options.ms("tts-first-byte-ms", config.tts_first_byte);
  config.tts_chunk = options.ms("tts-chunk-ms", config.tts_chunk);
  config.tts_ms_per_char = options.number("tts-ms-per-char", config.tts_ms_per_char);
  config.tts_speed = options.number("tts-speed", config.tts_speed);
  return config;
}

emulators::LlmConfig llm_of(const Options& options) {
  emulators::LlmConfig config;
  config.key = options.text("key", "");
  config.model = options.text("llm-model", "");
  config.first_token = options.ms("llm-first-token-ms", config.first_token);
  config.token = options.ms("llm-token-ms", config.token);
  config.reasoning = options.text("llm-reasoning", "");
  if (const auto answer = options.text("llm-answer", ""); !answer.empty()) {
    config.answer = [answer, number = 0](const emulators::LlmRequest&) mutable {
      auto text = answer;
      const auto count = std::to_string(++number);
      for (auto mark = text.find("{n}"); mark != std::string::npos; mark = text.find("{n}")) text.replace(mark, 3, count);
      return text;
    };
  }
  return config;
}

}  // namespace

int main(int count, char** words) {
  const auto options = Options::parse(count, words);
  if (!options) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  boost::asio::io_context loop(1);
  SystemClock clock;
  net::WebServerConfig config;
  config.address = options->text("host", "127.0.0.1");
  config.port = static_cast<std::uint16_t>(options->number("port", 29101));
  auto server = emulators::EmulatorServer::create(loop.get_executor(), clock, config);
  if (!server) {
    std::fprintf(stderr, "codevoice_emulator: %s\n", server.error().message.c_str());
    return 1;
  }
  (*server)->add(std::make_unique<emulators::DeepgramEmulator>(clock, (*server)->faults(), deepgram_of(*options)));
  (*server)->add(std::make_unique<emulators::LlmEmulator>(clock, (*server)->faults(), llm_of(*options)));
  std::printf("emulator ready %u\n", (*server)->port());
  std::fflush(stdout);
  boost::asio::signal_set stop(loop, SIGINT, SIGTERM);
  stop.async_wait([&](const boost::system::error_code&, int) { loop.stop(); });
  loop.run();
  return 0;
}
