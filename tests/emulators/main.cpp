// codevoice_emulator: emulated cloud services on one loopback port, for tests and demonstrations.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <map>
#include <string>

#include "emulators/emulator_server.hpp"

namespace {

using namespace codevoice;

constexpr const char* kUsage =
    "codevoice_emulator [--host 127.0.0.1] [--port 29101]\n"
    "Serves emulated cloud services; GET /stats counts the work done, POST /faults/SERVICE?... injects faults.\n";

/// "--name value" pairs; nothing when something else stands there.
std::optional<std::map<std::string, std::string>> options_of(int count, char** words) {
  std::map<std::string, std::string> options;
  for (int i = 1; i < count; i += 2) {
    const std::string name = words[i];
    if (!name.starts_with("--") || i + 1 >= count) return std::nullopt;
    options[name.substr(2)] = words[i + 1];
  }
  return options;
}

}  // namespace

int main(int count, char** words) {
  const auto options = options_of(count, words);
  if (!options) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  const auto option = [&](const char* name, const char* otherwise) {
    const auto found = options->find(name);
    return found == options->end() ? std::string(otherwise) : found->second;
  };
  boost::asio::io_context loop(1);
  SystemClock clock;
  net::WebServerConfig config;
  config.address = option("host", "127.0.0.1");
  config.port = static_cast<std::uint16_t>(std::stoi(option("port", "29101")));
  auto server = emulators::EmulatorServer::create(loop.get_executor(), clock, config);
  if (!server) {
    std::fprintf(stderr, "codevoice_emulator: %s\n", server.error().message.c_str());
    return 1;
  }
  std::printf("emulator ready %u\n", (*server)->port());
  std::fflush(stdout);
  boost::asio::signal_set stop(loop, SIGINT, SIGTERM);
  stop.async_wait([&](const boost::system::error_code&, int) { loop.stop(); });
  loop.run();
  return 0;
}
